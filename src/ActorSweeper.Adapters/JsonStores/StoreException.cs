namespace ActorSweeper.Adapters.JsonStores;

/// <summary>A store cannot be read or changed. The message names it and the remedy.</summary>
internal sealed class StoreException(string message, Exception? inner = null) : Exception(message, inner);
