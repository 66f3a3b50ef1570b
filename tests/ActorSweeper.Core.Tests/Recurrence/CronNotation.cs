using System.Globalization;
using ActorSweeper.Core.Recurrence;

namespace ActorSweeper.Core.Tests.Recurrence;

public sealed class CronNotation
{
    private static readonly DateTimeOffset NewYear = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("@yearly", "0 0 1 1 *")]
    [InlineData("@ANNUALLY", "0 0 1 1 *")]
    [InlineData("@monthly", "0 0 1 * *")]
    [InlineData("@weekly", "0 0 * * 0")]
    [InlineData("@daily", "0 0 * * *")]
    [InlineData("@midnight", "0 0 * * *")]
    [InlineData("@hourly", "0 * * * *")]
    [InlineData("@minutely", "* * * * *")]
    [InlineData("@weekends", "0 0 * * sat,sun")]
    [InlineData(" 5\t4  * * *\n", "5 4 * * *")]
    [InlineData("05 09 * * *", "5 9 * * *")]
    [InlineData("0 9 * * 0", "0 9 * * 7")]
    [InlineData("0 9 * * FRI-SUN", "0 9 * * 5-7")]
    [InlineData("0 9 * * Sun-Tue", "0 9 * * 0-2")]
    [InlineData("0 9 * * 7#1", "0 9 * * sun#1")]
    [InlineData("0 9 * * 7L", "0 9 * * 0l")]
    [InlineData("0 9 * JAN-mar *", "0 9 * 1-3 *")]
    [InlineData("1-5,3 * * * *", "1-5 * * * *")]
    [InlineData("*/99 * * * *", "0 * * * *")]
    [InlineData("0 9 * * MON#2,WED#4,5L", "0 9 * * 1#2,3#4,FriL")]
    public void Two_ways_to_write_the_same_schedule_fire_alike(string left, string right) =>
        CronExpression.Parse(left).After(NewYear, TimeZoneInfo.Utc).Take(100)
            .ShouldBe(CronExpression.Parse(right).After(NewYear, TimeZoneInfo.Utc).Take(100));

    [Theory]
    [InlineData("0 0 LW * *", "2026-01-30 2026-02-27 2026-03-31 2026-04-30 2026-05-29")]
    [InlineData("0 0 L-2 * *", "2026-01-29 2026-02-26 2026-03-29 2026-04-28 2026-05-29")]
    [InlineData("0 0 1W * *", "2026-02-02 2026-03-02 2026-04-01 2026-05-01 2026-06-01")]
    [InlineData("0 0 1W 8 *", "2026-08-03 2027-08-02 2028-08-01 2029-08-01 2030-08-01")]
    [InlineData("0 0 15W * *", "2026-01-15 2026-02-16 2026-03-16 2026-04-15 2026-05-15")]
    [InlineData("0 0 31W * *", "2026-01-30 2026-03-31 2026-05-29 2026-07-31 2026-08-31")]
    [InlineData("0 0 29 2 *", "2028-02-29 2032-02-29 2036-02-29 2040-02-29 2044-02-29")]
    [InlineData("0 0 ? 2 5#5", "2036-02-29 2064-02-29 2092-02-29 2104-02-29 2132-02-29")]
    [InlineData("0 0 31 2 1", "2026-02-02 2026-02-09 2026-02-16 2026-02-23 2027-02-01")]
    public void Special_days_fall_on_these_dates(string text, string dates) =>
        string.Join(' ', CronExpression.Parse(text).After(NewYear, TimeZoneInfo.Utc).Take(5)
            .Select(next => next.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)))
            .ShouldBe(dates);

    [Fact]
    public void An_occurrence_is_strictly_later_even_by_the_smallest_unit_of_time()
    {
        var daily = CronExpression.Parse("@daily");
        daily.Next(NewYear, TimeZoneInfo.Utc).ShouldBe(NewYear.AddDays(1));
        daily.Next(NewYear.AddTicks(-1), TimeZoneInfo.Utc).ShouldBe(NewYear);
    }

    [Theory]
    [InlineData("UTC")]
    [InlineData("Pacific/Kiritimati")]
    [InlineData("America/Los_Angeles")]
    public void The_search_ends_where_the_calendar_ends(string zoneId)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(zoneId);
        foreach (var text in new[] { "0 0 29 2 *", "* * * * * *", "30 9 * * *", "0 0 1 1 *" })
        {
            var expression = CronExpression.Parse(text);
            expression.Next(DateTimeOffset.MaxValue, zone).ShouldBeNull();
            expression.After(DateTimeOffset.MaxValue.AddHours(-1), zone).Take(10_000).Count().ShouldBeLessThan(10_000);
            expression.Next(DateTimeOffset.MinValue, zone).ShouldNotBeNull();
        }
    }
}
