using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Retention;
using ActorSweeper.Core.Scheduling;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Simulation;
using ActorSweeper.Simulation.InMemory;
using ActorSweeper.Supervision.Events;
using ActorSweeper.Supervision.Janitors;
using static ActorSweeper.Supervision.Tests.Given;

namespace ActorSweeper.Supervision.Tests;

/// <summary>The scheduler and the janitors it calls, in virtual time.</summary>
public sealed class SchedulerTests
{
    private static readonly JanitorCaps NoCaps = new(null, null, null);

    [Fact]
    public void A_janitor_runs_at_each_slot_of_its_schedule_once()
    {
        var world = With(out var janitor);
        world.Start(Scheduled(Every(Hours(1))));

        world.At(Hours(5) + Minutes(1));

        janitor.Plans.ShouldBe(5);
        Fired(world).ShouldBe(Enumerable.Range(1, 5).Select(hour => T0.AddHours(hour)));
        Of<ScheduleEvent.RunEnded>(world).ShouldAllBe(ended => ended.Outcome.Result == Result.Done);
        Of<JanitorEvent.Ran>(world).Count().ShouldBe(5);
    }

    [Fact]
    public void Daily_prune_runs_the_janitors_without_a_schedule_of_their_own()
    {
        var world = World();
        var (own, other) = (new CountingJanitor("own", world.Clock), new CountingJanitor("other", world.Clock));
        world.Janitors = [Port(own), Port(other)];
        world.Start(Scheduled(Every(Hours(2)) with { Name = "own" }, Every(Hours(1)) with { Name = "daily-prune" }));

        world.At(Hours(4) + Minutes(1));

        own.Plans.ShouldBe(2);
        other.Plans.ShouldBe(4);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Restarts_at_any_instant_neither_lose_nor_double_a_slot(int seed)
    {
        var random = new Random(seed);
        var world = With(out var janitor);
        var settings = Scheduled(Every(Minutes(30)));
        world.Start(settings);
        var at = TimeSpan.Zero;
        for (var restart = 0; restart < 200; restart++)
        {
            at += Minutes(random.NextDouble() * 60);
            world.At(at);
            world.Crash();
            at += random.Next(3) == 0 ? Hours(random.NextDouble() * 5) : TimeSpan.Zero;
            world.At(at);
            world.Start(settings);
        }

        world.At(at += Hours(1));

        Ended(world).ShouldBe(Slots(Minutes(30), at));
        janitor.Plans.ShouldBeLessThanOrEqualTo(Fired(world).Count());
        janitor.Plans.ShouldBeGreaterThan(100);
    }

    [Fact]
    public async Task A_slot_that_was_entered_and_whose_host_ended_at_once_is_not_fired_again()
    {
        var world = With(out var janitor);
        (await world.Ledger.ClaimAsync(new Slot("j", T0.AddHours(1)), "before", T0, CancellationToken.None)).ShouldBeTrue();
        world.Start(Scheduled(Every(Hours(1))));

        world.At(Hours(2) + Minutes(1));

        janitor.Plans.ShouldBe(1);
        Fired(world).ShouldBe([T0.AddHours(1), T0.AddHours(2)]);
        Of<ScheduleEvent.RunEnded>(world).First().Outcome.Result.ShouldBe(Result.Unknown);
    }

    [Fact]
    public void Two_schedulers_on_one_ledger_never_fire_one_slot_twice()
    {
        var ledger = new SimulatedLedger();
        var (one, other) = (new World(T0) { Ledger = ledger }, new World(T0) { Ledger = ledger });
        var (first, second) = (new CountingJanitor("j", one.Clock), new CountingJanitor("j", other.Clock));
        (one.Janitors, other.Janitors) = ([Port(first)], [Port(second)]);
        one.Start(Scheduled(Every(Hours(1))));
        other.Start(Scheduled(Every(Hours(1))));
        for (var hour = 1; hour <= 48; hour++)
        {
            var (early, late) = hour % 3 == 0 ? (other, one) : (one, other);
            early.At(Hours(hour) + Seconds(10));
            late.At(Hours(hour) + Seconds(10));
        }

        (first.Plans + second.Plans).ShouldBe(48);
        second.Plans.ShouldBe(16);
    }

    [Fact]
    public void Two_months_of_downtime_follow_the_policy()
    {
        foreach (var (missed, runs) in new (MissedSlotPolicy, int)[]
        {
            (new MissedSlotPolicy.Latest(Hours(6)), 1), (new MissedSlotPolicy.Skip(), 0), (new MissedSlotPolicy.All(7), 7),
        })
        {
            var world = With(out var janitor);
            var settings = Scheduled(Every(Hours(1)) with { Missed = missed });
            world.Start(settings);
            world.At(Minutes(1));
            world.Crash();
            world.At(Hours(60 * 24) + Minutes(10));
            world.Start(settings);
            world.At(Hours(60 * 24) + Minutes(20));

            janitor.Plans.ShouldBe(runs);
            Ended(world).ShouldBe(Slots(Hours(1), Hours(60 * 24) + Minutes(20)));
            Of<ScheduleEvent.Passed>(world).Sum(passed => passed.Count).ShouldBe(60 * 24 - runs);
        }
    }

    [Fact]
    public void While_the_ledger_cannot_be_written_nothing_fires_and_that_is_said()
    {
        var world = With(out var janitor);
        world.Start(Scheduled(Every(Hours(1)) with { Missed = new MissedSlotPolicy.All(10) }));
        world.At(Minutes(30));
        world.Ledger.Fault = () => new JournalException(JournalFault.Full, "the disk is full");
        world.At(Hours(3) + Minutes(30));
        janitor.Plans.ShouldBe(0);
        world.Events.OfType<Notice>().ShouldContain(
            notice => notice.Severity == Severity.Alarm && notice.Text.Contains("the disk is full"));

        world.Ledger.Fault = null;
        world.At(Hours(3) + Minutes(40));

        janitor.Plans.ShouldBe(3);
    }

    [Fact]
    public void Nothing_is_removed_while_the_journal_cannot_be_written()
    {
        var world = With(out var janitor);
        janitor.Things.Add(new JanitorItem("a", JanitorAction.Delete, "old", 1));
        world.Start(Scheduled(Every(Hours(1))));
        world.At(Minutes(30));
        world.Journal.Fault = () => new JournalException(JournalFault.Full, "full");
        world.At(Hours(1) + Minutes(5));
        janitor.Removed.ShouldBeEmpty();

        world.Journal.Fault = null;
        world.At(Hours(2) + Minutes(5));

        janitor.Removed.ShouldBe(["a"]);
    }

    [Fact]
    public void A_run_that_takes_longer_than_the_pause_makes_the_next_slot_be_skipped()
    {
        var world = With(out var janitor);
        janitor.Takes = Minutes(90);
        janitor.Things.Add(new JanitorItem("a", JanitorAction.Delete, "old", 1));
        world.Start(Scheduled(Every(Hours(1))));

        world.At(Hours(3) + Minutes(1));

        janitor.Plans.ShouldBe(2);
        var skipped = Of<ScheduleEvent.Passed>(world).ShouldHaveSingleItem();
        skipped.End.ShouldBe(SlotEnd.Skipped);
        skipped.First.ShouldBe(T0.AddHours(2));
    }

    [Fact]
    public void A_plan_beyond_the_caps_is_held_and_said()
    {
        var world = With(out var janitor, new JanitorCaps(Items: 2, null, null));
        for (var index = 0; index < 3; index++) janitor.Things.Add(new JanitorItem($"f{index}", JanitorAction.Delete, "old", 10));
        world.Start(Scheduled(Every(Hours(1))));

        world.At(Hours(1) + Minutes(1));

        janitor.Removed.ShouldBeEmpty();
        Of<JanitorEvent.Ran>(world).ShouldHaveSingleItem().Run.Held.ShouldBe("3 items are to go, at most 2 go without being asked for");
        Of<ScheduleEvent.RunEnded>(world).ShouldHaveSingleItem().Outcome.Result.ShouldBe(Result.Deferred);
        world.Events.OfType<Notice>().ShouldContain(notice => notice.Text.Contains("approve with --yes"));
    }

    [Fact]
    public void A_rule_that_matches_nothing_for_a_week_while_its_place_grows_is_warned_of()
    {
        var world = With(out var janitor);
        world.Start(Scheduled(Every(Hours(24)) with { Name = "j" }));
        for (var day = 1; day <= 9; day++)
        {
            janitor.Rules.Clear();
            janitor.Rules.Add(new RuleCount("debug-logs", Seen: day * 10, Matched: 0, Bytes: day * 1000));
            world.At(Hours(24 * day));
            var warned = world.Events.OfType<Notice>().Any(notice => notice.Text.Contains("rule debug-logs has matched nothing"));
            warned.ShouldBe(day >= 8, $"day {day}");
        }
    }

    [Fact]
    public void The_end_of_the_host_waits_for_the_item_in_hand_and_begins_no_other()
    {
        var world = With(out var janitor);
        janitor.Takes = Seconds(3);
        for (var index = 0; index < 5; index++) janitor.Things.Add(new JanitorItem($"f{index}", JanitorAction.Delete, "old", 10));
        world.Start(Scheduled(Every(Hours(1))));
        world.At(Hours(1) + Seconds(4));

        world.End();

        janitor.Removed.ShouldBe(["f0", "f1"]);
        Of<JanitorEvent.Ran>(world).ShouldHaveSingleItem().Run.Gone.ShouldBe(2);
    }

    [Fact]
    public void A_series_left_behind_moves_on_with_the_recurrence_tick_and_one_whose_ack_is_carried_at_once()
    {
        var world = World();
        var s1 = world.Session("s1");
        world.Start(Scheduled(Every(Minutes(10)) with { Name = "recurrence" }) with { SweepInterval = Seconds(60) });
        world.At(Minutes(2) + Seconds(30));
        s1.Add(new Message("left", MessageStatus.Completed, ProcessAfter: T0, Timestamp: T0, Recurrence: "0 * * * *"));
        s1.Add(new Message("acked", MessageStatus.Pending, ProcessAfter: T0.AddHours(1), Timestamp: T0, Recurrence: "0 * * * *"));
        s1.Acknowledge("acked", "completed", world.Clock.GetUtcNow());

        world.At(Minutes(9) + Seconds(30));
        Recurred(world).ShouldBe([("acked", T0.AddMinutes(3))]);
        world.At(Minutes(12));

        Recurred(world).Select(recurred => recurred.Message).ShouldBe(["acked", "left"]);
        Recurred(world).Last().At.ShouldBeInRange(T0.AddMinutes(10), T0.AddMinutes(11));
    }

    private static IEnumerable<(string? Message, DateTimeOffset At)> Recurred(World world) =>
        world.Actions.Where(action => action.Action == ActionKind.Recur).Select(action => (action.MessageId, action.At));

    private static World With(out CountingJanitor janitor, JanitorCaps? caps = null)
    {
        var world = World();
        janitor = new CountingJanitor("j", world.Clock);
        world.Janitors = [Port(janitor, caps)];
        return world;
    }

    private static JanitorPort Port(CountingJanitor janitor, JanitorCaps? caps = null) =>
        new(janitor, new JanitorOrder(false, caps ?? NoCaps));

    private static Schedule Every(TimeSpan interval) => new(
        "j", new ScheduleTrigger.Every(interval), new MissedSlotPolicy.Latest(Hours(6)), TimeSpan.Zero);

    private static SupervisionSettings Scheduled(params IReadOnlyList<Schedule> schedules) => Settings with { Schedules = schedules };

    private static IEnumerable<T> Of<T>(World world) => world.Journal.Records.Select(record => record.Event).OfType<T>();

    private static IEnumerable<DateTimeOffset> Fired(World world) => Of<ScheduleEvent.Fired>(world).Select(fired => fired.Slot);

    private static IEnumerable<DateTimeOffset> Slots(TimeSpan interval, TimeSpan until) =>
        Enumerable.Range(1, (int)(until / interval)).Select(number => T0 + number * interval);

    /// <summary>Every slot that has ended, in order of its record.</summary>
    private static IEnumerable<DateTimeOffset> Ended(World world) => world.Journal.Records.SelectMany(record => record.Event switch
    {
        ScheduleEvent.Fired fired => [fired.Slot],
        ScheduleEvent.Passed passed => Enumerable.Range(0, (int)passed.Count)
            .Select(number => passed.First + number * ((passed.Last - passed.First) / Math.Max(1, passed.Count - 1))),
        _ => Enumerable.Empty<DateTimeOffset>(),
    });
}
