using System.Numerics;
using ActorSweeper.Hocon.Reads;

namespace ActorSweeper.Hocon;

/// <summary>
/// Durations as text (HOCON, "Duration format"): a number, and a unit from nanoseconds to days that defaults to milliseconds.
/// </summary>
public static class HoconDuration
{
    private static readonly (long Nanoseconds, string[] Names)[] Units =
    [
        (1, ["ns", "nanos", "nanoseconds"]),
        (1_000, ["us", "micros", "microseconds"]),
        (1_000_000, ["", "ms", "millis", "milliseconds"]),
        (1_000_000_000, ["s", "seconds"]),
        (60_000_000_000, ["m", "minutes"]),
        (3_600_000_000_000, ["h", "hours"]),
        (86_400_000_000_000, ["d", "days"]),
    ];

    /// <summary>Reads a duration. Units are case-sensitive; the long forms may drop their final s. Fractions are exact.</summary>
    /// <param name="text">For example <c>1.5 hours</c>, <c>250ms</c> or <c>-5</c>.</param>
    /// <param name="nanoseconds">The duration in nanoseconds, cut off towards zero; within about 292 years either way.</param>
    /// <returns>What is wrong, or <see langword="null"/> when the text is a duration.</returns>
    public static string? TryParseNanoseconds(string text, out long nanoseconds)
    {
        nanoseconds = 0;
        var (number, unit) = UnitText.Split(text);
        if (number.Length == 0) return $"'{text}' has no number, expected a duration such as 10s";
        var plural = unit.Length > 2 && !unit.EndsWith('s') ? unit + "s" : unit;
        var factor = Array.Find(Units, candidate => candidate.Names.Contains(plural, StringComparer.Ordinal)).Nanoseconds;
        if (factor == 0) return $"'{unit}' is not a unit of time, expected ns, us, ms, s, m, h or d";
        if (ExactDecimal.Parse(number) is not { } exact) return $"'{number}' is not a number, expected a duration such as 10s";
        var product = exact.Times(new BigInteger(factor));
        if (product < long.MinValue || product > long.MaxValue) return $"'{text}' exceeds 292 years";
        nanoseconds = (long)product;
        return null;
    }
}
