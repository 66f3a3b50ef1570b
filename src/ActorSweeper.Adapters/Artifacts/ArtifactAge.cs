using System.Globalization;
using ActorSweeper.Adapters.Deletion;

namespace ActorSweeper.Adapters.Artifacts;

/// <summary>Ages, and when they are over.</summary>
internal static class ArtifactAge
{
    private const int DateLength = 8;

    // A file that is written while the rule is looked at, by a clock that is a little ahead, is young and nothing to report.
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(1);

    /// <summary>The instant that the age of a single entry is counted from; null when its name has no date.</summary>
    public static DateTimeOffset? InstantOf(in Entry entry, AgeSource source) => source switch
    {
        AgeSource.Changed => entry.Facts.Changed,
        AgeSource.NameDate => DateIn(entry.Name.Bytes),
        _ => entry.Facts.Modified,
    };

    /// <summary>The instant that the age of a tree is counted from; null when nothing is in it.</summary>
    public static DateTimeOffset? InstantOf(TreeSize size, AgeSource source) =>
        source == AgeSource.Changed ? size.NewestChanged : size.NewestModified;

    /// <summary>Whether a thing has been kept for longer than its rule says; exactly as long is not longer.</summary>
    public static bool IsOver(ArtifactRule rule, DateTimeOffset instant, DateTimeOffset now)
    {
        var age = now - instant;
        return rule.WholeDays ? Math.Floor(age.TotalDays) > rule.Age.TotalDays : age > rule.Age;
    }

    /// <summary>Whether an instant is one that cannot be: the clock, or the file's time, is wrong.</summary>
    public static bool IsFuture(DateTimeOffset instant, DateTimeOffset now) => instant - now > ClockDifference;

    /// <summary>A duration for people: its two largest units.</summary>
    public static string Text(TimeSpan age) => age switch
    {
        { Days: > 0 } => Two(age.Days, 'd', age.Hours, 'h'),
        { Hours: > 0 } => Two(age.Hours, 'h', age.Minutes, 'm'),
        { Minutes: > 0 } => Two(age.Minutes, 'm', age.Seconds, 's'),
        _ => string.Create(CultureInfo.InvariantCulture, $"{age.Seconds}s"),
    };

    private static string Two(int large, char unit, int small, char smallUnit) => small == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{large}{unit}")
        : string.Create(CultureInfo.InvariantCulture, $"{large}{unit} {small}{smallUnit}");

    /// <summary>The end of the first day in a name that is one of the calendar.</summary>
    private static DateTimeOffset? DateIn(ReadOnlySpan<byte> name)
    {
        Span<char> digits = stackalloc char[DateLength];
        for (var at = 0; at + DateLength <= name.Length; at++)
        {
            if (at > 0 && char.IsAsciiDigit((char)name[at - 1])) continue;
            var end = Digits(name, at, digits);
            if (end < 0 || (end < name.Length && char.IsAsciiDigit((char)name[end]))) continue;
            if (DateOnly.TryParseExact(digits, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                && day < DateOnly.MaxValue)
                return new DateTimeOffset(day.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        }

        return null;
    }

    /// <summary>Reads eight digits, with dashes after the fourth and sixth or without.</summary>
    /// <returns>Where they end; -1 when there are none.</returns>
    private static int Digits(ReadOnlySpan<byte> name, int at, Span<char> digits)
    {
        var hasDashes = at + 4 < name.Length && name[at + 4] == '-';
        for (var count = 0; count < DateLength; at++)
        {
            if (at >= name.Length) return -1;
            if (hasDashes && count is 4 or 6 && name[at] == '-' && name[at - 1] != '-') continue;
            if (!char.IsAsciiDigit((char)name[at]) || (hasDashes && count is 4 or 6 && name[at - 1] != '-')) return -1;
            digits[count++] = (char)name[at];
        }

        return at;
    }
}
