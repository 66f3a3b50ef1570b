using System.Collections.Immutable;
using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Quarantine;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Adapters.Tests.Journal;

public sealed class DeepTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 10, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_member_deep_within_that_differs_is_named()
    {
        var one = SessionRecord.Empty with { Crashes = new CrashHistory([Noon, Noon], 1, Noon) };
        var other = SessionRecord.Empty with { Crashes = new CrashHistory([Noon, Noon.AddTicks(1)], 1, Noon) };

        Deep.Difference(one, other).ShouldNotBeNull().ShouldStartWith(".Crashes.Deaths[1]");
        Deep.Difference(one, one with { Crashes = new CrashHistory([Noon, Noon], 1, Noon) }).ShouldBeNull();
    }

    [Fact]
    public void Pairs_lists_and_cases_that_differ_are_seen()
    {
        var stray = new Container("c", "n", new SessionId("s"), null, null);
        var one = SupervisorRecord.Empty with { OpenStrays = ImmutableDictionary<string, Container>.Empty.Add("c", stray) };

        Deep.Difference(one, SupervisorRecord.Empty).ShouldNotBeNull();
        Deep.Difference(one, one with { OpenStrays = one.OpenStrays.SetItem("c", stray with { Name = "m" }) }).ShouldNotBeNull();
        Deep.Difference(one, one with { OpenStrays = one.OpenStrays.Clear().Add("d", stray) }).ShouldNotBeNull();
        Deep.Difference(ContainerView.Stopped.Instance, new ContainerView.Running(stray)).ShouldNotBeNull();
        Deep.Difference(new[] { 1 }, new List<int> { 1, 2 }).ShouldNotBeNull();
    }
}
