using ActorSweeper.Core.Journal;

namespace ActorSweeper.Adapters.Sqlite.Journal;

/// <summary>Says in the product's words why a journal's file cannot be used, and what helps.</summary>
internal static class JournalFaults
{
    // The system's error numbers (errno), alike on every Linux.
    private const int NotPermitted = 1;
    private const int NoSuchFile = 2;
    private const int AccessDenied = 13;
    private const int NotADirectory = 20;
    private const int FileTooLarge = 27;
    private const int NoSpace = 28;
    private const int ReadOnlyFileSystem = 30;
    private const int QuotaExceeded = 122;

    private const int Permission = 3;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int Protocol = 15;
    private const int Authorization = 23;
    private const int NotADatabase = 26;
    private const int CorruptFileSystem = 10 | 33 << 8;
    private const int SharedMemorySize = 10 | 19 << 8;

    private static string MoveAway(string path) =>
        $"move {path}* away, to keep them or to mend them: a new journal is then begun by itself";

    public static JournalException From(string path, DatabaseException error)
    {
        var (fault, text) = Classify(path, error);
        return new JournalException(fault, $"journal {path} {text} (SQLite {error.Code}: {error.Message})", error);
    }

    /// <summary>For a file that could not be created.</summary>
    public static JournalException NotCreated(string path, Exception error)
    {
        var (fault, text) = OfSystem(path, error switch
        {
            DirectoryNotFoundException => NoSuchFile,
            UnauthorizedAccessException => AccessDenied,
            _ => error.HResult,
        }) ?? (JournalFault.Failed, "cannot be created; see the cause");
        return new JournalException(fault, $"journal {path} {text} ({error.Message})", error);
    }

    public static JournalException Missing(string path) => new(JournalFault.Missing, $"journal {path} {Gone}");

    public static JournalException Empty(string path) => new(
        JournalFault.Missing, $"journal {path} is empty; run the host, which begins the journal: actorsweeper run");

    public static JournalException Emptied(string path) =>
        new(JournalFault.Corrupt, $"journal {path} is empty, but {path}-wal is not: the file was cut off; {MoveAway(path)}");

    public static JournalException Foreign(string path) =>
        new(JournalFault.Corrupt, $"journal {path} is another program's database; {MoveAway(path)}, or set another data directory");

    public static JournalException TooNew(string path, long version, int known) => new(
        JournalFault.TooNew,
        $"journal {path} was written by a newer version (its layout is {version}, known here is {known}); use that version, or set"
            + " another data directory");

    public static JournalException TooOld(string path) =>
        new(JournalFault.Failed, $"journal {path} was written by an older version; run the host, which updates it: actorsweeper run");

    public static JournalException NotShareable(string path, string? mode) => new(
        JournalFault.Failed,
        $"journal {path} cannot be put into WAL mode (it stays in {mode}): its file system has no shared memory; put the data directory on"
            + " a local disk");

    /// <summary>For a file that only a host that was killed can have left so, or one that runs.</summary>
    public static JournalException NotClosed(string path, DatabaseException error) => FileStat.Of(path).Exists
        ? new JournalException(
            JournalFault.Forbidden,
            $"journal {path} was not closed in order, and reading it then takes a file beside it that this user may not use or create; run"
                + $" as the user that runs the host, make the folder writable, or copy {path}* to a folder that is",
            error)
        : From(path, error);

    public static JournalException KeepsChanging(string path) => new(
        JournalFault.Failed, $"journal {path} is replaced again and again while it is written; end the program that does this");

    /// <summary>For content that the codec refuses.</summary>
    public static JournalException Content(string path, string what, JournalException error) => new(
        error.Fault, $"journal {path}, {what}: {error.Message}", error);

    private const string Gone = "is missing; run the host, which begins the journal: actorsweeper run";

    private const string Protected =
        "cannot be written; make it and its folder writable for this user, or run as the user that runs the host";

    private const string NoRoom = "is on a full disk; make room: writing then goes on by itself";

    private static (JournalFault Fault, string Text) Classify(string path, DatabaseException error) => error switch
    {
        _ when Directory.Exists(path) => (JournalFault.Corrupt, $"is a folder; {MoveAway(path)}"),
        { Primary: Corrupt or NotADatabase } or { Code: CorruptFileSystem } =>
            (JournalFault.Corrupt, $"is damaged or no database; {MoveAway(path)}"),
        { Primary: Full } => (JournalFault.Full, NoRoom),
        { Primary: CannotOpen or InputOutput } when OfSystem(path, error.SystemError) is { } known => known,
        { Code: SharedMemorySize } => (JournalFault.Full, NoRoom),
        { IsBusy: true } or { Primary: Protocol } => (JournalFault.Locked,
            "is locked by another program for longer than the busy timeout; end that program if it hangs"),
        { IsSchemaMismatch: true } => (JournalFault.Corrupt, $"lacks a table or column; {MoveAway(path)}"),
        { Primary: ReadOnly } => (JournalFault.Forbidden, Protected),
        { Primary: CannotOpen or Permission or Authorization } => (JournalFault.Forbidden,
            "cannot be opened; give this user access to it and its folder, or run as the user that runs the host"),
        { Primary: InputOutput } => (JournalFault.Failed,
            "cannot be read or written: check its disk, this user's quota and the kernel's log"),
        _ => (JournalFault.Failed, "cannot be used; see the cause"),
    };

    private static (JournalFault Fault, string Text)? OfSystem(string path, int error) => error switch
    {
        NoSuchFile or NotADirectory when Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))) =>
            FileStat.Of(path).Exists ? null : (JournalFault.Missing, Gone),
        NoSuchFile or NotADirectory => (JournalFault.Missing, "has no folder; create the folder, or set another data directory"),
        NoSpace or QuotaExceeded or FileTooLarge => (JournalFault.Full, NoRoom),
        ReadOnlyFileSystem => (JournalFault.Forbidden, "is on a read-only file system; mount it for writing"),
        AccessDenied or NotPermitted => (JournalFault.Forbidden,
            "may not be used by this user; run as the user that runs the host, or give this user access to it and its folder"),
        _ => null,
    };
}
