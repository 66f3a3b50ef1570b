using System.Globalization;
using ActorSweeper.Host.Reports;

namespace ActorSweeper.Host.Tests.Reports;

public sealed class RepeatFilterTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void F100_the_same_error_twice_a_second_for_an_hour_is_a_handful_of_lines_that_account_for_every_one()
    {
        var filter = new RepeatFilter(100);

        var said = Enumerable.Range(0, 2 * 3600)
            .Select(half => filter.Hear("disk full", Noon.AddSeconds(half * 0.5))).OfType<int>().ToList();

        said.Count.ShouldBeLessThanOrEqualTo(120);
        // The first line, the summary after 10 minutes; the next summary is due an hour later.
        said.ShouldBe([0, 1200]);
        filter.Hear("disk full", Noon.AddMinutes(70)).ShouldBe((60 * 60 * 2) - 1200);
    }

    [Fact]
    public void F37_an_error_of_each_of_60_ticks_is_said_at_most_three_times()
    {
        var filter = new RepeatFilter(100);

        var said = Enumerable.Range(0, 60)
            .Select(minute => filter.Hear("claims not cleared", Noon.AddMinutes(minute))).OfType<int>().ToList();

        said.ShouldBe([0, 10]);
    }

    [Fact]
    public void Summaries_come_after_10_minutes_and_then_once_an_hour()
    {
        var filter = new RepeatFilter(100);

        var said = Enumerable.Range(0, (24 * 60) + 11).Where(minute => filter.Hear("a", Noon.AddMinutes(minute)) is not null).ToList();

        said.ShouldBe([0, 10, .. Enumerable.Range(1, 24).Select(hour => 10 + (hour * 60))]);
    }

    [Fact]
    public void Different_lines_are_not_kept_quiet()
    {
        var filter = new RepeatFilter(1000);

        for (var number = 0; number < 500; number++)
            filter.Hear(string.Create(CultureInfo.InvariantCulture, $"error {number}"), Noon).ShouldBe(0);
        filter.Hear("Error 1", Noon).ShouldBe(0);
    }

    [Fact]
    public void A_full_filter_forgets_the_half_that_was_said_longest_ago()
    {
        var filter = new RepeatFilter(4);
        string[] lines = ["a", "b", "c", "d"];
        foreach (var (second, line) in lines.Index()) filter.Hear(line, Noon.AddSeconds(second));

        filter.Hear("e", Noon.AddSeconds(4)).ShouldBe(0);

        filter.Hear("c", Noon.AddSeconds(5)).ShouldBeNull();
        filter.Hear("d", Noon.AddSeconds(5)).ShouldBeNull();
        filter.Hear("e", Noon.AddSeconds(5)).ShouldBeNull();
        filter.Hear("a", Noon.AddSeconds(5)).ShouldBe(0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(50)]
    public void However_many_lines_there_are_no_more_than_its_capacity_are_kept_quiet(int capacity)
    {
        var filter = new RepeatFilter(capacity);
        var lines = Enumerable.Range(0, 1000).Select(number => number.ToString(CultureInfo.InvariantCulture)).ToList();
        foreach (var line in lines) filter.Hear(line, Noon);

        lines.AsEnumerable().Reverse().TakeWhile(line => filter.Hear(line, Noon) is null).Count().ShouldBeInRange(1, capacity);
    }
}
