using System.Globalization;
using System.Text.RegularExpressions;

namespace ActorSweeper.Core.Retention.OpenClaw;

/// <summary>
/// A duration as OpenClaw writes it: <c>24h</c>, <c>1h30m</c>, <c>0.5d</c>, or <c>24</c>, which is hours. Where its releases differ,
/// this is 2026.6, the newest line that keeps its sessions in a JSON store: at most 2^53-1 ms, whatever the length of the text.
/// </summary>
/// <param name="Milliseconds">0 to 2^53-1: more than a <see cref="TimeSpan"/> can hold.</param>
public readonly partial record struct OpenClawDuration(long Milliseconds)
{
    private const double Largest = 9_007_199_254_740_991;

    /// <summary>What a configuration is told that holds something else.</summary>
    public const string Expected = "a duration as OpenClaw writes it, such as 24h, 7d, 1h30m or 12 (hours)";

    /// <summary>Reads one. Unlike OpenClaw, which takes 24 hours for what it cannot read, this refuses it.</summary>
    /// <returns>Whether the text is one.</returns>
    public static bool TryParse(string text, out OpenClawDuration duration)
    {
        duration = default;
        var trimmed = EcmaScriptText.Trim(text).ToString();
        var total = Number().Match(trimmed) is { Success: true } number
            ? double.Parse(number.ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) * UnitOf("h")
            : SumOf(Segments().Match(trimmed));
        // Half up, as ECMAScript rounds; Math.Round would take 0.5 for 0 and 2.5 for 2.
        var rounded = Math.Floor(total);
        if (total - rounded >= 0.5) rounded++;
        if (!(rounded <= Largest)) return false;
        duration = new OpenClawDuration((long)rounded);
        return true;
    }

    /// <summary>The first instant that is not older than this at another; both in Unix milliseconds.</summary>
    public long Before(long now) => now - Milliseconds;

    /// <summary>The largest unit that tells it exactly: <c>36h</c>, <c>7d</c>.</summary>
    public override string ToString()
    {
        foreach (var unit in (ReadOnlySpan<string>)["d", "h", "m", "s"])
        {
            if (Milliseconds > 0 && Milliseconds % (long)UnitOf(unit) == 0)
                return string.Create(CultureInfo.InvariantCulture, $"{Milliseconds / (long)UnitOf(unit)}{unit}");
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Milliseconds}ms");
    }

    private static double SumOf(Match segments)
    {
        if (!segments.Success) return double.NaN;
        var total = 0d;
        var units = segments.Groups["unit"].Captures;
        foreach (var (index, number) in segments.Groups["number"].Captures.Index())
        {
            total += double.Parse(number.ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture)
                * UnitOf(units[index].Value);
        }

        return total;
    }

    private static double UnitOf(string unit) => unit.ToUpperInvariant() switch
    {
        "MS" => 1,
        "S" => 1_000,
        "M" => 60_000,
        "H" => 3_600_000,
        _ => 86_400_000,
    };

    // No \d, which takes other scripts' digits, and no $, which takes a line end.
    [GeneratedRegex(@"\A[0-9]+(\.[0-9]+)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Number();

    [GeneratedRegex(
        @"\A((?<number>[0-9]+(\.[0-9]+)?)(?<unit>[mM][sS]|[sSmMhHdD]))+\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Segments();
}
