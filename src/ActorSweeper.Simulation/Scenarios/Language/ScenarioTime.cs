using System.Globalization;
using System.Text.RegularExpressions;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Simulation.Scenarios.Language;

/// <summary>Reads durations and instants of the language.</summary>
internal static partial class ScenarioTime
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(36_500);

    /// <summary>A duration such as <c>90s</c>, <c>1h30m</c> or <c>250ms</c>; null for anything else, and above 100 years.</summary>
    public static TimeSpan? Duration(string text)
    {
        var match = Parts().Match(text);
        if (!match.Success) return null;
        var sum = 0.0;
        for (var part = 0; part < match.Groups["count"].Captures.Count; part++)
        {
            var count = double.Parse(match.Groups["count"].Captures[part].Value, CultureInfo.InvariantCulture);
            sum += count * Milliseconds(match.Groups["unit"].Captures[part].Value);
        }

        return sum <= Longest.TotalMilliseconds ? TimeSpan.FromMilliseconds(sum) : null;
    }

    /// <summary>An instant as ISO-8601 with Z or an offset, or UTC without; null for anything else.</summary>
    public static DateTimeOffset? Iso(string text) => text.Contains('-', StringComparison.Ordinal) ? Timestamp.Parse(text) : null;

    private static double Milliseconds(string unit) => unit switch
    {
        "ms" => 1,
        "s" => 1000,
        "m" => 60_000,
        "h" => 3_600_000,
        _ => 86_400_000,
    };

    [GeneratedRegex(
        @"\A((?<count>[0-9]{1,9}(\.[0-9]{1,3})?)(?<unit>ms|s|m|h|d))+\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parts();
}

/// <summary>An instant as a command names it: fixed only when the command is carried out. A closed set.</summary>
internal abstract record ScenarioInstant
{
    private ScenarioInstant()
    {
    }

    /// <summary><c>now</c>, <c>2m ago</c>, <c>in 5m</c>: by the wall clock when the command is carried out.</summary>
    /// <param name="Distance">Negative for the past.</param>
    public sealed record FromNow(TimeSpan Distance) : ScenarioInstant;

    /// <summary><c>at 5m</c>: so long after the beginning.</summary>
    public sealed record SinceBegin(TimeSpan Distance) : ScenarioInstant;

    /// <summary><c>at 2026-01-11T09:00Z</c>.</summary>
    public sealed record Fixed(DateTimeOffset At) : ScenarioInstant;

    /// <summary>Which instant it is.</summary>
    /// <param name="begin">The beginning of the scenario.</param>
    /// <param name="now">This instant by the wall clock.</param>
    public DateTimeOffset On(DateTimeOffset begin, DateTimeOffset now) => this switch
    {
        FromNow { Distance: var distance } => now + distance,
        SinceBegin { Distance: var distance } => begin + distance,
        Fixed { At: var at } => at,
        _ => now,
    };
}
