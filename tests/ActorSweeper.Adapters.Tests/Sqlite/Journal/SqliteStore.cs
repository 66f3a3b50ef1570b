using ActorSweeper.Adapters.Sqlite.Journal;
using ActorSweeper.Adapters.Tests.Journal;
using ActorSweeper.Core.Journal;

namespace ActorSweeper.Adapters.Tests.Sqlite.Journal;

/// <summary>A journal in a temporary folder, or in a given one.</summary>
public sealed class SqliteStore(string? folder = null) : JournalStore
{
    public string Folder { get; } = folder ?? Directory.CreateTempSubdirectory("journal-").FullName;

    public string Path => System.IO.Path.Join(Folder, "state.db");

    public string Log => Path + "-wal";

    public string Memory => Path + "-shm";

    public SqliteJournal OpenFor(JournalAccess access, TimeSpan? busy = null) =>
        Keep(New(access, busy));

    protected override IJournal Create() => New(JournalAccess.Create, busy: null);

    private SqliteJournal New(JournalAccess access, TimeSpan? busy) =>
        new(new SqliteJournalOptions(Path, access, busy ?? TimeSpan.FromSeconds(30)));

    protected override ValueTask RemoveAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
