using System.Globalization;
using System.Text.RegularExpressions;

namespace ActorSweeper.Core.Retention.OpenClaw;

/// <summary>
/// The end of the name that OpenClaw gives to a file it has put away: a reason and the instant, as in
/// <c>x.jsonl.deleted.2026-03-10T12-00-00.000Z</c>.
/// </summary>
public static partial class ArchiveStamp
{
    /// <summary>The reason of a file whose session was removed.</summary>
    public const string Deleted = "deleted";

    /// <summary>The reason of a file whose session began anew.</summary>
    public const string Reset = "reset";

    /// <summary>The reason of a copy.</summary>
    public const string Backup = "bak";

    private const long DayMilliseconds = 86_400_000;

    /// <summary>The name of a file that is put away now.</summary>
    public static string Name(string file, string reason, DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"{file}.{reason}.{at.UtcDateTime:yyyy-MM-dd'T'HH-mm-ss.fff}Z");

    /// <summary>When a file was put away, by its name alone.</summary>
    /// <param name="name">Its name. Anything may stand before the reason; only the last occurrence of the reason counts.</param>
    /// <param name="reason">Which reason is looked for, in exactly this spelling.</param>
    /// <returns>
    /// In Unix milliseconds; null when it was not put away for this reason, or the rest is no instant. As in ECMAScript, 30 and 31
    /// February are days of March, and 24:00:00 is the next midnight.
    /// </returns>
    public static long? Read(string name, string reason)
    {
        var marker = $".{reason}.";
        var at = name.LastIndexOf(marker, StringComparison.Ordinal);
        if (at < 0 || Form().Match(name, at + marker.Length) is not { Success: true } stamp) return null;
        var (month, day, hour) = (Number(stamp, "month"), Number(stamp, "day"), Number(stamp, "hour"));
        var (minute, second, fraction) = (Number(stamp, "minute"), Number(stamp, "second"), Number(stamp, "fraction"));
        var isDay = month is >= 1 and <= 12 && day is >= 1 and <= 31;
        var isTime = minute < 60 && second < 60 && (hour < 24 || (hour == 24 && minute + second + fraction == 0));
        return isDay && isTime
            ? DaysSinceEpoch(Number(stamp, "year"), month, day) * DayMilliseconds + (((hour * 60) + minute) * 60 + second) * 1000 + fraction
            : null;
    }

    private static long Number(Match stamp, string part) =>
        stamp.Groups[part] is { Success: true } group ? long.Parse(group.ValueSpan, CultureInfo.InvariantCulture) : 0;

    // The first of the month is a date of .NET's calendar, save in the year 0, of which ECMAScript knows and nobody stores archives.
    private static long DaysSinceEpoch(long year, long month, long day) =>
        year == 0
            ? DaysSinceEpoch(400, month, day) - 146_097
            : new DateOnly((int)year, (int)month, 1).DayNumber - new DateOnly(1970, 1, 1).DayNumber + day - 1;

    [GeneratedRegex(
        @"\G(?<year>[0-9]{4})-(?<month>[0-9]{2})-(?<day>[0-9]{2})T(?<hour>[0-9]{2})-(?<minute>[0-9]{2})-(?<second>[0-9]{2})"
        + @"(\.(?<fraction>[0-9]{3}))?Z\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
