namespace ActorSweeper.Adapters.Deletion;

/// <summary>Something cannot be looked at or changed. The message names the thing and the remedy.</summary>
/// <param name="message">For people.</param>
/// <param name="error">The system's error number; 0 where there is none.</param>
public sealed class DeletionException(string message, int error = 0) : IOException(message)
{
    /// <summary>The system's error number; 0 where there is none.</summary>
    public int Error { get; } = error;

    /// <summary>Whether the thing is not there (any more).</summary>
    public bool IsNotThere => Error == Errno.NotThere;
}
