using ActorSweeper.Core.Time;

namespace ActorSweeper.Core.Recurrence;

/// <summary>Walks the instants of a zone from one offset change to the next and finds where a schedule fires.</summary>
/// <remarks>
/// <para>All instants and wall times are seconds since 0001-01-01T00:00:00. The rules:</para>
/// <para>A run inside a spring gap happens once, at the gap's end, unless the schedule fires in all 24 hours.</para>
/// <para>In a repeated stretch, fixed times run in the first pass only and rhythms in both.</para>
/// </remarks>
internal static class CronWalk
{
    // More than any offset change moves the wall clock (28 h at the very most).
    private const long Margin = 2 * 86_400;

    // How far one step looks for an offset change.
    private const long Stretch = 5 * 86_400;

    /// <summary>The first instant strictly after <paramref name="after"/> at which the schedule fires, or null.</summary>
    public static long? Next(WallSchedule schedule, TimeZoneInfo zone, long after)
    {
        for (var at = after; at < ZoneOffsets.LastSecond;)
        {
            var offset = ZoneOffsets.At(zone, at);
            var wall = at + offset;
            if (schedule.NextMatch(wall + 1) is not { } match)
                return null;
            if (match > wall + 2 * Margin && schedule.NextMatch(wall - Margin) == match)
            {
                // No offset change on the way can matter: neither gaps nor repeats hold a match.
                at = match - offset - Margin;
                continue;
            }
            var until = Math.Min(match - offset, at + Stretch);
            if (ZoneOffsets.NextChange(zone, at, until) is { } change)
            {
                if (FiresAtChange(schedule, zone, change, offset, match))
                    return change;
                at = change;
                continue;
            }
            if (until == match - offset && until <= ZoneOffsets.LastSecond && Counts(schedule, zone, until, match))
                return until;
            at = until;
        }
        return null;
    }

    private static bool FiresAtChange(WallSchedule schedule, TimeZoneInfo zone, long change, long offsetBefore, long match)
    {
        var wall = change + ZoneOffsets.At(zone, change);
        var insideGap = match >= change + offsetBefore && match < wall;
        return (insideGap && !schedule.FiresInAllHours)
            || (schedule.NextMatch(wall) == wall && Counts(schedule, zone, change, wall));
    }

    private static bool Counts(WallSchedule schedule, TimeZoneInfo zone, long instant, long wall) =>
        schedule.IsInterval || WallTime.FirstInstant(zone, wall) == instant;
}
