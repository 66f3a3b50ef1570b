using ActorSweeper.Core.Recurrence;
using ActorSweeper.Core.Time;
using FsCheck;
using FsCheck.Fluent;

namespace ActorSweeper.Core.Tests.Recurrence;

public sealed class CronProperties
{
    private static readonly TimeZoneInfo[] Known = new[]
    {
        "UTC", "Africa/Cairo", "Africa/Casablanca", "America/Asuncion", "America/Havana", "America/Los_Angeles", "America/Nuuk",
        "America/Santiago", "America/St_Johns", "Antarctica/Troll", "Asia/Almaty", "Asia/Beirut", "Asia/Gaza", "Asia/Kathmandu",
        "Asia/Tehran", "Australia/Lord_Howe", "Europe/Berlin", "Europe/Dublin", "Pacific/Apia", "Pacific/Chatham",
        "Pacific/Easter", "Pacific/Norfolk",
    }.Select(Zones.Find).ToArray();

    // A fixed seed: a failure here must fail everywhere.
    private static readonly Config Seeded = Config.QuickThrowOnFailure.WithMaxTest(1500).WithReplay(0x5EED_CA11UL, 0x0DDUL);

    private static Gen<(TimeZoneInfo Zone, DateTimeOffset Start)> Moments =>
        from zone in Gen.Elements(Known)
        from minutes in Gen.Choose(0, 15 * 366 * 24 * 60)
        from nearChange in Gen.Frequency((3, Gen.Constant(true)), (1, Gen.Constant(false)))
        from lead in Gen.Choose(0, 30 * 60)
        let start = new DateTimeOffset(2011, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(minutes)
        select (zone, nearChange ? NextChangeOrSame(zone, start).AddMinutes(-lead) : start);

    [Fact]
    public void Occurrences_are_those_that_a_scan_of_every_minute_finds() =>
        Prop.ForAll(
            (from expression in SampleExpression.Any from moment in Moments select (expression, moment)).ToArbitrary(),
            sample =>
            {
                if (!CronExpression.TryParse(sample.expression.Text, out var parsed, out _))
                    return;
                var (zone, start) = sample.moment;
                var end = start.AddDays(3);
                var expected = MinuteScan.Occurrences(sample.expression, zone, start, end).ToList();
                var actual = parsed.After(start, zone).TakeWhile(next => next <= end).ToList();
                // The first few differences say more than two lists of thousands.
                expected.Except(actual).Take(3).ShouldBeEmpty("missing: " + sample.expression.Text + " in " + zone.Id);
                actual.Except(expected).Take(3).ShouldBeEmpty("too many: " + sample.expression.Text + " in " + zone.Id);
                actual.ShouldBeInOrder(SortDirection.Ascending);
            }).Check(Seeded);

    [Fact]
    public void The_next_occurrence_is_later_and_lies_on_a_matching_wall_time_or_at_the_end_of_a_gap() =>
        Prop.ForAll(
            (from expression in SampleExpression.Any
             from moment in Moments
             from ticks in Gen.Choose(0, int.MaxValue)
             select (expression, moment, ticks)).ToArbitrary(),
            sample =>
            {
                if (!CronExpression.TryParse(sample.expression.Text, out var parsed, out _))
                    return;
                var (zone, start) = sample.moment;
                var after = start.AddTicks(sample.ticks);
                var next = parsed.Next(after, zone).ShouldNotBeNull();
                next.ShouldBeGreaterThan(after);
                next.Offset.ShouldBe(TimeSpan.Zero);
                var matches = sample.expression.Matches(TimeZoneInfo.ConvertTime(next, zone).DateTime);
                var endsGap = zone.GetUtcOffset(next) > zone.GetUtcOffset(next.AddMinutes(-1));
                (matches || endsGap).ShouldBeTrue(sample.expression.Text + " in " + zone.Id);
            }).Check(Seeded);

    [Fact]
    public void Asking_later_never_gives_an_earlier_occurrence() =>
        Prop.ForAll(
            (from expression in SampleExpression.Any
             from moment in Moments
             from seconds in Gen.Choose(0, 40 * 86_400)
             select (expression, moment, seconds)).ToArbitrary(),
            sample =>
            {
                if (!CronExpression.TryParse(sample.expression.Text, out var parsed, out _))
                    return;
                var (zone, start) = sample.moment;
                var first = parsed.Next(start, zone).ShouldNotBeNull();
                var later = start.AddSeconds(sample.seconds);
                var second = parsed.Next(later, zone).ShouldNotBeNull();
                second.ShouldBe(first > later ? first : parsed.After(start, zone).SkipWhile(next => next <= later).First());
            }).Check(Seeded.WithMaxTest(300));

    [Fact]
    public void The_latest_occurrence_of_a_stretch_is_the_last_one_found_going_forward() =>
        Prop.ForAll(
            (from expression in SampleExpression.Any
             from moment in Moments
             from seconds in Gen.Choose(0, 10 * 86_400)
             select (expression, moment, seconds)).ToArbitrary(),
            sample =>
            {
                if (!CronExpression.TryParse(sample.expression.Text, out var parsed, out _))
                    return;
                var (zone, start) = sample.moment;
                var end = start.AddSeconds(sample.seconds);
                var forward = parsed.After(start.AddTicks(-1), zone).TakeWhile(next => next <= end).Cast<DateTimeOffset?>().LastOrDefault();
                parsed.Latest(start, end, zone).ShouldBe(forward);
            }).Check(Seeded.WithMaxTest(300));

    private static DateTimeOffset NextChangeOrSame(TimeZoneInfo zone, DateTimeOffset start)
    {
        for (var day = start; day < start.AddYears(1); day = day.AddDays(1))
        {
            if (zone.GetUtcOffset(day) != zone.GetUtcOffset(day.AddDays(1)))
                return day.AddDays(1);
        }
        return start;
    }
}
