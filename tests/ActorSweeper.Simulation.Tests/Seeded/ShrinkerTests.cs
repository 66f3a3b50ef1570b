using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Simulation.Seeded;
using ActorSweeper.Supervision;

namespace ActorSweeper.Simulation.Tests.Seeded;

/// <summary>What is told of a failure: the shortest run that shows it, and the command that plays it again.</summary>
public sealed class ShrinkerTests
{
    [Fact]
    public void A_failure_is_made_short_and_plays_again_exactly()
    {
        var failed = Enumerable.Range(1, 20).Select(seed => SimulatedRun.Run(new SimulationOptions(seed, 3, 6), spoil: Spoil))
            .First(run => run.Violation is not null);

        var shortest = Shrinker.Shrink(failed, mostRuns: 300, Spoil);

        shortest.Violation!.Invariant.ShouldBe(failed.Violation!.Invariant);
        // A message, whatever ends its container, and nothing that has no part in it.
        shortest.Tally.Items.ShouldBeLessThanOrEqualTo(4);
        shortest.Transcript.ShouldContain(line => line.Contains("VIOLATION", StringComparison.Ordinal));
        shortest.Options.Command.ShouldBe(
            $"actorsweeper replay --simulate --seed {failed.Options.Seed} --days 3 --sessions 6"
            + $" --keep {IndexList.Write(shortest.Options.Keep!)}");
        var again = SimulatedRun.Run(
            shortest.Options with { Keep = IndexList.Read(IndexList.Write(shortest.Options.Keep!)) }, keepsTranscript: true, Spoil);
        again.Transcript.ShouldBe(shortest.Transcript);
        again.Hash.ShouldBe(shortest.Hash);
    }

    [Theory]
    [InlineData("none", new int[0])]
    [InlineData("3", new[] { 3 })]
    [InlineData("3,17,40-44", new[] { 3, 17, 40, 41, 42, 43, 44 })]
    public void Lists_of_items_are_written_and_read(string text, int[] numbers)
    {
        IndexList.Write(numbers).ShouldBe(text);
        IndexList.Read(text).ShouldBe(numbers);
    }

    [Theory]
    [InlineData("")]
    [InlineData("3,")]
    [InlineData("4-3")]
    [InlineData("-3")]
    [InlineData("1-2-3")]
    [InlineData("0-99999999999")]
    [InlineData("0-2000000000")]
    public void Other_lists_are_refused(string text) => IndexList.Read(text).ShouldBeNull();

    private static SweeperPorts Spoil(SweeperPorts ports) => ports with { Runtime = new LyingRuntime(ports.Runtime) };

    /// <summary>Says of every second stop that the container is gone, and leaves it running.</summary>
    private sealed class LyingRuntime(IContainerRuntime inner) : IContainerRuntime
    {
        private int _stops;

        public string Name => inner.Name;

        public bool CanAct => inner.CanAct;

        public Task<IReadOnlyList<Container>> ListAsync(CancellationToken cancellation) => inner.ListAsync(cancellation);

        public Task<StopResult> StopAsync(
            Container container, Session? session, StopRung rung, TimeSpan grace, string reason, CancellationToken cancellation) =>
            ++_stops % 2 == 0
                ? Task.FromResult(StopResult.Gone)
                : inner.StopAsync(container, session, rung, grace, reason, cancellation);

        public IAsyncEnumerable<ContainerDeath> WatchAsync(CancellationToken cancellation) => inner.WatchAsync(cancellation);
    }
}
