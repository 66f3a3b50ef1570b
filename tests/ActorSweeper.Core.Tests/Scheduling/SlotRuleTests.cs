using ActorSweeper.Core.Recurrence;
using ActorSweeper.Core.Scheduling;

namespace ActorSweeper.Core.Tests.Scheduling;

/// <summary>What becomes of slots: on time, late, paused, overlapping, after downtimes and steps of the clock.</summary>
public sealed class SlotRuleTests
{
    private static readonly DateTimeOffset T0 = new(2026, 1, 10, 12, 0, 0, TimeSpan.Zero);
    private static readonly Schedule Hourly = new(
        "hourly", new ScheduleTrigger.Every(TimeSpan.FromHours(1)), new MissedSlotPolicy.Latest(TimeSpan.FromHours(6)), TimeSpan.Zero);

    [Fact]
    public void A_new_schedule_begins_now_and_owes_nothing_from_before()
    {
        SlotRules.Decide(Hourly, ScheduleState.None, T0).ShouldBeOfType<SlotDecision.Begin>();
        SlotRules.Decide(Hourly, At(T0), T0).ShouldBe(new SlotDecision.Wait(T0.AddHours(1)));
    }

    [Fact]
    public void A_slot_on_time_fires()
    {
        SlotRules.Decide(Hourly, At(T0), T0.AddHours(1)).ShouldBe(new SlotDecision.Fire(T0.AddHours(1), "on time"));
        SlotRules.Decide(Hourly, At(T0), T0.AddMinutes(61)).ShouldBe(new SlotDecision.Fire(T0.AddHours(1), "on time"));
    }

    [Fact]
    public void A_changed_trigger_begins_anew()
    {
        var before = At(T0) with { Trigger = "every 2 h" };

        SlotRules.Decide(Hourly, before, T0.AddHours(5)).ShouldBe(new SlotDecision.Begin("before, it was every 2 h"));
    }

    [Fact]
    public void A_slot_is_skipped_while_the_run_before_has_not_ended()
    {
        var running = At(T0) with { Running = T0 };

        var pass = SlotRules.Decide(Hourly, running, T0.AddHours(1)).ShouldBeOfType<SlotDecision.Pass>();
        pass.ShouldBe(new SlotDecision.Pass(
            T0.AddHours(1), T0.AddHours(1), 1, SlotEnd.Skipped, "the run of 2026-01-10T12:00:00.000Z has not ended"));
    }

    [Fact]
    public void With_all_a_slot_waits_for_the_run_before()
    {
        var running = At(T0) with { Running = T0 };

        SlotRules.Decide(Hourly with { Missed = new MissedSlotPolicy.All(3) }, running, T0.AddHours(1))
            .ShouldBe(new SlotDecision.Wait(null));
    }

    [Fact]
    public void A_paused_schedule_skips_with_its_reason()
    {
        SlotRules.Decide(Hourly with { Paused = "disk is full" }, At(T0), T0.AddHours(3)).ShouldBe(new SlotDecision.Pass(
            T0.AddHours(1), T0.AddHours(3), 3, SlotEnd.Skipped, "paused: disk is full"));
    }

    [Fact]
    public void After_a_downtime_latest_fires_the_newest_within_the_window()
    {
        Ends(Hourly, T0, T0.AddMinutes(210)).ShouldBe(["2 Missed", "fire 15:00"]);
        Ends(Hourly, T0, T0.AddHours(9)).ShouldBe(["8 Missed", "fire 21:00"]);
    }

    [Fact]
    public void Latest_misses_all_when_the_newest_is_older_than_the_window()
    {
        var narrow = Hourly with { Missed = new MissedSlotPolicy.Latest(TimeSpan.FromMinutes(10)) };

        Ends(narrow, T0, T0.AddMinutes(210)).ShouldBe(["3 Missed"]);
    }

    [Fact]
    public void Skip_fires_only_what_is_on_time()
    {
        var skip = Hourly with { Missed = new MissedSlotPolicy.Skip() };

        Ends(skip, T0, T0.AddMinutes(210)).ShouldBe(["3 Missed"]);
        Ends(skip, T0, T0.AddMinutes(180)).ShouldBe(["2 Missed", "fire 15:00"]);
    }

    [Fact]
    public void All_fires_the_newest_ones_up_to_its_cap_oldest_first()
    {
        var all = Hourly with { Missed = new MissedSlotPolicy.All(2) };

        Ends(all, T0, T0.AddMinutes(270)).ShouldBe(["2 Missed", "fire 15:00", "fire 16:00"]);
    }

    [Fact]
    public void A_clock_set_back_fires_no_slot_again()
    {
        var state = At(T0.AddHours(3));

        SlotRules.Decide(Hourly, state, T0).ShouldBe(new SlotDecision.Wait(T0.AddHours(4)));
        SlotRules.Decide(Hourly, state, T0.AddDays(-2)).ShouldBeOfType<SlotDecision.Begin>();
    }

    [Fact]
    public void Jitter_delays_a_slot_by_the_same_time_each_time()
    {
        var jittered = Hourly with { Jitter = TimeSpan.FromMinutes(20) };
        var due = jittered.DueAt(T0);

        due.ShouldBe(jittered.DueAt(T0));
        due.ShouldBeGreaterThanOrEqualTo(T0);
        due.ShouldBeLessThan(T0.AddMinutes(20));
        jittered.DueAt(T0.AddHours(1)).ShouldNotBe(due.AddHours(1));
        SlotRules.Decide(jittered, At(T0.AddHours(-1)), T0).ShouldBe(new SlotDecision.Wait(due));
        SlotRules.Decide(jittered, At(T0.AddHours(-1)), due).ShouldBe(new SlotDecision.Fire(T0, "on time"));
    }

    [Theory]
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z")] // 02:30 does not exist: the gap's end
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z")] // twice: the first one only
    public void Daylight_saving_neither_loses_nor_doubles_a_slot(string cron, string zone, string from, string slot)
    {
        var (begin, expected) = (DateTimeOffset.Parse(from, null), DateTimeOffset.Parse(slot, null));
        var trigger = new ScheduleTrigger.Cron(CronExpression.Parse(cron), TimeZoneInfo.FindSystemTimeZoneById(zone));
        var daily = Hourly with { Trigger = trigger };
        var state = new ScheduleState(daily.Trigger.Text, begin, null, null, null, null);

        SlotRules.Decide(daily, state, begin).ShouldBe(new SlotDecision.Wait(expected));
        SlotRules.Decide(daily, state with { Cursor = expected }, expected.AddHours(2))
            .ShouldBeOfType<SlotDecision.Wait>().Until!.Value.ShouldBeGreaterThan(expected.AddHours(20));
    }

    private static ScheduleState At(DateTimeOffset cursor) => new(Hourly.Trigger.Text, cursor, null, null, null, null);

    private static List<string> Ends(Schedule schedule, DateTimeOffset cursor, DateTimeOffset now)
    {
        var (ends, state) = (new List<string>(), At(cursor));
        for (; ; )
        {
            switch (SlotRules.Decide(schedule, state, now))
            {
                case SlotDecision.Pass pass:
                    ends.Add($"{pass.Count} {pass.End}");
                    state = state with { Cursor = pass.Last };
                    break;
                case SlotDecision.Fire fire:
                    ends.Add($"fire {fire.Slot:HH:mm}");
                    state = state with { Cursor = fire.Slot };
                    break;
                default:
                    return ends;
            }
        }
    }
}
