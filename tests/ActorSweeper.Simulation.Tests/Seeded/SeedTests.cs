using ActorSweeper.Simulation.Seeded;

namespace ActorSweeper.Simulation.Tests.Seeded;

/// <summary>
/// The real actors among agents, faults and crashes that chance has drawn. 2,000 seeds:
/// <c>actorsweeper replay --simulate --seed 1 --seeds 2000 --days 7 --sessions 8</c>.
/// </summary>
public sealed class SeedTests
{
    private const int Seeds = 50;
    private const double Days = 7;
    private const int Sessions = 5;

    [Fact]
    public void Every_invariant_holds_in_every_run()
    {
        var tally = new Tally();
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var run = SimulatedRun.Run(new SimulationOptions(seed, Days, Sessions));
            if (run.Violation is { } violation)
            {
                var shortest = Shrinker.Shrink(run, mostRuns: 200);
                Assert.Fail($"seed {seed}: {violation.Text}\n{string.Join('\n', shortest.Transcript)}\n{shortest.Options.Command}");
            }

            tally.Add(run.Tally);
        }

        // A run in which little happens shows nothing.
        tally.Covered.ShouldBeGreaterThan(TimeSpan.FromDays(Seeds * Days));
        tally.JournalCrashes.ShouldBeGreaterThan(100);
        tally.AgentFaults.ShouldBeGreaterThan(500);
        tally.Stops.ShouldBeGreaterThan(1000);
        tally.Retries.ShouldBeGreaterThan(500);
        tally.DeadLetters.ShouldBeGreaterThan(50);
    }

    [Fact]
    public void The_same_seed_gives_the_same_run_line_by_line()
    {
        var options = new SimulationOptions(42, 3, 6);
        var first = SimulatedRun.Run(options, keepsTranscript: true);
        var second = SimulatedRun.Run(options, keepsTranscript: true);
        second.Transcript.ShouldBe(first.Transcript);
        second.Hash.ShouldBe(first.Hash);
        SimulatedRun.Run(options with { Seed = 43 }).Hash.ShouldNotBe(first.Hash);
        SimulatedRun.Run(options).Hash.ShouldBe(first.Hash);
    }
}
