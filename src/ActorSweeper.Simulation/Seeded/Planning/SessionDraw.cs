using System.Globalization;
using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Simulation.InMemory;
using ActorSweeper.Supervision;

namespace ActorSweeper.Simulation.Seeded.Planning;

/// <summary>What happens to one session: its work, and what goes wrong with its files, its containers and their agents.</summary>
internal static class SessionDraw
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private static readonly ClaimFate[] Fates =
    [
        ClaimFate.FailedAck, ClaimFate.Tool, ClaimFate.Tool, ClaimFate.HangInTool, ClaimFate.Crash, ClaimFate.Crash, ClaimFate.CrashInTool,
        ClaimFate.Hang, ClaimFate.Hang, ClaimFate.HangAtOnce, ClaimFate.Pause, ClaimFate.Pause, ClaimFate.Thaw, ClaimFate.AnswerThenCrash,
        ClaimFate.AnswerThenHang, ClaimFate.CrashAfterAck, ClaimFate.SecondThoughts,
    ];

    private static readonly string[] Crons =
    [
        "0 */4 * * *", "15 8 * * MON-FRI", "0 9,17 * * *", "30 2 * * *", "*/45 6-20 * * *", "@daily", "0 0 1 * *",
    ];

    public static IEnumerable<PlanItem> Draw(long seed, int session, TimeSpan length, SupervisionSettings settings) =>
        Messages(seed, session, length)
            .Concat(Each(seed, session, "fate", 12 * Hour, length, (dice, at) => new PlanItem.Fate(at, session, dice.Pick(Fates))))
            .Concat(Each(seed, session, "start", 2 * Day, length, (dice, at) => new PlanItem.StartTrouble(
                at, session, dice.Skewed(5 * Minute, 3 * Hour), dice.Pick(Enum.GetValues<StartFault>()))))
            .Concat(Each(seed, session, "stubborn", 4 * Day, length, (dice, at) => new PlanItem.Stubborn(
                at, session, dice.Skewed(10 * Minute, 3 * Hour), dice.Pick(
                    Stubbornness.IgnoresStop, Stubbornness.CannotBeKilled, Stubbornness.NeverAnswers))))
            .Concat(Each(seed, session, "store", 3 * Day, length, Trouble(session)))
            .Concat(Each(seed, session, "slow", 6 * Day, length, (dice, at) => new PlanItem.SlowStore(
                at, session, dice.Skewed(Minute, Hour), dice.Skewed(TimeSpan.FromMilliseconds(50), 1.5 * settings.Passes.ObserveDeadline))))
            .Concat(Each(seed, session, "archived", 20 * Day, length, (dice, at) => new PlanItem.Archived(
                at, session, dice.Skewed(10 * Minute, 8 * Hour))))
            .Concat(Each(seed, session, "stray", 10 * Day, length, (_, at) => new PlanItem.Stray(at, session)))
            .Concat(Each(seed, session, "order", 5 * Day, length, (dice, at) => new PlanItem.Order(
                at, session, dice.Pick(OrderKind.Retry, OrderKind.Release))));

    /// <summary>Something that happens again and again, so long apart on average.</summary>
    public static IEnumerable<PlanItem> Each(
        long seed, int number, string name, TimeSpan average, TimeSpan length, Func<Dice, TimeSpan, PlanItem> draw)
    {
        var dice = Dice.For(seed, name, number);
        for (var at = dice.Until(average); at < length; at += dice.Until(average)) yield return draw(dice, at);
    }

    private static Func<Dice, TimeSpan, PlanItem> Trouble(int session) => (dice, at) =>
    {
        var reads = dice.Chance(0.7);
        var fault = dice.Pick(StoreFault.Locked, StoreFault.Locked, StoreFault.Corrupt, StoreFault.Forbidden, StoreFault.Failed);
        return new PlanItem.StoreTrouble(at, session, dice.Skewed(5 * Second, 3 * Hour), fault, reads, !reads || dice.Chance(0.5));
    };

    private static IEnumerable<PlanItem> Messages(long seed, int session, TimeSpan length)
    {
        var dice = Dice.For(seed, "messages", session);
        var busy = dice.Skewed(2 * Hour, 10 * Hour);
        var number = 0;
        for (var at = dice.Until(busy); at < length; at += dice.Until(busy))
        {
            var burst = dice.Chance(0.15) ? 2 + dice.Below(5) : 1;
            for (var of = 0; of < burst; of++) yield return Message(dice, session, number++, at);
        }
    }

    private static PlanItem.Arrival Message(Dice dice, int session, int number, TimeSpan at)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{Plan.NameOf(session)}m{number}");
        // Series are few: each goes on for ever.
        var cron = number is 1 or 4 && dice.Chance(0.4) ? dice.Pick(Crons) : number == 6 && dice.Chance(0.05) ? "61 * * * *" : null;
        var curse = cron is null && dice.Chance(0.02)
            ? dice.Pick<ClaimFate?>(ClaimFate.Crash, ClaimFate.Hang, ClaimFate.HangAtOnce, ClaimFate.FailedAck)
            : null;
        return new PlanItem.Arrival(
            at, session, id, dice.Chance(0.15) ? dice.Skewed(Second, 6 * Hour) : null, cron, !dice.Chance(0.05), curse);
    }
}
