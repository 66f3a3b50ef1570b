namespace ActorSweeper.Core.Recurrence;

/// <summary>What one field of a cron expression may hold.</summary>
/// <param name="Name">The name used in errors.</param>
/// <param name="Min">Smallest value.</param>
/// <param name="Max">Largest value; 7 for weekdays, where 0 and 7 are Sunday.</param>
/// <param name="Names">Three-letter names in lower case, the first standing for <paramref name="Min"/>.</param>
/// <param name="Extras">The forms that only this field knows, for errors; empty for most.</param>
internal sealed record CronField(string Name, int Min, int Max, string[] Names, string Extras)
{
    public static readonly CronField Second = new("second", 0, 59, [], "");
    public static readonly CronField Minute = new("minute", 0, 59, [], "");
    public static readonly CronField Hour = new("hour", 0, 23, [], "");
    public static readonly CronField DayOfMonth = new("day of month", 1, 31, [], ", L, L-n, nW or LW");
    public static readonly CronField Month =
        new("month", 1, 12, ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], "");
    public static readonly CronField DayOfWeek =
        new("day of week", 0, 7, ["sun", "mon", "tue", "wed", "thu", "fri", "sat"], ", dL or d#1 to d#5");

    /// <summary>The allowed values, for errors.</summary>
    public string Expected =>
        $"{Min}-{Max}{(Names.Length == 0 ? "" : $", {Names[0].ToUpperInvariant()}-{Names[^1].ToUpperInvariant()}")}{Extras}";
}
