namespace ActorSweeper.Adapters.Deletion;

/// <summary>How an attempt to remove or rename something ended.</summary>
internal enum RemovalEnd
{
    /// <summary>It was done.</summary>
    Removed,

    /// <summary>It is no longer what was planned, or was never to go: it stays.</summary>
    Changed,

    /// <summary>It could not be done.</summary>
    Failed,

    /// <summary>The end was asked for in the middle of a tree: what is left of it stays under its name.</summary>
    Stopped,
}

/// <summary>What became of an attempt to remove or rename something.</summary>
/// <param name="End">How it ended.</param>
/// <param name="Bytes">What it freed, also when it did not come to its end.</param>
/// <param name="Text">Why it stays, or what failed with the remedy; null when it was done.</param>
/// <param name="IsTaken">Whether it failed because the new name is in use.</param>
internal readonly record struct Removal(RemovalEnd End, long Bytes, string? Text, bool IsTaken = false)
{
    public bool IsRemoved => End == RemovalEnd.Removed;

    public bool IsFailed => End == RemovalEnd.Failed;

    public static Removal Removed(long bytes) => new(RemovalEnd.Removed, bytes, null);

    public static Removal Changed(string why) => new(RemovalEnd.Changed, 0, why);

    public static Removal Failed(string error, long bytes = 0, bool isTaken = false) => new(RemovalEnd.Failed, bytes, error, isTaken);

    public static Removal Stopped(long bytes) => new(RemovalEnd.Stopped, bytes, "the end was asked for before all of it was removed");
}
