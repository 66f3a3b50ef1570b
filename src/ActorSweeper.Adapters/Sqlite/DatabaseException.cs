namespace ActorSweeper.Adapters.Sqlite;

/// <summary>SQLite refused something.</summary>
/// <param name="path">The main file of the connection.</param>
/// <param name="code">SQLite's extended result code (sqlite.org/rescode.html).</param>
/// <param name="message">What SQLite said.</param>
/// <param name="systemError">The system's error number behind a failed opening, read or write; 0 where there is none.</param>
internal sealed class DatabaseException(string path, int code, string message, int systemError = 0) : Exception(message)
{
    /// <summary>The journal of a writer that is at work or was killed; a read-only connection cannot tell which.</summary>
    private const int ReadOnlyRollback = 8 | 3 << 8;

    public string Path { get; } = path;

    public int Code { get; } = code;

    /// <summary>The system's error number (errno) behind a failed opening, read or write; 0 where there is none.</summary>
    public int SystemError { get; } = systemError;

    /// <summary>The low byte of the code: the kind of refusal.</summary>
    public int Primary => Code & 0xff;

    public bool IsHotJournal => Code == ReadOnlyRollback;

    /// <summary>Another connection holds a lock (SQLITE_BUSY, SQLITE_LOCKED).</summary>
    public bool IsBusy => Primary is 5 or 6;

    /// <summary>A statement names a table or column that the file does not have (SQLITE_ERROR).</summary>
    public bool IsSchemaMismatch => Primary == 1;
}
