using FsCheck;
using FsCheck.Fluent;

namespace ActorSweeper.Core.Tests.Recurrence;

/// <summary>A generated expression of five fields together with a naive reading of it, built apart from the parser.</summary>
public sealed record SampleExpression(SampleField Minute, SampleField Hour, SampleField Day, SampleField Month, SampleField Weekday)
{
    public string Text => $"{Minute.Text} {Hour.Text} {Day.Text} {Month.Text} {Weekday.Text}";

    public bool IsInterval => Minute.IsInterval || Hour.IsInterval;

    public bool FiresInAllHours => Enumerable.Range(0, 24).All(hour => Hour.Matches(DateTime.MinValue.AddHours(hour)));

    public static Gen<SampleExpression> Any =>
        from minute in SampleField.Plain(0, 59, at => at.Minute)
        from hour in SampleField.Plain(0, 23, at => at.Hour)
        from day in Gen.Frequency((4, Gen.Constant(SampleField.Star)), (1, SampleField.Plain(1, 31, at => at.Day)), (1, SpecialDay))
        from month in Gen.Frequency((4, Gen.Constant(SampleField.Star)), (1, SampleField.Plain(1, 12, at => at.Month)))
        from weekday in Gen.Frequency((4, Gen.Constant(SampleField.Star)), (1, PlainWeekday), (1, SpecialWeekday))
        select new SampleExpression(minute, hour, day, month, weekday);

    public bool Matches(DateTime wall)
    {
        if (!Minute.Matches(wall) || !Hour.Matches(wall) || !Month.Matches(wall))
            return false;
        var bothRestricted = !Day.IsOpen && !Weekday.IsOpen;
        return bothRestricted ? Day.Matches(wall) || Weekday.Matches(wall) : Day.Matches(wall) && Weekday.Matches(wall);
    }

    private static Gen<SampleField> PlainWeekday => SampleField.Plain(0, 6, at => (int)at.DayOfWeek);

    private static Gen<SampleField> SpecialDay => Gen.OneOf(
        Gen.Constant(new SampleField("L", false, at => at.Day == Length(at))),
        Gen.Constant(new SampleField("LW", false, at => at.Day == WorkingDayNear(at, Length(at)))),
        Gen.Choose(1, 30).Select(back => new SampleField($"L-{back}", false, at => at.Day == Length(at) - back)),
        Gen.Choose(1, 31).Select(day => new SampleField($"{day}W", false, at => at.Day == WorkingDayNear(at, day))));

    private static Gen<SampleField> SpecialWeekday => Gen.OneOf(
        Gen.Choose(0, 7).Select(weekday => new SampleField(
            $"{weekday}L", false, at => (int)at.DayOfWeek == weekday % 7 && at.AddDays(7).Month != at.Month)),
        from weekday in Gen.Choose(0, 7)
        from nth in Gen.Choose(1, 5)
        select new SampleField($"{weekday}#{nth}", false, at => (int)at.DayOfWeek == weekday % 7 && IsNth(at, nth)));

    private static bool IsNth(DateTime at, int nth) =>
        at.AddDays(-7 * (nth - 1)).Month == at.Month && at.Day - 7 * nth < 1;

    private static int Length(DateTime at) => DateTime.DaysInMonth(at.Year, at.Month);

    // The working day of the month at the smallest distance; none when the month lacks the day itself.
    private static int? WorkingDayNear(DateTime at, int day) =>
        day > Length(at)
            ? null
            : Enumerable.Range(1, Length(at))
                .Where(other => new DateTime(at.Year, at.Month, other).DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
                .MinBy(other => Math.Abs(other - day));
}

/// <summary>One generated field: its text, and which wall times it lets through.</summary>
public sealed record SampleField(string Text, bool IsInterval, Func<DateTime, bool> Matches)
{
    public static readonly SampleField Star = new("*", true, _ => true);

    public bool IsOpen => Text is "*" or "?";

    public static Gen<SampleField> Plain(int min, int max, Func<DateTime, int> part) => Gen.Frequency(
        (2, Gen.Constant(Star)),
        (1, Gen.Constant(Star with { Text = "?" })),
        (4, Gen.Choose(min, max).Select(value => new SampleField($"{value}", false, at => part(at) == value))),
        (2, List(min, max, part)),
        (2, Range(min, max, part)),
        (2, Gen.Choose(2, 20).Select(step => new SampleField($"*/{step}", true, at => (part(at) - min) % step == 0))));

    private static Gen<SampleField> List(int min, int max, Func<DateTime, int> part) =>
        from one in Gen.Choose(min, max)
        from two in Gen.Choose(min, max)
        where one != two
        select new SampleField($"{one},{two}", false, at => part(at) == one || part(at) == two);

    private static Gen<SampleField> Range(int min, int max, Func<DateTime, int> part) =>
        from one in Gen.Choose(min, max)
        from two in Gen.Choose(min, max)
        from step in Gen.Choose(1, 6)
        let first = Math.Min(one, two)
        let last = Math.Max(one, two)
        select new SampleField(
            step == 1 ? $"{first}-{last}" : $"{first}-{last}/{step}",
            true,
            at => part(at) >= first && part(at) <= last && (part(at) - first) % step == 0);
}
