using ActorSweeper.Core.Retention;

namespace ActorSweeper.Adapters.Tests.OpenClaw;

public sealed class ThrottleVectors : OpenClawTest
{
    // We follow 2026.9.6 here: a clock that was set back must not block, and a retention that is off is no look.
    private static readonly Dictionary<long, (bool Swept, string Why)> Deviations = new()
    {
        [500_000] = (true, "the clock was set back: the store is looked at"),
        [900_004] = (true, "the run with the retention off does not count as a look"),
        [1_200_003] = (false, "the last look was at 900004, not at 900003"),
    };

    [Fact]
    public async Task The_sequence_is_as_in_the_original_save_for_the_clock_that_was_set_back()
    {
        var steps = Vectors.File.GetProperty("throttle").GetProperty("steps").EnumerateArray().ToList();
        steps.Count.ShouldBe(13);
        foreach (var step in steps)
        {
            var at = step.GetProperty("atMs").GetInt64();
            var store = Path.Join(Root, step.GetProperty("store").GetString(), "sessions", "sessions.json");
            Directory.CreateDirectory(Path.GetDirectoryName(store)!);
            await File.WriteAllTextAsync(store, "{}", TestContext.Current.CancellationToken);
            var options = Options() with { Stores = [store] };
            if (step.TryGetProperty("force", out _)) options = options with { MinInterval = default };
            if (step.TryGetProperty("cron", out _)) options = options with { CronRetention = null };

            var (plan, _) = await RunAsync(Janitor(options, new VirtualNow(Now + TimeSpan.FromMilliseconds(at))));

            var isLooked = options.CronRetention is not null && !plan.Items.Any(static item => item.Action == JanitorAction.Keep);
            isLooked.ShouldBe(Deviations.TryGetValue(at, out var ours) ? ours.Swept : step.GetProperty("swept").GetBoolean(), $"at {at}");
        }
    }

    [Fact]
    public async Task A_store_that_could_not_be_changed_is_looked_at_again_at_once()
    {
        await File.WriteAllTextAsync(
            Store, """{"agent:a:cron:j:run:1":{"sessionId":"x","updatedAt":1}}""", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            Store + ".lock",
            $$"""{"pid":{{Environment.ProcessId}},"createdAt":"2026-03-10T12:00:00.000Z"}""",
            TestContext.Current.CancellationToken);
        var (_, outcomes) = await RunAsync(Janitor());
        outcomes.ShouldHaveSingleItem().IsFailed.ShouldBeTrue();
        File.Delete(Store + ".lock");

        (_, outcomes) = await RunAsync(Janitor());
        outcomes.ShouldHaveSingleItem().Did.ShouldBe(JanitorAction.Drop);
    }
}
