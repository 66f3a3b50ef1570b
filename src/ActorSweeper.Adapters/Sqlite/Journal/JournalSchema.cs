using ActorSweeper.Core.Journal;

namespace ActorSweeper.Adapters.Sqlite.Journal;

/// <summary>
/// The layout of a journal's file, as the steps that lead to it. A file knows how many of them it has taken (user_version); each
/// step is taken whole or not at all. A step that is in use is never changed: a change is a new step.
/// </summary>
/// <param name="steps">The steps, each some statements.</param>
internal sealed class JournalSchema(params IReadOnlyList<IReadOnlyList<string>> steps)
{
    /// <summary>"ASwp": tells the file from other programs' databases.</summary>
    private const long ApplicationId = 0x41537770;

    /// <summary>The first layout; instants count 100 ns since 1970, bodies are JSON.</summary>
    public static IReadOnlyList<string> First { get; } =
    [
        // What each stream added up to before its oldest kept event is in base; sequences up to "dropped" belong to it, and events
        // that are still there below it are only waiting to be deleted.
        """
        CREATE TABLE stream (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            dropped INTEGER NOT NULL DEFAULT 0)
        """,
        """
        CREATE TABLE event (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            stream INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            at INTEGER NOT NULL,
            kind TEXT NOT NULL,
            body BLOB NOT NULL)
        """,
        "CREATE UNIQUE INDEX event_of_stream ON event (stream, sequence)",
        "CREATE TABLE snapshot (stream INTEGER PRIMARY KEY, sequence INTEGER NOT NULL, at INTEGER NOT NULL, body BLOB NOT NULL)",
        "CREATE TABLE base (stream INTEGER PRIMARY KEY, sequence INTEGER NOT NULL, at INTEGER NOT NULL, body BLOB NOT NULL)",
        """
        CREATE TABLE operator_order (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            who TEXT NOT NULL,
            why TEXT NOT NULL,
            kind TEXT NOT NULL,
            session TEXT,
            message TEXT)
        """,
        // For people at the sqlite3 prompt.
        """
        CREATE VIEW readable AS
        SELECT e.number, s.name AS stream, e.sequence, strftime('%Y-%m-%dT%H:%M:%fZ', e.at / 1e7, 'unixepoch') AS at, e.kind,
            CAST(e.body AS TEXT) AS body
        FROM event e JOIN stream s ON s.id = e.stream
        """,
    ];

    /// <summary>The ledger of slots.</summary>
    public static IReadOnlyList<string> Slots { get; } =
    [
        "CREATE TABLE slot (id TEXT PRIMARY KEY, at INTEGER NOT NULL, node TEXT NOT NULL, entered INTEGER NOT NULL) WITHOUT ROWID",
        "CREATE INDEX slot_by_age ON slot (entered)",
    ];

    /// <summary>The layout of this version.</summary>
    public static JournalSchema Current { get; } = new(First, Slots);

    /// <summary>Compiling these shows that a file has all that is used.</summary>
    private static readonly string[] Probes =
    [
        "SELECT id, name, dropped FROM stream",
        "SELECT number, stream, sequence, at, kind, body FROM event INDEXED BY event_of_stream WHERE stream = 1",
        "SELECT stream, sequence, at, body FROM snapshot",
        "SELECT stream, sequence, at, body FROM base",
        "SELECT number, at, who, why, kind, session, message FROM operator_order",
        "SELECT id, at, node, entered FROM slot INDEXED BY slot_by_age WHERE entered < 0",
    ];

    /// <summary>Makes an empty file a journal, brings an older one up to date, and refuses what is none.</summary>
    /// <param name="connection">A fresh connection.</param>
    /// <param name="access">What may be done.</param>
    /// <returns>Whether the journal was begun here.</returns>
    /// <exception cref="JournalException">It is refused; nothing was changed.</exception>
    public bool Prepare(JournalConnection connection, JournalAccess access)
    {
        var path = connection.Database.Path;
        if (FileStat.Of(path).Size == 0)
        {
            if (access != JournalAccess.Create)
                throw JournalFaults.Empty(path);
            // It must be known before the file's first page is written.
            connection.Database.Execute("PRAGMA auto_vacuum = INCREMENTAL");
            UseWal(connection.Database);
        }
        var version = Check(connection.Database, path, access);
        if (version < steps.Count && access == JournalAccess.Read)
            throw version == 0 ? JournalFaults.Empty(path) : JournalFaults.TooOld(path);
        if (access != JournalAccess.Read)
            UseWal(connection.Database);
        if (version < steps.Count)
            Migrate(connection, path, access);
        foreach (var probe in Probes)
            connection.Database.Prepare(probe).Dispose();
        return version == 0;
    }

    private long Check(Database database, string path, JournalAccess access)
    {
        var application = Pragma(database, "PRAGMA application_id");
        var version = Pragma(database, "PRAGMA user_version");
        if (application == 0 && version == 0 && Pragma(database, "SELECT count(*) FROM sqlite_master") == 0)
        {
            // A host that was killed while it began the journal.
            return access == JournalAccess.Create ? 0 : throw JournalFaults.Empty(path);
        }
        if (application != ApplicationId)
            throw JournalFaults.Foreign(path);
        return version <= steps.Count ? version : throw JournalFaults.TooNew(path, version, steps.Count);
    }

    private void Migrate(JournalConnection connection, string path, JournalAccess access)
    {
        for (; ; )
        {
            connection.BeginWrite();
            // Another process may have taken the step meanwhile.
            var version = (int)Check(connection.Database, path, access);
            if (version == steps.Count)
            {
                connection.Commit();
                return;
            }
            foreach (var statement in steps[version])
                connection.Database.Execute(statement);
            connection.Database.Execute($"PRAGMA application_id = {ApplicationId}");
            connection.Database.Execute($"PRAGMA user_version = {version + 1}");
            connection.Commit();
        }
    }

    private static void UseWal(Database database)
    {
        using var change = database.Prepare("PRAGMA journal_mode = WAL");
        var mode = change.Step() ? change.Text(0) : null;
        if (mode != "wal")
            throw JournalFaults.NotShareable(database.Path, mode);
    }

    private static long Pragma(Database database, string sql)
    {
        using var pragma = database.Prepare(sql);
        return pragma.Step() ? pragma.Number(0) : 0;
    }
}
