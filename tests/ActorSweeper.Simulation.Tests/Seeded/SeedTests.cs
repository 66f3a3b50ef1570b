using ActorSweeper.Simulation.Seeded;

namespace ActorSweeper.Simulation.Tests.Seeded;

/// <summary>Random agents, faults and host crashes: every invariant holds at each step.</summary>
public sealed class SeedTests
{
    private const int Days = 7;
    private const int Sessions = 4;

    public static TheoryData<int> Tens() => [0, 10, 20, 30, 40];

    [Theory]
    [MemberData(nameof(Tens))]
    public void Fifty_seeds_of_seven_days_hold_every_invariant(int from)
    {
        var tally = new Tally();
        for (var seed = from + 1; seed <= from + 10; seed++)
        {
            var result = SimulatedRun.Run(new SimulationOptions(seed, Days, Sessions));
            result.Violation.ShouldBeNull(result.Options.Command);
            tally.Add(result.Tally);
        }

        tally.Covered.TotalDays.ShouldBeGreaterThanOrEqualTo(10 * Days);
        tally.JournalCrashes.ShouldBeGreaterThan(0);
        tally.Stops.ShouldBeGreaterThan(0);
        tally.Retries.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void The_same_seed_gives_the_same_run_and_another_seed_another()
    {
        var (one, again) = (Run(7), Run(7));
        again.Hash.ShouldBe(one.Hash);
        again.Transcript.ShouldBe(one.Transcript);
        Run(8).Hash.ShouldNotBe(one.Hash);

        static SimulationResult Run(long seed) => SimulatedRun.Run(new SimulationOptions(seed, 2, Sessions), keepsTranscript: true);
    }
}
