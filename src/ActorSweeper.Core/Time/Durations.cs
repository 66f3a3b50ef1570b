using System.Globalization;

namespace ActorSweeper.Core.Time;

/// <summary>Durations as people read them.</summary>
public static class Durations
{
    /// <summary>The step in which instants are told: what may grow as old as a limit is past it so much later.</summary>
    internal static TimeSpan JustPast { get; } = TimeSpan.FromMilliseconds(1);

    /// <summary>The two largest units of a duration, such as <c>1 h 5 m</c>, <c>90 s</c>, <c>250 ms</c>.</summary>
    public static string Text(TimeSpan duration) => duration switch
    {
        { Ticks: < 0 } => "-" + Text(-duration),
        { TotalSeconds: < 1 } => Format($"{duration.TotalMilliseconds:0} ms"),
        { TotalSeconds: < 10 } => Format($"{Math.Floor(duration.TotalSeconds * 10) / 10:0.#} s"),
        { TotalMinutes: < 2 } => Format($"{Math.Floor(duration.TotalSeconds):0} s"),
        { TotalHours: < 1 } => Two(duration.Minutes, "m", duration.Seconds, "s"),
        { TotalDays: < 1 } => Two(duration.Hours, "h", duration.Minutes, "m"),
        _ => Two(duration.Days, "d", duration.Hours, "h"),
    };

    private static string Two(int large, string largeUnit, int small, string smallUnit) =>
        small == 0 ? Format($"{large} {largeUnit}") : Format($"{large} {largeUnit} {small} {smallUnit}");

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
