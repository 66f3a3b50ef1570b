namespace ActorSweeper.Core.Recurrence;

/// <summary>Reads the text of a cron expression.</summary>
internal static class CronParser
{
    private static readonly char[] Blanks = [' ', '\t', '\r', '\n'];

    /// <summary>Reads an expression into the wall-clock times it names.</summary>
    /// <exception cref="CronFormatException">It is malformed or never fires.</exception>
    public static WallSchedule Parse(string text)
    {
        var fields = CronMacros.Expand(text.Trim(Blanks)).Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length is not (5 or 6))
        {
            const string expected = "5 fields, 6 with seconds first, or a name such as @daily";
            throw new CronFormatException(text, null, text, $"has {fields.Length} fields", expected);
        }
        CronFieldText Field(CronField field, int fromEnd) => new(field, fields[^fromEnd], text);

        var (monthDays, months, weekdays) = (Field(CronField.DayOfMonth, 3), Field(CronField.Month, 2), Field(CronField.DayOfWeek, 1));
        var schedule = new WallSchedule(
            CronValues.Read(new CronFieldText(CronField.Second, fields.Length == 6 ? fields[0] : "0", text)),
            CronValues.Read(Field(CronField.Minute, 5)),
            CronValues.Read(Field(CronField.Hour, 4)),
            CronValues.Read(months),
            MonthDayRule.Read(monthDays),
            WeekdayRule.Read(weekdays));
        return schedule.HasDates()
            ? schedule
            : throw monthDays.Wrong(monthDays.Text, $"never occurs in month '{months.Text}'", "a date that exists");
    }
}
