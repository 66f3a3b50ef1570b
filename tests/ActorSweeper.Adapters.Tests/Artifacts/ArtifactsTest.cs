using ActorSweeper.Adapters.Artifacts;
using ActorSweeper.Adapters.Tests.Deletion;
using ActorSweeper.Core.Retention;
using Microsoft.Data.Sqlite;

namespace ActorSweeper.Adapters.Tests.Artifacts;

/// <summary>An installation of NanoClaw v1 in a temporary folder and the janitor on it, at noon of one day.</summary>
public abstract class ArtifactsTest : DeletionTest
{
    protected const string Active = "0a6d3c1e-59f1-4a58-8f0c-3d2b1a000001";
    protected const string Done = "0a6d3c1e-59f1-4a58-8f0c-3d2b1a000002";
    protected const string Other = "0a6d3c1e-59f1-4a58-8f0c-3d2b1a000003";

    protected static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    protected ArtifactsTest(string? place = null)
        : base(place)
    {
        foreach (var folder in new[] { "store", "data/sessions", "groups" }) Directory.CreateDirectory(PathOf(folder));
        WriteIds("store/messages.db", Active);
    }

    internal SetTime Time { get; } = new(Noon);

    protected NanoClawPlaces Places => NanoClawPlaces.Under(Root);

    protected ArtifactsOptions V1(
        ArtifactWindows? windows = null,
        bool wholeDays = false,
        ArtifactsMode mode = ArtifactsMode.Delete,
        params ArtifactRule[] own) => new(
        [.. ArtifactPresets.NanoClawV1(Places, windows ?? ArtifactPresets.Windows, wholeDays), .. own],
        ArtifactPresets.ActiveIdsV1(Places, TimeSpan.FromMilliseconds(50)),
        mode,
        TimeSpan.FromHours(24));

    internal ArtifactsJanitor Janitor(ArtifactsOptions? options = null) => new(options ?? V1(), Time);

    /// <summary>A file of some age.</summary>
    protected string Put(string relative, TimeSpan age, string content = "12345")
    {
        var path = Write(relative, content);
        File.SetLastWriteTimeUtc(path, (Noon - age).UtcDateTime);
        return path;
    }

    protected void WriteIds(string relative, params string[] ids)
    {
        using var connection = new SqliteConnection($"Data Source={PathOf(relative)};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE IF NOT EXISTS sessions (group_folder TEXT PRIMARY KEY, session_id TEXT); DELETE FROM sessions;";
        command.ExecuteNonQuery();
        foreach (var id in ids)
        {
            command.CommandText = $"INSERT INTO sessions VALUES ('{id}', '{id}')";
            command.ExecuteNonQuery();
        }
    }

    internal static async Task<(JanitorPlan Plan, List<ItemOutcome> Outcomes)> RunAsync(ArtifactsJanitor janitor)
    {
        var plan = await janitor.PlanAsync(Cancellation);
        return (plan, await ApplyAsync(janitor, plan));
    }

    internal static async Task<List<ItemOutcome>> ApplyAsync(ArtifactsJanitor janitor, JanitorPlan plan)
    {
        var outcomes = new List<ItemOutcome>();
        await foreach (var outcome in janitor.ApplyAsync(plan, Cancellation)) outcomes.Add(outcome);
        return outcomes;
    }

    /// <summary>What of the installation is there, relative to it, without its databases.</summary>
    protected IEnumerable<string> Left() => Directory.EnumerateFileSystemEntries(Root, "*", SearchOption.AllDirectories)
        .Where(path => !path.Contains(".db", StringComparison.Ordinal) && (File.Exists(path) || new FileInfo(path).LinkTarget is not null))
        .Select(path => Path.GetRelativePath(Root, path)).Order(StringComparer.Ordinal);
}
