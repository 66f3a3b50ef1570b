using System.Globalization;

namespace ActorSweeper.EndToEnd.Tests.Parity;

/// <summary>The next run of a plain five-field expression, by trying minute after minute.</summary>
internal static class PlainCron
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static DateTimeOffset Next(string expression, DateTimeOffset after, TimeZoneInfo zone)
    {
        var fields = expression.Split(' ');
        for (var at = new DateTimeOffset(after.Ticks - (after.Ticks % Minute.Ticks), TimeSpan.Zero) + Minute; ; at += Minute)
        {
            var wall = TimeZoneInfo.ConvertTime(at, zone);
            if (Matches(fields[0], wall.Minute) && Matches(fields[1], wall.Hour) && Matches(fields[3], wall.Month)
                && Matches(fields[2], wall.Day) && Matches(fields[4], (int)wall.DayOfWeek))
                return at;
        }
    }

    private static bool Matches(string field, int value) => field.Split(',').Any(part => part switch
    {
        "*" => true,
        _ when part.StartsWith("*/", StringComparison.Ordinal) => value % Number(part[2..]) == 0,
        _ when part.Split('-') is [var low, var high] => value >= Number(low) && value <= Number(high),
        _ => value == Number(part),
    });

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
