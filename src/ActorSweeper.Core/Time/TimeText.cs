using System.Globalization;
using System.Text.RegularExpressions;

namespace ActorSweeper.Core.Time;

/// <summary>The parts of a written time: what the clock showed, and the offset if one was written.</summary>
/// <param name="Wall">Seconds since 0001-01-01T00:00:00 as written, before the offset is applied.</param>
/// <param name="Milliseconds">Fraction of the second, 0 to 999, finer digits cut off.</param>
/// <param name="Offset">Written distance from UTC in seconds (0 for Z), or null for naive text.</param>
internal readonly partial record struct TimeText(long Wall, int Milliseconds, int? Offset)
{
    private const int DaysInFourCenturies = 146_097;

    /// <summary>Reads a time text; null unless the whole text is one and names a time that exists.</summary>
    public static TimeText? Read(string? text)
    {
        var match = Shape().Match(text ?? "");
        if (!match.Success || Days(match) is not { } days)
            return null;
        var (hour, minute, second) = (Number(match, "hour"), Number(match, "minute"), Number(match, "second"));
        if (hour > 23 || minute > 59 || second > 59 || !TryOffset(match.Groups["zone"].ValueSpan, out var offset))
            return null;
        var wall = (days * 24L + hour) * 3600 + minute * 60 + second;
        var fraction = (match.Groups["fraction"].Value + "000")[..3];
        return new TimeText(wall, int.Parse(fraction, CultureInfo.InvariantCulture), offset);
    }

    // Six-digit years are ECMAScript's; year 10000 counts because its first hours east of UTC are still 9999 in UTC.
    [GeneratedRegex(
        @"\A(?<year>[0-9]{4}|[+-][0-9]{6})-(?<month>[0-9]{2})-(?<day>[0-9]{2})" +
        @"([Tt ](?<hour>[0-9]{2}):(?<minute>[0-9]{2})(:(?<second>[0-9]{2})(\.(?<fraction>[0-9]+))?)?" +
        @"(?<zone>[Zz]|[+-][0-9]{2}:?[0-9]{2})?)?\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Shape();

    private static int? Days(Match match)
    {
        var (year, month, day) = (Number(match, "year"), Number(match, "month"), Number(match, "day"));
        if (year is < 0 or > 10_000 || month is < 1 or > 12)
            return null;
        // The calendar repeats every 400 years, so the years that DateTime lacks are read in a neighbouring cycle.
        var cycles = year switch { 0 => -1, > 9999 => 1, _ => 0 };
        var known = year - cycles * 400;
        if (day < 1 || day > DateTime.DaysInMonth(known, month))
            return null;
        return new DateOnly(known, month, day).DayNumber + cycles * DaysInFourCenturies;
    }

    private static int Number(Match match, string group) =>
        match.Groups[group] is { Success: true, ValueSpan: var digits } ? int.Parse(digits, CultureInfo.InvariantCulture) : 0;

    private static bool TryOffset(ReadOnlySpan<char> zone, out int? seconds)
    {
        seconds = zone.IsEmpty ? null : 0;
        if (zone.Length < 2)
            return true;
        var hours = int.Parse(zone[1..3], CultureInfo.InvariantCulture);
        var minutes = int.Parse(zone[^2..], CultureInfo.InvariantCulture);
        seconds = (hours * 60 + minutes) * 60 * (zone[0] == '-' ? -1 : 1);
        return hours <= 23 && minutes <= 59;
    }
}
