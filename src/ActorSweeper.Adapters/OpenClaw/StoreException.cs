namespace ActorSweeper.Adapters.OpenClaw;

/// <summary>A store of OpenClaw cannot be read or changed. The message names it and the remedy.</summary>
internal sealed class StoreException(string message, Exception? inner = null) : Exception(message, inner);
