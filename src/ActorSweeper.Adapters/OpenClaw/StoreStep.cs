namespace ActorSweeper.Adapters.OpenClaw;

/// <summary>What is about to be done to a store; told for the log, and where it failed for the error.</summary>
public enum StoreStep
{
    /// <summary>The lock file is taken.</summary>
    Lock,

    /// <summary>The store is read.</summary>
    Read,

    /// <summary>The temporary file is created.</summary>
    Create,

    /// <summary>The shortened text is written into it.</summary>
    Write,

    /// <summary>The temporary file goes to the disk.</summary>
    Flush,

    /// <summary>The store is read once more: it must not have changed meanwhile.</summary>
    Compare,

    /// <summary>The temporary file takes the store's name.</summary>
    Replace,

    /// <summary>The directory goes to the disk.</summary>
    FlushDirectory,

    /// <summary>The store is read again: what was removed must not be back.</summary>
    Verify,

    /// <summary>The lock file is removed.</summary>
    Unlock,
}
