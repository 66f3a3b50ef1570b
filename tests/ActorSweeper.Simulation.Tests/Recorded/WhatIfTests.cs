using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Judging;
using ActorSweeper.Simulation.Recorded;

namespace ActorSweeper.Simulation.Tests.Recorded;

/// <summary>A recorded production, played again.</summary>
public sealed class WhatIfTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_record_of_two_hours_with_500_sessions_is_played_again_without_a_difference(int seed)
    {
        var production = new Production(seed, 500, 1);
        production.World.Start(Production.Settings);
        production.Run(TimeSpan.FromHours(2));
        var comparison = WhatIf.Play(await Read(production), null, null, null);
        comparison.Differences.Take(10).Select(Text).ShouldBeEmpty(Around(production, comparison));
        comparison.Decisions.ShouldBeGreaterThan(2000);
        comparison.Same.ShouldBe(comparison.Decisions);
        foreach (var action in new[] { ActionKind.Stop, ActionKind.Wake, ActionKind.Retry, ActionKind.Ack })
            Acted(production).ShouldContain(acted => acted.Action == action);
    }

    [Fact]
    public async Task Clock_steps_restarts_outages_and_broken_files_are_played_again_too()
    {
        var production = new Production(3, 60, 2);
        var world = production.World;
        world.Start(Production.Settings);
        production.Run(TimeSpan.FromMinutes(30));
        world.Clock.StepWallClock(TimeSpan.FromHours(2));
        production.Run(TimeSpan.FromMinutes(20));
        world.Runtime.Down = "cannot connect";
        production.Run(TimeSpan.FromMinutes(10));
        world.Runtime.Down = null;
        world.Restart(Production.Settings);
        production.Run(TimeSpan.FromMinutes(30));
        world.Files["s7"].ReadFault = () => new Core.Sessions.SessionStoreException(Core.Sessions.StoreFault.Corrupt, "not a database");
        world.Clock.StepWallClock(TimeSpan.FromHours(-1));
        production.Run(TimeSpan.FromMinutes(30));
        world.Files["s7"].ReadFault = null;
        world.Apply(Production.Tolerating(TimeSpan.FromMinutes(2)));
        production.Run(TimeSpan.FromMinutes(30));
        var comparison = WhatIf.Play(await Read(production), null, null, null);
        comparison.Differences.Take(10).Select(Text).ShouldBeEmpty(Around(production, comparison));
        comparison.Hosts.ShouldBe(2);
    }

    [Fact]
    public async Task Under_a_longer_claim_tolerance_exactly_the_stops_are_missing_that_were_made_within_it()
    {
        var production = new Production(1, 500, 0.5);
        production.World.Start(Production.Settings);
        production.Run(TimeSpan.FromHours(2));
        var comparison = WhatIf.Play(await Read(production), Production.Tolerating(TimeSpan.FromMinutes(5)), null, null);
        var within = Acted(production).Count(acted => acted is
        {
            Action: ActionKind.Stop, Why.Rule: "claim-stuck", Outcome.Result: Result.Done,
        } && acted.Why.Age <= TimeSpan.FromMinutes(5));
        within.ShouldBeGreaterThan(10);
        var own = comparison.Differences.Where(difference => !difference.Follows).ToList();
        own.Where(difference => difference.Kind != DifferenceKind.Avoided).Select(Text).Take(20)
            .ShouldBeEmpty(Around(production, comparison));
        own.Select(difference => difference.Recorded!.Why.Rule).Distinct().ShouldBe(["claim-stuck"]);
        own.Count.ShouldBe(within, string.Join('\n', own.Take(20).Select(Text)));
    }

    private static Task<Recording> Read(Production production) =>
        Recording.ReadAsync(production.World.Journal, null, CancellationToken.None);

    private static IEnumerable<SessionEvent.Acted> Acted(Production production) =>
        production.World.Journal.Records.Select(record => record.Event).OfType<SessionEvent.Acted>();

    /// <summary>What the journal says of the first difference's session in the minutes around it.</summary>
    private static string Around(Production production, Comparison comparison)
    {
        if (comparison.Differences.FirstOrDefault(found => !found.Follows) is not { Decision: { Session: { } session } first }) return "";
        return string.Join('\n', production.World.Journal.Records
            .Where(record => record.Stream == JournalState.StreamOf(session) && (record.At - first.At).Duration() < TimeSpan.FromMinutes(3))
            .Select(record => $"{record.Number} {record.At:HH:mm:ss.fff} {record.Event}"));
    }

    private static string Text(Difference difference) => $"{difference.Kind} {(difference.Follows ? "follows " : "")}"
        + $"R={Text(difference.Recorded)} P={Text(difference.Replayed)}";

    private static string Text(Decision? decision) => decision is null
        ? "-"
        : $"{decision.At:HH:mm:ss.fff} {decision.Session} #{decision.Life} {decision.Action} {decision.MessageId} {decision.Why.Rule} "
            + $"{decision.Result} {decision.Why.Text}";
}
