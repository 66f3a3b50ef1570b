using System.Globalization;

namespace ActorSweeper.Core.Time;

/// <summary>
/// The one place where time text becomes an instant and back. No result depends on the zone, the culture or the
/// clock of the host.
/// </summary>
/// <remarks>
/// Accepted: <c>YYYY-MM-DD</c>, then optionally <c>T</c> or one blank and <c>HH:MM</c>, <c>HH:MM:SS</c> or
/// <c>HH:MM:SS.f…</c>, then optionally <c>Z</c>, <c>±HH:MM</c> or <c>±HHMM</c>. The year may be written with a sign
/// and six digits. Digits finer than a millisecond are cut off. Everything else, also surrounding white space, a
/// date that does not exist, hour 24 and a leap second, is not a time. The forms are those that NanoClaw 2.0.64
/// reads from its session databases; its JavaScript engine's further leniency is refused. The rules of field failures F03 and F80.
/// </remarks>
public static class Timestamp
{
    /// <summary>Reads time text from a database. Text without zone is UTC, as SQLite's <c>datetime('now')</c> writes it.</summary>
    /// <param name="text">The text; null and unreadable text are answered with null.</param>
    /// <returns>The instant with offset zero and whole milliseconds, or null. Never throws.</returns>
    public static DateTimeOffset? Parse(string? text) =>
        TimeText.Read(text) is { } time ? Instant(time.Wall - (time.Offset ?? 0), time.Milliseconds) : null;

    /// <summary>Reads time text that a user wrote. A written Z or offset is taken exactly; naive text is wall time in the zone.</summary>
    /// <param name="text">The text; null and unreadable text are answered with null.</param>
    /// <param name="zone">The zone of the series that the text belongs to.</param>
    /// <returns>
    /// The instant with offset zero and whole milliseconds, or null. A wall time that occurs twice means its first
    /// pass, one inside a spring gap means the end of the gap, as for recurring runs.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="zone"/> is null.</exception>
    public static DateTimeOffset? ParseIn(string? text, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        if (TimeText.Read(text) is not { } time)
            return null;
        if (time.Offset is { } offset)
            return Instant(time.Wall - offset, time.Milliseconds);
        var utc = WallTime.FirstInstant(zone, time.Wall);
        if (utc is < 0 or > ZoneOffsets.LastSecond)
            return null;
        var insideGap = utc + ZoneOffsets.At(zone, utc) != time.Wall;
        return Instant(utc, insideGap ? 0 : time.Milliseconds);
    }

    /// <summary>Writes the form <c>2026-04-20T12:00:00.000Z</c>: UTC, milliseconds, finer digits cut off.</summary>
    public static string ToIso(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Writes SQLite's form <c>2026-04-20 12:00:00</c>: UTC, whole seconds, finer digits cut off.</summary>
    public static string ToSqlite(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static DateTimeOffset? Instant(long utc, int milliseconds) =>
        utc is < 0 or > ZoneOffsets.LastSecond
            ? null
            : new DateTimeOffset(utc * TimeSpan.TicksPerSecond + milliseconds * TimeSpan.TicksPerMillisecond, TimeSpan.Zero);
}
