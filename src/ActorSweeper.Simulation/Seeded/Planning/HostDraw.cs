using ActorSweeper.Core.Journal;
using ActorSweeper.Simulation.InMemory;

namespace ActorSweeper.Simulation.Seeded.Planning;

/// <summary>What happens to the host, the runtime and the clocks, and to all sessions at once.</summary>
internal static class HostDraw
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public static IEnumerable<PlanItem> Draw(long seed, int sessions, TimeSpan length)
    {
        yield return new PlanItem.Foreign(TimeSpan.Zero);
        yield return new PlanItem.Foreign(TimeSpan.Zero);
        var rest = Each("outage", 2 * Day, (dice, at) => new PlanItem.Outage(at, dice.Skewed(10 * Second, 3 * Hour)))
            .Concat(Each("clock", Day, (dice, at) => new PlanItem.ClockStep(
                at, dice.Chance(0.3) ? -dice.Skewed(Second, 2 * Hour) : dice.Skewed(Second, dice.Chance(0.3) ? 9 * Hour : Hour))))
            .Concat(Each("silence", Day, (dice, at) => new PlanItem.Silence(at, dice.Skewed(10 * Minute, 8 * Hour))))
            .Concat(Each("late", 2 * Day, (dice, at) => new PlanItem.LateDeaths(
                at, dice.Skewed(10 * Minute, 12 * Hour), dice.Skewed(Second, 30 * Minute))))
            .Concat(Each("freeze", 5 * Day, (dice, at) => new PlanItem.Freeze(at, dice.Skewed(5 * Minute, 4 * Hour))))
            .Concat(Each("source", 4 * Day, (dice, at) => new PlanItem.SourceTrouble(at, dice.Skewed(10 * Second, 2 * Hour))))
            .Concat(Each("host", 36 * Hour, (dice, at) => new PlanItem.HostDown(
                at, dice.Chance(0.5) ? dice.Skewed(Second, Minute) : dice.Skewed(Minute, 3 * Hour), dice.Chance(0.3))))
            .Concat(Each("write", Day, (dice, at) => new PlanItem.JournalCrash(
                at, 1 + dice.Below(60), dice.Pick(WriteCrash.Before, WriteCrash.After), dice.Skewed(Second, 30 * Minute))))
            .Concat(Each("journal", 3 * Day, (dice, at) => new PlanItem.JournalTrouble(
                at, dice.Skewed(10 * Second, 3 * Hour), dice.Pick(JournalFault.Full, JournalFault.Locked, JournalFault.Corrupt))))
            .Concat(Each("fsync", 3 * Day, (dice, at) => new PlanItem.SlowJournal(
                at, dice.Skewed(Minute, 2 * Hour), dice.Skewed(TimeSpan.FromMilliseconds(1), 5 * Second))))
            .Concat(Each("reload", 3 * Day, (dice, at) => new PlanItem.Reload(at, 0.7 + (0.8 * dice.Unit()))))
            .Concat(Each("stray", 2 * Day, (_, at) => new PlanItem.Stray(at, null)))
            .Concat(Each("foreign", 5 * Day, (_, at) => new PlanItem.Foreign(at)));
        foreach (var item in rest) yield return item;

        IEnumerable<PlanItem> Each(string name, TimeSpan average, Func<Dice, TimeSpan, PlanItem> draw) =>
            SessionDraw.Each(seed, sessions, name, average, length, draw);
    }
}
