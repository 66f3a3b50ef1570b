using ActorSweeper.Adapters.Sqlite;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Adapters.NanoClaw;

/// <summary>Says in the product's words why a file cannot be used, and what helps.</summary>
/// <param name="ifMissing">What helps when the file is not there.</param>
/// <param name="ifDamaged">What helps when the file is there and is not usable as a database.</param>
internal sealed class StoreFaults(string ifMissing, string ifDamaged)
{
    private const int Permission = 3;
    private const int ReadOnly = 8;
    private const int ReadOnlyMoved = 8 | 4 << 8;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int Authorization = 23;
    private const int NotADatabase = 26;
    private const int CorruptFileSystem = 10 | 33 << 8;

    /// <summary>For the files of a session.</summary>
    public static StoreFaults OfSession { get; } = new(
        "NanoClaw creates it again with the session's next message",
        "restore it from a backup, or delete the session's folder to begin anew");

    /// <summary>For the central database.</summary>
    public static StoreFaults OfCentral { get; } = new(
        "set root to the folder of a NanoClaw v2 checkout", "set root to the folder of a NanoClaw v2 checkout, or restore the file");

    public SessionStoreException From(DatabaseException error)
    {
        var (fault, text) = Classify(error);
        return new SessionStoreException(fault, $"{error.Path} {text} (SQLite {error.Code}: {error.Message})", error);
    }

    /// <summary>Refuses a file that is empty, no database, or in a mode that two sides of a mount cannot share.</summary>
    public void RequireShareable(Database database, string path, string schema = "main")
    {
        var header = database.ReadHeader(schema);
        if (header.IsEmpty)
            throw new SessionStoreException(StoreFault.Corrupt, $"{path} is empty; {ifDamaged}");
        if (!header.IsDatabase)
            throw new SessionStoreException(StoreFault.Corrupt, $"{path} {Damaged.Text}");
        if (header.IsWal)
        {
            throw new SessionStoreException(
                StoreFault.Forbidden,
                $"{path} is in WAL mode, whose shared memory does not cross a container mount; " +
                "stop its container and set it back with: PRAGMA journal_mode = DELETE");
        }
    }

    public SessionStoreException LacksTable(string path, string table) =>
        new(StoreFault.Corrupt, $"{path} lacks the table {table}; {ifDamaged}");

    public SessionStoreException Missing(string path, Exception inner) => new(StoreFault.Missing, $"{path} {Gone.Text}", inner);

    public SessionStoreException NotWritable(string path) => new(StoreFault.Forbidden, $"{path} {Protected.Text}");

    private (StoreFault Fault, string Text) Gone => (StoreFault.Missing, $"is missing; {ifMissing}");

    private (StoreFault Fault, string Text) Damaged => (StoreFault.Corrupt, $"is damaged or not a database; {ifDamaged}");

    private static (StoreFault Fault, string Text) Protected =>
        (StoreFault.Forbidden, "cannot be written; make the file and its folder writable for this user");

    private (StoreFault Fault, string Text) Classify(DatabaseException error) => error switch
    {
        { Code: ReadOnlyMoved } => Gone,
        { Code: CorruptFileSystem } => Damaged,
        { IsHotJournal: true } => (StoreFault.Locked,
            "has the journal of a writer that is at work or was killed; it is rolled back after the exit of its container"),
        { IsBusy: true } => (StoreFault.Locked,
            "is locked by another program for longer than the busy timeout; end that program if it hangs"),
        { Primary: Corrupt or NotADatabase } => Damaged,
        { IsSchemaMismatch: true } => (StoreFault.Corrupt, $"lacks a table or column of NanoClaw v2; {ifDamaged}"),
        { Primary: CannotOpen } => CannotBeOpened(error.Path),
        { Primary: Permission or Authorization } => (StoreFault.Forbidden, "may not be used; give this user access to it"),
        { Primary: ReadOnly } => Protected,
        { Primary: Full } => (StoreFault.Failed, "is on a full disk; make room"),
        _ when Directory.Exists(error.Path) => Damaged,
        _ => (StoreFault.Failed, "cannot be used; see the cause"),
    };

    private (StoreFault Fault, string Text) CannotBeOpened(string path)
    {
        if (Directory.Exists(path))
            return Damaged;
        return File.Exists(path) || new FileInfo(path).LinkTarget is not null
            ? (StoreFault.Forbidden, "cannot be opened; give this user access, and make it a file if it is a link")
            : Gone;
    }
}
