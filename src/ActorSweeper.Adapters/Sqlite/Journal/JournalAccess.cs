namespace ActorSweeper.Adapters.Sqlite.Journal;

/// <summary>What may be done with a journal.</summary>
public enum JournalAccess
{
    /// <summary>Read only: for commands that only show.</summary>
    Read,

    /// <summary>Read and write a journal that there is: for commands that give orders.</summary>
    Write,

    /// <summary>Read and write, and begin a new journal where there is none: for the host.</summary>
    Create,
}
