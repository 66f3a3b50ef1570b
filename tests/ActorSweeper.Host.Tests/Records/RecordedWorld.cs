using ActorSweeper.Adapters.Sqlite.Journal;
using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Host.Tests.CommandLine;
using ActorSweeper.Host.Tests.Configuration;
using ActorSweeper.Simulation;
using ActorSweeper.Simulation.InMemory;
using ActorSweeper.Supervision;

namespace ActorSweeper.Host.Tests.Records;

/// <summary>
/// A data directory with the journal of ten minutes in the simulation: the real actors, with one session for each thing to tell.
/// The last instant is that of <see cref="CommandRun.Now"/>.
/// </summary>
internal sealed class RecordedWorld : IDisposable
{
    public static readonly DateTimeOffset Begin = CommandRun.Now - TimeSpan.FromMinutes(10);

    private const string Evil = "evil-\u001b[31m\u0007";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("as-records-");

    private RecordedWorld()
    {
        Directory.CreateDirectory(Data);
        File.WriteAllText(
            Path.Combine(_folder.FullName, "actorsweeper.conf"),
            $$"""
            actorsweeper { sources.nanoclaw { root = "{{_folder.FullName}}", zone = UTC }, containers.runtime = none }
            """);
    }

    public string Data => Path.Combine(_folder.FullName, "data", "actorsweeper");

    public string StateFile => Path.Combine(Data, "state.db");

    public CommandRun.Setting Setting => new() { Directory = _folder.FullName };

    public static SupervisionSettings Settings { get; } = Sample.Settings("sources.nanoclaw.zone=UTC", "supervision.sweep-interval=30s")
        .Supervision with
    { Storm = new(null, 5) };

    /// <summary>A data directory without a journal.</summary>
    public static RecordedWorld Empty() => new();

    /// <summary>The ten minutes.</summary>
    public static async Task<RecordedWorld> CreateAsync(bool ends = true)
    {
        var recorded = new RecordedWorld();
        var world = new World(Begin);
        Fill(world);
        world.Start(Settings);
        for (var second = 1; second <= 600; second++)
        {
            Live(world, second);
            world.At(TimeSpan.FromSeconds(second));
        }

        if (ends) world.End();
        await recorded.WriteAsync(world.Journal.Records);
        return recorded;
    }

    public Task<CommandRun> RunAsync(params string[] words) => CommandRun.OfAsync(Setting, words);

    /// <summary>The journal, to look into it or to write as a host would.</summary>
    public SqliteJournal Open() => new(new SqliteJournalOptions(StateFile, JournalAccess.Create, TimeSpan.FromSeconds(5)));

    public async Task WriteAsync(IEnumerable<JournalRecord> records)
    {
        await using var journal = Open();
        await journal.AppendAsync(
            [.. records.Select(record => new JournalEntry.Happened(record.Stream, record.Sequence, record.At, record.Event))],
            TestContext.Current.CancellationToken);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static void Fill(World world)
    {
        world.Session("healthy");
        world.Session("stuck").Add(Due("m1")).Claim("m1", Begin);
        world.Session("gone").Active = true;
        world.Session("dead", "g2")
            .Add(Due("m7") with { Tries = 5 }).Claim("m7", Begin).Add(Due("m8") with { Tries = 5 }).Claim("m8", Begin);
        world.Session("unstarted").Add(Due("m9"));
        world.Session("broken").ReadFault = () => new SessionStoreException(StoreFault.Corrupt, "inbound.db is damaged\nor no database");
        world.Session(Evil).Add(Due("m\u001b[2J"));
        world.Runtime.Run("healthy", Begin);
        world.Runtime.Run("stuck", Begin, Stubbornness.CannotBeKilled);
        world.Runtime.StartFault = session => session.Id.Value is "unstarted" or Evil
            ? new StartFailedException(StartFailure.Refused, "no image \u001b[5m today")
            : null;
    }

    private static void Live(World world, int second)
    {
        // The last beat is one minute old at the end.
        if (second is <= 541 and > 60) world.Files["healthy"].Heartbeat = world.Clock.GetUtcNow();
        if (second == 100) world.Files["gone"].Active = false;
    }

    private static Message Due(string id) => new(id, MessageStatus.Pending, ProcessAfter: Begin, Timestamp: Begin);
}
