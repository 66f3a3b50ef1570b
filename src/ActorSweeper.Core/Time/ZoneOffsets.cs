namespace ActorSweeper.Core.Time;

/// <summary>
/// A zone seen only through the UTC offset of instants, in whole seconds. Instants and wall times are counted in
/// seconds since 0001-01-01T00:00:00.
/// </summary>
/// <remarks>
/// <see cref="TimeZoneInfo.IsInvalidTime(DateTime)"/>, <see cref="TimeZoneInfo.IsAmbiguousTime(DateTime)"/> and the
/// offset of a local time are wrong for zones with negative daylight saving or a changed base offset (Dublin,
/// Casablanca, Asuncion, Almaty); the offset of an instant is right for all of them.
/// </remarks>
internal static class ZoneOffsets
{
    /// <summary>The last second of the calendar, 9999-12-31T23:59:59.</summary>
    public const long LastSecond = 315_537_897_599;

    /// <summary>The largest distance of a wall time from UTC that <see cref="TimeZoneInfo"/> allows, in seconds.</summary>
    public const long Reach = 14 * 3600;

    // No zone has ever changed its offset and changed it back within six hours.
    private const long Stride = 6 * 3600;

    /// <summary>The zone's distance from UTC at an instant, in seconds, positive to the east.</summary>
    public static long At(TimeZoneInfo zone, long utc) =>
        zone.GetUtcOffset(new DateTime(utc * TimeSpan.TicksPerSecond, DateTimeKind.Utc)).Ticks / TimeSpan.TicksPerSecond;

    /// <summary>Finds the first instant in (<paramref name="after"/>, <paramref name="until"/>] with another offset.</summary>
    /// <returns>The first second of the new offset, or null when the offset stays the same.</returns>
    public static long? NextChange(TimeZoneInfo zone, long after, long until)
    {
        var offset = At(zone, after);
        until = Math.Min(until, LastSecond);
        for (var low = after; low < until;)
        {
            var high = Math.Min(low + Stride, until);
            if (At(zone, high) != offset)
                return FirstSecondBeyond(zone, offset, low, high);
            low = high;
        }
        return null;
    }

    private static long FirstSecondBeyond(TimeZoneInfo zone, long offset, long low, long high)
    {
        while (high - low > 1)
        {
            var middle = low + (high - low) / 2;
            if (At(zone, middle) == offset)
                low = middle;
            else
                high = middle;
        }
        return high;
    }
}
