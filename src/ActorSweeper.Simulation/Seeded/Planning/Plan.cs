using System.Globalization;
using ActorSweeper.Supervision;

namespace ActorSweeper.Simulation.Seeded.Planning;

/// <summary>All that happens in a simulated run from outside, written down before it begins.</summary>
/// <param name="Begin">When the run begins, by the wall clock.</param>
/// <param name="Length">So long the plan goes on.</param>
/// <param name="Settings">The host's settings at first.</param>
/// <param name="Items">What happens, in order. Their indexes name them.</param>
internal sealed record Plan(DateTimeOffset Begin, TimeSpan Length, SupervisionSettings Settings, IReadOnlyList<PlanItem> Items)
{
    private static readonly string[] Zones = ["UTC", "UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata"];

    /// <summary>The plan that follows from a seed.</summary>
    public static Plan Of(long seed, double days, int sessions)
    {
        var dice = Dice.For(seed, "run");
        var begin = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) + TimeSpan.FromHours(dice.Below(365 * 24));
        var settings = SettingsDraw.Draw(Dice.For(seed, "settings"), sessions);
        var length = TimeSpan.FromDays(days);
        var items = new List<PlanItem>();
        for (var session = 0; session < sessions; session++) items.AddRange(SessionDraw.Draw(seed, session, length, settings));
        items.AddRange(HostDraw.Draw(seed, sessions, length));
        // The sort is stable: what falls on the same instant stays in the order in which it was drawn.
        return new Plan(begin, length, settings, [.. items.OrderBy(item => item.At)]);
    }

    /// <summary>The name of a session.</summary>
    public static string NameOf(int session) => string.Create(CultureInfo.InvariantCulture, $"s{session}");

    /// <summary>The zone of a session.</summary>
    public static string ZoneOf(int session) => Zones[session % Zones.Length];
}
