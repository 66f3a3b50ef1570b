using System.Text.Json;
using ActorSweeper.Core.Retention;
using ActorSweeper.Host.Records;

namespace ActorSweeper.Host.Tests.CommandLine;

/// <summary>The command <c>prune</c> on real files.</summary>
public sealed class PruneCommandTests : IDisposable
{
    private readonly DirectoryInfo _place = Directory.CreateTempSubdirectory("prune-");

    public PruneCommandTests()
    {
        Directory.CreateDirectory(Sessions);
        foreach (var (name, accessed) in new[] { ("old", "2026-01-01"), ("older", "2025-06-01"), ("fresh", "2026-02-25") })
        {
            File.WriteAllText(
                Path.Combine(Sessions, name + ".json"),
                $$"""
                {"session_id":"{{name}}","channel":"t","chat_id":"1","created_at":"2025-01-01T00:00:00Z",
                "last_accessed":"{{accessed}}T00:00:00Z","messages":[]}
                """);
        }
    }

    private string Sessions => Path.Combine(_place.FullName, "sessions");

    private string Data => Path.Combine(_place.FullName, "data");

    public void Dispose() => _place.Delete(recursive: true);

    [Fact]
    public async Task A_dry_run_tells_what_would_go_and_changes_nothing()
    {
        var run = await PruneAsync("--dry-run");

        run.ExitCode.ShouldBe(0, run.Error);
        run.Lines.Count(line => line.StartsWith("would delete", StringComparison.Ordinal)).ShouldBe(2);
        run.Lines[^1].ShouldStartWith("miniclaw: dry run: Session cleanup complete: 2 deleted, ");
        Left().ShouldBe(["fresh", "old", "older"]);
        Directory.Exists(Data).ShouldBeFalse();
    }

    [Fact]
    public async Task A_run_removes_the_same_and_is_on_record()
    {
        var dry = await PruneAsync("--dry-run", "--json");
        var run = await PruneAsync("--json");

        run.ExitCode.ShouldBe(0, run.Error);
        Left().ShouldBe(["fresh"]);
        var (planned, done) = (Janitor(dry), Janitor(run));
        Paths(done).ShouldBe(Paths(planned));
        done.GetProperty("deleted").GetInt32().ShouldBe(2);
        planned.GetProperty("deleted").GetInt32().ShouldBe(0);
        done.GetProperty("bytes").GetInt64().ShouldBe(planned.GetProperty("bytes").GetInt64());
        done.GetProperty("items")[0].GetProperty("action").GetString().ShouldBe("delete");
        await using var journal = StateFile.ToRead(Data)!;
        var streams = await journal.StreamsAsync(CancellationToken.None);
        streams.ShouldHaveSingleItem().ShouldStartWith("prune-miniclaw-");
        var record = (JanitorRecord)(await journal.RecoverAsync(streams[0], CancellationToken.None)).State;
        record.Last!.Gone.ShouldBe(2);
    }

    [Fact]
    public async Task A_plan_beyond_the_caps_is_held_until_yes()
    {
        var held = await PruneAsync("--set", "janitors.caps.items=1");

        held.ExitCode.ShouldBe(1);
        held.Output.ShouldContain("miniclaw: held: 2 items are to go, at most 1 go without being asked for; approve with --yes");
        Left().ShouldBe(["fresh", "old", "older"]);
        (await PruneAsync("--yes", "--set", "janitors.caps.items=1")).ExitCode.ShouldBe(0);
        Left().ShouldBe(["fresh"]);
    }

    [Fact]
    public async Task A_configured_dry_run_stays_one()
    {
        var run = await PruneAsync("--yes", "--set", "janitors.miniclaw.mode=dry-run");

        run.ExitCode.ShouldBe(0, run.Error);
        Left().Count().ShouldBe(3);
    }

    [Theory]
    [InlineData("minclaw", "there is no janitor minclaw; there are artifacts, openclaw, miniclaw, forge")]
    [InlineData("forge", "the janitor forge is not enabled; set actorsweeper.janitors.forge.enabled = on")]
    public async Task A_janitor_that_cannot_run_is_a_mistake(string name, string text)
    {
        var run = await PruneAsync(name);

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain(text);
    }

    [Fact]
    public async Task While_the_journal_cannot_be_written_nothing_is_removed()
    {
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(StateFile.In(Data), "this is no database, and long enough not to be an empty one");

        var run = await PruneAsync();

        run.ExitCode.ShouldBe(3);
        run.Error.ShouldContain("state.db");
        Left().Count().ShouldBe(3);
    }

    private IEnumerable<string> Left() => Directory.GetFiles(Sessions).Select(path => Path.GetFileNameWithoutExtension(path)!).Order();

    private Task<CommandRun> PruneAsync(params string[] words) => CommandRun.OfAsync(
        [
            "prune", .. words, "--set", "sources.nanoclaw.enabled=off", "--set", $"data-directory={Data}",
            "--set", "janitors.miniclaw.enabled=on", "--set", $"janitors.miniclaw.directory={Sessions}",
        ]);

    private static JsonElement Janitor(CommandRun run) => JsonElement.Parse(run.Output).GetProperty("janitors")[0];

    private static IEnumerable<string?> Paths(JsonElement janitor) =>
        janitor.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("path").GetString());
}
