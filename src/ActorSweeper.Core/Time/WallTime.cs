namespace ActorSweeper.Core.Time;

/// <summary>Turns what a clock on the wall of a zone shows into the instant when it shows it.</summary>
internal static class WallTime
{
    /// <summary>
    /// The first instant at which the zone's wall clock shows <paramref name="wall"/>. A time that the clock shows
    /// twice means the first pass; a time inside a spring gap means the end of the gap.
    /// </summary>
    /// <param name="zone">The zone.</param>
    /// <param name="wall">Wall time in seconds since 0001-01-01T00:00:00.</param>
    /// <returns>UTC seconds on the same scale; outside the calendar for wall times at its very edges.</returns>
    public static long FirstInstant(TimeZoneInfo zone, long wall)
    {
        var from = Math.Clamp(wall - ZoneOffsets.Reach, 0, ZoneOffsets.LastSecond);
        var offset = ZoneOffsets.At(zone, from);
        while (true)
        {
            if (ZoneOffsets.NextChange(zone, from, wall + ZoneOffsets.Reach) is not { } change || wall - offset < change)
                return wall - offset;
            offset = ZoneOffsets.At(zone, change);
            if (wall - offset < change)
                return change;
            from = change;
        }
    }
}
