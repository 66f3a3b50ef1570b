namespace ActorSweeper.Core.Sessions;

/// <summary>Why a session's files, or a source, cannot be used.</summary>
public enum StoreFault
{
    /// <summary>A file or folder is not there.</summary>
    Missing,

    /// <summary>Another program holds a lock for longer than the busy timeout. Passes by itself.</summary>
    Locked,

    /// <summary>A file is not a database, is damaged or lacks a needed table.</summary>
    Corrupt,

    /// <summary>A file may not be read or written.</summary>
    Forbidden,

    /// <summary>Anything else, such as a full disk.</summary>
    Failed,
}

/// <summary>A session's files, or a source, cannot be used. Concerns that session or source only.</summary>
public sealed class SessionStoreException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="fault">Which kind of fault.</param>
    /// <param name="message">Names the file and the remedy.</param>
    /// <param name="inner">What the file system or database said.</param>
    public SessionStoreException(StoreFault fault, string message, Exception? inner = null)
        : base(message, inner) => Fault = fault;

    /// <summary>Which kind of fault.</summary>
    public StoreFault Fault { get; }
}
