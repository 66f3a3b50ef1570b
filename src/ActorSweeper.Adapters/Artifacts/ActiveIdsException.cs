namespace ActorSweeper.Adapters.Artifacts;

/// <summary>It cannot be told which sessions are active. The message names the file and the remedy.</summary>
/// <param name="message">For people.</param>
internal sealed class ActiveIdsException(string message) : Exception(message);
