using ActorSweeper.Adapters.Artifacts;
using ActorSweeper.Adapters.Sqlite;
using ActorSweeper.Core.Retention;

namespace ActorSweeper.Adapters.Tests.Artifacts;

public sealed class AttackTests : HostileTest
{
    private const int LeastSwaps = 100_000;
    private const int MostSwaps = 3_000_000;

    [Theory]
    [InlineData(ArtifactsMode.Delete, "own/*/logs/*", 1)]
    [InlineData(ArtifactsMode.Delete, "own/**", 2)]
    [InlineData(ArtifactsMode.Trash, "own/*/logs/*", 3)]
    public async Task An_attacker_who_swaps_100_000_times_makes_nothing_outside_go(ArtifactsMode mode, string glob, int seed)
    {
        for (var file = 0; file < Swapper.Files; file++) Guard($"g/logs/file{file}");
        for (var file = 0; file < Swapper.Files; file++) Guard($"g/logs/tree/deep/file{file}");
        var before = Guards();
        using var swapper = new Swapper(Root, Outside, seed);
        var (runs, done, kept) = (0, 0, 0);
        using var met = new ManualResetEventSlim();
        var attacker = new Thread(() =>
        {
            while (swapper.Swaps < LeastSwaps || (!met.IsSet && swapper.Swaps < MostSwaps)) swapper.Step();
        });
        attacker.Start();
        do
        {
            var (plan, outcomes) = await RunAsync(OwnJanitor(glob, mode));
            runs++;
            done += outcomes.Count(outcome => outcome.Did is JanitorAction.Delete or JanitorAction.Trash);
            kept += outcomes.Count(outcome => outcome.Did == JanitorAction.Keep) + plan.Errors.Count;
            Time.Now += TimeSpan.FromSeconds(1);
            if (runs > 10 && done > 30 && kept > 50) met.Set();
        }
        while (attacker.IsAlive);
        attacker.Join();

        swapper.Swaps.ShouldBeGreaterThanOrEqualTo(LeastSwaps);
        Guards().ShouldBe(before);
        SentinelIsUntouched();
        TestContext.Current.TestOutputHelper!.WriteLine($"{swapper.Swaps} swaps, {runs} runs, {done} removed, {kept} kept or refused");
        // The attack was met: things were removed, and things had changed between the look and the removal.
        met.IsSet.ShouldBeTrue($"{runs} runs, {done} removed, {kept} kept");
    }

    private void Guard(string relative)
    {
        var path = Path.Combine(Outside, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, relative);
    }

    /// <summary>Every file and directory outside, with its inode and content.</summary>
    private string Guards() => StateOf(Outside) + string.Join(
        '\n', Directory.EnumerateFileSystemEntries(Outside, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(
            path => $"{path} {FileStat.Of(path).Identity} {(File.Exists(path) ? File.ReadAllText(path) : "")}"));
}
