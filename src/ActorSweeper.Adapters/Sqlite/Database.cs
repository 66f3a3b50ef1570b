using System.Runtime.InteropServices;
using SQLitePCL;

namespace ActorSweeper.Adapters.Sqlite;

/// <summary>
/// One connection to existing SQLite files: opened, used and closed within one scope. Never creates a file. A thin layer over
/// the C interface, because opening is most of the work of a short look. Not for use by two threads at once.
/// </summary>
internal sealed partial class Database : IDisposable
{
    private const int OpenNoFollow = 0x01000000;
    private const int FilePointer = 7;
    private const int ShortRead = 10 | 2 << 8;
    private const int InputOutput = 10;
    private const int CannotOpen = 14;

    private readonly sqlite3 _handle;
    private readonly Action<string, int>? _measure;

    private Database(string path, sqlite3 handle, Action<string, int>? measure)
    {
        Path = path;
        _handle = handle;
        _measure = measure;
    }

    public string Path { get; }

    /// <summary>How many rows the last INSERT, UPDATE or DELETE changed.</summary>
    public int Changes => raw.sqlite3_changes(_handle);

    /// <summary>The number of the row that was inserted last.</summary>
    public long LastRow => raw.sqlite3_last_insert_rowid(_handle);

    /// <summary>The file itself, links followed: where SQLite puts the files that it keeps beside it.</summary>
    public string FileName => raw.sqlite3_db_filename(_handle, "main").utf8_to_string();

    /// <summary>Opens an existing file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="access">What may be done with it, and whether the file may be a link.</param>
    /// <param name="busy">How long one lock is waited for in the calling thread, in whole milliseconds.</param>
    /// <param name="measure">Receives the text and the number of virtual machine steps of each statement; null to not count.</param>
    /// <exception cref="DatabaseException">The file cannot be opened. Nothing stays open.</exception>
    public static Database Open(string path, DatabaseAccess access, TimeSpan busy, Action<string, int>? measure = null)
    {
        SqliteEngine.Start();
        var flags = raw.SQLITE_OPEN_NOMUTEX
            | (access.HasFlag(DatabaseAccess.Write) ? raw.SQLITE_OPEN_READWRITE : raw.SQLITE_OPEN_READONLY)
            | (access.HasFlag(DatabaseAccess.FollowLink) ? 0 : OpenNoFollow)
            | (access.HasFlag(DatabaseAccess.Unchanging) ? raw.SQLITE_OPEN_URI : 0);
        var name = access.HasFlag(DatabaseAccess.Unchanging) ? $"file:{Uri.EscapeDataString(path)}?immutable=1" : path;
        var code = raw.sqlite3_open_v2(name, out var handle, flags, vfs: null);
        var database = new Database(path, handle, measure);
        try
        {
            database.Check(code);
            _ = raw.sqlite3_extended_result_codes(handle, 1);
            database.Check(raw.sqlite3_busy_timeout(handle, (int)busy.TotalMilliseconds));
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Compiles one statement.</summary>
    /// <exception cref="DatabaseException">It names what the file does not have, or the file cannot be read.</exception>
    public Statement Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v2(_handle, sql, out var statement));
        return new Statement(this, sql, statement, _measure);
    }

    /// <summary>Runs one statement to its end, ignoring its rows.</summary>
    public void Execute(string sql)
    {
        using var statement = Prepare(sql);
        statement.Run();
    }

    /// <summary>
    /// Begins a transaction that sees one state of the file. Takes the shared lock at once, before the schema is read, so that
    /// the lock is taken once and not twice.
    /// </summary>
    public void BeginRead()
    {
        Execute("BEGIN");
        Execute("PRAGMA user_version");
    }

    /// <summary>The names of a table's columns; empty when there is no such table.</summary>
    public HashSet<string> ColumnsOf(string table)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        using var columns = Prepare("SELECT name FROM pragma_table_info(?1)").Bind(1, table);
        while (columns.Step())
            names.Add(columns.Text(0) ?? "");
        return names;
    }

    /// <summary>Reads the first bytes of a file.</summary>
    /// <param name="schema">The name under which the file is attached; <c>main</c> for the first.</param>
    public DatabaseHeader ReadHeader(string schema = "main")
    {
        Span<byte> bytes = stackalloc byte[DatabaseHeader.Length];
        ReadFile(bytes, 0, schema);
        return DatabaseHeader.Parse(bytes);
    }

    /// <summary>
    /// Reads bytes of the file through SQLite's own descriptor: closing another descriptor of the same file would drop every lock
    /// that this process holds on it (POSIX). What lies behind the file's end is zero.
    /// </summary>
    public unsafe void ReadFile(Span<byte> bytes, long offset, string schema = "main")
    {
        void** file = null;
        Check(FileControl(_handle.DangerousGetHandle(), schema, FilePointer, (nint)(&file)));
        int code;
        fixed (byte* start = bytes)
        {
            // The first word of an open file is its table of methods: a version number, close, then read.
            var read = (delegate* unmanaged[Cdecl]<void*, void*, int, long, int>)((void**)*file)[2];
            code = read(file, start, bytes.Length, offset);
        }
        if (code != ShortRead)
            Check(code);
    }

    /// <summary>Whether an attached file, or a file opened for writing, can only be read.</summary>
    public bool IsReadOnly(string schema) => raw.sqlite3_db_readonly(_handle, schema) == 1;

    /// <summary>Throws unless the code says that all is well.</summary>
    public void Check(int code)
    {
        if (code is raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE)
            return;
        var extended = raw.sqlite3_extended_errcode(_handle);
        throw new DatabaseException(
            Path,
            (extended & 0xff) == (code & 0xff) ? extended : code,
            raw.sqlite3_errmsg(_handle).utf8_to_string(),
            (code & 0xff) is InputOutput or CannotOpen ? SystemError(_handle.DangerousGetHandle()) : 0);
    }

    /// <summary>Closes the connection; a transaction that is not committed is rolled back.</summary>
    public void Dispose()
    {
        _ = raw.sqlite3_close_v2(_handle);
        _handle.Dispose();
    }

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_file_control", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FileControl(nint connection, string schema, int operation, nint argument);

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_system_errno")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SystemError(nint connection);
}
