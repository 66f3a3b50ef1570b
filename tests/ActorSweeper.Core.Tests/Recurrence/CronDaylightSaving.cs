using ActorSweeper.Core.Recurrence;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Core.Tests.Recurrence;

public sealed class CronDaylightSaving
{
    private const string LosAngeles = "America/Los_Angeles";

    [Theory]
    [InlineData("2026-03-07T00:00:00Z", "2026-03-07T17:00:00Z", "2026-03-08T16:00:00Z")]
    [InlineData("2026-10-31T00:00:00Z", "2026-10-31T16:00:00Z", "2026-11-01T17:00:00Z")]
    public void F79_a_daily_run_follows_daylight_saving_time_in_Los_Angeles(string after, string first, string second) =>
        Runs("0 9 * * *", LosAngeles, after, 2).ShouldBe([first, second]);

    [Fact]
    public void F79_a_run_inside_the_spring_gap_happens_once_at_the_end_of_the_gap() =>
        Runs("30 2 * * *", LosAngeles, "2026-03-08T00:00:00Z", 2).ShouldBe(["2026-03-08T10:00:00Z", "2026-03-09T09:30:00Z"]);

    [Fact]
    public void F79_a_fixed_time_in_the_repeated_hour_runs_exactly_once() =>
        Runs("30 1 * * *", LosAngeles, "2026-11-01T00:00:00Z", 2).ShouldBe(["2026-11-01T08:30:00Z", "2026-11-02T09:30:00Z"]);

    [Fact]
    public void Asked_within_the_second_pass_a_fixed_time_waits_for_the_next_day() =>
        Runs("30 1 * * *", LosAngeles, "2026-11-01T09:05:00Z", 1).ShouldBe(["2026-11-02T09:30:00Z"]);

    [Fact]
    public void A_rhythm_goes_on_in_both_passes_of_the_repeated_hour() =>
        Runs("*/30 1 * * *", LosAngeles, "2026-11-01T08:00:00Z", 4).ShouldBe(
            ["2026-11-01T08:30:00Z", "2026-11-01T09:00:00Z", "2026-11-01T09:30:00Z", "2026-11-02T09:00:00Z"]);

    [Fact]
    public void Several_runs_inside_one_gap_collapse_into_one() =>
        Runs("0,15,30 2 * * *", LosAngeles, "2026-03-08T00:00:00Z", 2).ShouldBe(["2026-03-08T10:00:00Z", "2026-03-09T09:00:00Z"]);

    [Fact]
    public void A_gap_is_caught_up_when_asked_within_the_last_second_before_it() =>
        Runs("30 2 * * *", LosAngeles, "2026-03-08T09:59:59.999Z", 1).ShouldBe(["2026-03-08T10:00:00Z"]);

    [Fact]
    public void A_schedule_that_fires_in_all_hours_does_not_catch_up_a_gap() =>
        Runs("30 * * * *", LosAngeles, "2026-03-08T09:00:00Z", 2).ShouldBe(["2026-03-08T09:30:00Z", "2026-03-08T10:30:00Z"]);

    [Fact]
    public void A_day_that_a_zone_left_out_is_caught_up_at_its_end() =>
        Runs("0 9 30 12 *", "Pacific/Apia", "2011-12-29T00:00:00Z", 2).ShouldBe(["2011-12-30T10:00:00Z", "2012-12-29T19:00:00Z"]);

    [Theory]
    [InlineData("Europe/Dublin", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z")]
    [InlineData("Asia/Almaty", "2024-02-28T12:00:00Z", "2024-02-28T19:30:00Z", "2024-02-29T20:30:00Z")]
    public void Zones_that_mislead_the_runtimes_own_ambiguity_checks_are_read_right(
        string zone, string after, string first, string second) =>
        Runs("30 1 * * *", zone, after, 2).ShouldBe([first, second]);

    private static string[] Runs(string expression, string zone, string after, int count) =>
        CronExpression.Parse(expression).After(Timestamp.Parse(after)!.Value, Zones.Find(zone)).Take(count)
            .Select(run => Timestamp.ToIso(run).Replace(".000", "", StringComparison.Ordinal)).ToArray();
}
