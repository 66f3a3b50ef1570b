using System.Globalization;
using ActorSweeper.Hocon;

namespace ActorSweeper.Host.Configuration;

/// <summary>Durations as they stand in a configuration: a number with its unit.</summary>
internal static class DurationText
{
    private static readonly (string Unit, long Ticks)[] Units =
    [
        ("d", TimeSpan.TicksPerDay), ("h", TimeSpan.TicksPerHour), ("m", TimeSpan.TicksPerMinute), ("s", TimeSpan.TicksPerSecond),
        ("ms", TimeSpan.TicksPerMillisecond), ("us", TimeSpan.TicksPerMicrosecond),
    ];

    private static readonly (string Ending, string Unit)[] Misspelt =
        [("mins", "m"), ("min", "m"), ("secs", "s"), ("sec", "s"), ("hrs", "h"), ("hr", "h"), ("msec", "ms"), ("", ""), ("", "s")];

    /// <summary>The shortest exact form, such as <c>90s</c>, <c>30m</c>, <c>0s</c>.</summary>
    public static string Of(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero) return "0s";
        var (unit, ticks) = Array.Find(Units, unit => duration.Ticks % unit.Ticks == 0);
        return unit is null ? duration.ToString() : string.Create(CultureInfo.InvariantCulture, $"{duration.Ticks / ticks}{unit}");
    }

    /// <summary>Reads a duration that is known to be one.</summary>
    public static TimeSpan Read(string text) =>
        TryRead(text, out var duration) ? duration : throw new FormatException($"'{text}' is not a duration");

    /// <summary>Reads a duration. Without a unit it is none: HOCON would take it for milliseconds, which hardly anybody means.</summary>
    public static bool TryRead(string text, out TimeSpan duration)
    {
        duration = default;
        if (!char.IsAsciiLetter(text.AsSpan().TrimEnd() is [.., var last] ? last : ' ')) return false;
        if (HoconDuration.TryParseNanoseconds(text, out var nanoseconds) is not null) return false;
        duration = TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick);
        return true;
    }

    /// <summary>What somebody who left out the unit, or wrote one in another way, has probably meant; null when that is not it.</summary>
    public static string? WithUnit(string text)
    {
        var lower = text.Trim().ToLowerInvariant();
        return Misspelt
            .Where(form => lower.EndsWith(form.Ending, StringComparison.Ordinal))
            .Select(form => lower[..^form.Ending.Length].TrimEnd() + form.Unit)
            .FirstOrDefault(candidate => candidate != text && TryRead(candidate, out var duration) && duration >= TimeSpan.Zero);
    }
}
