namespace ActorSweeper.Core.Journal;

/// <summary>Why the journal cannot be used.</summary>
public enum JournalFault
{
    /// <summary>There is no journal yet.</summary>
    Missing,

    /// <summary>Another program holds it for too long. Passes by itself.</summary>
    Locked,

    /// <summary>No space is left.</summary>
    Full,

    /// <summary>It may not be read or written.</summary>
    Forbidden,

    /// <summary>It is damaged, or is no journal.</summary>
    Corrupt,

    /// <summary>A newer version of the product wrote it.</summary>
    TooNew,

    /// <summary>Anything else.</summary>
    Failed,
}

/// <summary>The journal cannot be used. Supervision goes on without acts that need a durable intent.</summary>
public sealed class JournalException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="fault">Which kind of fault.</param>
    /// <param name="message">Names the file and the remedy.</param>
    /// <param name="inner">What the file system or database said.</param>
    public JournalException(JournalFault fault, string message, Exception? inner = null)
        : base(message, inner) => Fault = fault;

    /// <summary>Which kind of fault.</summary>
    public JournalFault Fault { get; }
}
