namespace ActorSweeper.Adapters.Sqlite;

/// <summary>SQLite refused something.</summary>
/// <param name="path">The main file of the connection.</param>
/// <param name="code">SQLite's extended result code (sqlite.org/rescode.html).</param>
/// <param name="message">What SQLite said.</param>
internal sealed class DatabaseException(string path, int code, string message) : Exception(message)
{
    /// <summary>The journal of a writer that is at work or was killed; a read-only connection cannot tell which.</summary>
    private const int ReadOnlyRollback = 8 | 3 << 8;

    public string Path { get; } = path;

    public int Code { get; } = code;

    /// <summary>The low byte of the code: the kind of refusal.</summary>
    public int Primary => Code & 0xff;

    public bool IsHotJournal => Code == ReadOnlyRollback;

    /// <summary>Another connection holds a lock (SQLITE_BUSY, SQLITE_LOCKED).</summary>
    public bool IsBusy => Primary is 5 or 6;

    /// <summary>A statement names a table or column that the file does not have (SQLITE_ERROR).</summary>
    public bool IsSchemaMismatch => Primary == 1;
}
