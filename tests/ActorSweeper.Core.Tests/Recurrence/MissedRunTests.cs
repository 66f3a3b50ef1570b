using ActorSweeper.Core.Recurrence;

namespace ActorSweeper.Core.Tests.Recurrence;

public sealed class MissedRunTests
{
    private static readonly CronExpression DailyAtEight = CronExpression.Parse("0 8 * * *");

    [Fact]
    public void F78_the_latest_policy_runs_once_late_and_arms_the_next_day()
    {
        var plan = Plan(DailyAtEight, January(7, 8), January(10, 12), new MissedRunPolicy.Latest());
        plan.Late.ShouldBe([January(10, 8)]);
        plan.Skipped.ShouldBe([January(7, 8), January(8, 8), January(9, 8)]);
        plan.Next.ShouldBe(January(11, 8));
    }

    [Fact]
    public void F78_the_all_policy_runs_every_missed_day_in_order()
    {
        var plan = Plan(DailyAtEight, January(7, 8), January(10, 12), new MissedRunPolicy.All());
        plan.Late.ShouldBe([January(7, 8), January(8, 8), January(9, 8), January(10, 8)]);
        plan.Skipped.ShouldBeEmpty();
        plan.Next.ShouldBe(January(11, 8));
    }

    [Fact]
    public void F78_the_all_policy_runs_the_newest_twenty_four_at_most()
    {
        var plan = Plan(CronExpression.Parse("@hourly"), January(7, 8), January(10, 12), new MissedRunPolicy.All());
        plan.Late.Count.ShouldBe(24);
        plan.Late[0].ShouldBe(January(9, 13));
        plan.Late[^1].ShouldBe(January(10, 12));
        plan.Skipped.Count.ShouldBe(77 - 24);
        plan.MoreSkipped.ShouldBeFalse();
    }

    [Fact]
    public void F78_the_skip_policy_runs_nothing_late_and_records_what_it_skipped()
    {
        var plan = Plan(DailyAtEight, January(7, 8), January(10, 12), new MissedRunPolicy.Skip(TimeSpan.FromHours(1)));
        plan.Late.ShouldBeEmpty();
        plan.Skipped.Count.ShouldBe(4);
        plan.Next.ShouldBe(January(11, 8));
    }

    [Fact]
    public void F78_the_skip_policy_still_runs_the_newest_one_within_the_grace()
    {
        var plan = Plan(DailyAtEight, January(7, 8), January(10, 9), new MissedRunPolicy.Skip(TimeSpan.FromHours(1)));
        plan.Late.ShouldBe([January(10, 8)]);
        plan.Skipped.Count.ShouldBe(3);
    }

    [Fact]
    public void A_run_that_is_not_due_stays_armed() =>
        Plan(DailyAtEight, January(7, 8), January(7, 7), new MissedRunPolicy.Latest()).Next.ShouldBe(January(7, 8));

    [Fact]
    public void A_run_that_is_due_now_is_run_and_the_following_one_is_armed()
    {
        var plan = Plan(DailyAtEight, January(7, 8), January(7, 8), new MissedRunPolicy.Latest());
        plan.Late.ShouldBe([January(7, 8)]);
        plan.Skipped.ShouldBeEmpty();
        plan.Next.ShouldBe(January(8, 8));
    }

    [Fact]
    public void A_planned_run_that_the_schedule_no_longer_names_is_due_all_the_same()
    {
        var plan = Plan(DailyAtEight, January(7, 9), January(7, 10), new MissedRunPolicy.Latest());
        plan.Late.ShouldBe([January(7, 9)]);
        plan.Next.ShouldBe(January(8, 8));
    }

    [Fact]
    public void Years_of_missed_seconds_are_not_listed_one_by_one()
    {
        var now = January(10, 12);
        var plan = Plan(CronExpression.Parse("@secondly"), now.AddYears(-20), now, new MissedRunPolicy.Latest());
        plan.Late.ShouldBe([now]);
        plan.Skipped.Count.ShouldBe(MissedRuns.MaxListed - 1);
        plan.MoreSkipped.ShouldBeTrue();
        plan.Next.ShouldBe(now.AddSeconds(1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(MissedRuns.MaxListed + 1)]
    public void A_cap_out_of_range_is_refused(int cap) =>
        Should.Throw<ArgumentOutOfRangeException>(() =>
            Plan(DailyAtEight, January(7, 8), January(10, 12), new MissedRunPolicy.All(cap)));

    [Fact]
    public void A_negative_grace_is_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() =>
            Plan(DailyAtEight, January(7, 8), January(10, 12), new MissedRunPolicy.Skip(TimeSpan.FromTicks(-1))));

    private static MissedRunPlan Plan(CronExpression expression, DateTimeOffset planned, DateTimeOffset now, MissedRunPolicy policy) =>
        MissedRuns.Plan(expression, TimeZoneInfo.Utc, planned, now, policy);

    private static DateTimeOffset January(int day, int hour) => new(2026, 1, day, hour, 0, 0, TimeSpan.Zero);
}
