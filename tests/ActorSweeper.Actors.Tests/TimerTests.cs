namespace ActorSweeper.Actors.Tests;

public sealed class TimerTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly TestKit _kit = new();
    private readonly List<string> _log = [];

    public void Dispose() => _kit.Dispose();

    private VirtualClock Clock => _kit.Clock!;

    private double Now => TimeSpan.FromTicks(Clock.GetTimestamp()).TotalSeconds;

    [Fact]
    public void A_single_timer_fires_once_at_its_instant_and_is_no_longer_active_in_its_handler()
    {
        bool? before = null, inside = null;
        IActorRef? sender = null;
        _kit.Start(a =>
        {
            a.OnStart = () =>
            {
                a.Timers.StartSingleTimer("k", "tick", Second);
                before = a.Timers.IsTimerActive("k");
            };
            a.On<string>(s =>
            {
                _log.Add($"{s} {Now}");
                inside = a.Timers.IsTimerActive("k");
                sender = a.Sender;
            });
        });

        Clock.Advance(TimeSpan.FromSeconds(10));

        _log.ShouldBe(["tick 1"]);
        before.ShouldBe(true);
        inside.ShouldBe(false);
        sender.IsNobody().ShouldBeTrue();
    }

    [Fact]
    public void A_periodic_timer_fires_for_every_period_of_one_advance_at_its_own_instant()
    {
        _kit.Start(a =>
        {
            a.OnStart = () =>
            {
                a.Timers.StartPeriodicTimer("a", "a", TimeSpan.FromSeconds(2));
                a.Timers.StartPeriodicTimer("b", "b", Second, TimeSpan.FromSeconds(3));
            };
            a.On<string>(s => _log.Add($"{s} {Now}"));
        });

        Clock.Advance(TimeSpan.FromSeconds(8));

        _log.ShouldBe(["b 1", "a 2", "b 4", "a 4", "a 6", "b 7", "a 8"]);
    }

    [Fact]
    public void A_timer_started_while_the_clock_advances_fires_in_the_same_advance()
    {
        _kit.Start(a =>
        {
            a.OnStart = () => a.Timers.StartSingleTimer("k", 1, Second);
            a.On<int>(n =>
            {
                _log.Add($"{n} {Now}");
                a.Timers.StartSingleTimer("k", n + 1, Second);
            });
        });

        Clock.Advance(TimeSpan.FromSeconds(3.5));

        _log.ShouldBe(["1 1", "2 2", "3 3"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_tick_of_a_cancelled_or_replaced_timer_is_not_delivered_even_if_it_is_queued(bool replaced)
    {
        var gate = new TaskCompletionSource();
        var actor = _kit.Start(a =>
        {
            a.OnStart = () => a.Timers.StartPeriodicTimer("k", "old", Second);
            a.OnAsync<int>(async _ =>
            {
                await gate.Task;
                if (replaced) a.Timers.StartSingleTimer("k", "new", Second);
                else a.Timers.Cancel("k");
            });
            a.On<string>(_log.Add);
        });

        actor.Tell(1);
        Clock.Advance(TimeSpan.FromSeconds(2.5));
        gate.SetResult();
        Clock.Advance(TimeSpan.FromSeconds(5));

        _log.ShouldBe(replaced ? ["new"] : []);
    }

    [Fact]
    public void Timers_end_with_a_restart_even_if_PreRestart_is_overridden_and_those_of_PreStart_come_back()
    {
        var starts = 0;
        var actor = _kit.Start(a =>
        {
            var n = ++starts;
            a.InsteadOfPreRestart = (_, _) => _log.Add($"active {a.Timers.IsTimerActive("k")}");
            a.OnStart = () => a.Timers.StartPeriodicTimer("k", $"{n}", Second);
            a.On<int>((Action<int>)(_ => throw new InvalidOperationException()));
            a.On<string>(s => _log.Add($"{s} at {Now}"));
        });

        Clock.Advance(TimeSpan.FromSeconds(1.5));
        actor.Tell(1);
        Clock.Advance(TimeSpan.FromSeconds(2));

        _log.ShouldBe(["1 at 1", "active False", "2 at 2.5", "2 at 3.5"]);
    }

    [Fact]
    public void A_tick_queued_before_a_restart_is_dropped()
    {
        var starts = 0;
        var gate = new TaskCompletionSource();
        var actor = _kit.Start(a =>
        {
            if (starts++ == 0) a.OnStart = () => a.Timers.StartSingleTimer("k", "tick", Second);
            a.OnAsync<int>(async _ =>
            {
                await gate.Task;
                throw new InvalidOperationException();
            });
            a.On<string>(_log.Add);
        });

        actor.Tell(1);
        Clock.Advance(TimeSpan.FromSeconds(2));
        gate.SetResult();
        _kit.RunUntilIdle();

        starts.ShouldBe(2);
        _log.ShouldBeEmpty();
    }

    [Fact]
    public void Timers_are_cancelled_before_PostStop_and_leave_nothing_behind()
    {
        var dead = _kit.Listen<AllDeadLetters>();
        var actor = _kit.Start(a =>
        {
            a.OnStop = () => _log.Add($"active {a.Timers.IsTimerActive("k")}");
            a.Timers.StartPeriodicTimer("k", "tick", Second);
        });

        _kit.Sys.Stop(actor);
        _kit.RunUntilIdle();
        Clock.Advance(TimeSpan.FromSeconds(5));

        _log.ShouldBe(["active False"]);
        Clock.TimerCount.ShouldBe(0);
        dead.ReceivedSoFar.ShouldBe(0);
    }

    [Fact]
    public void Intervals_must_be_positive_and_delays_must_not_be_negative()
    {
        var caught = new List<Exception?>();
        _kit.Start(a =>
        {
            caught.Add(Record.Exception(() => a.Timers.StartPeriodicTimer("k", 1, TimeSpan.Zero)));
            caught.Add(Record.Exception(() => a.Timers.StartPeriodicTimer("k", 1, -Second, Second)));
            caught.Add(Record.Exception(() => a.Timers.StartSingleTimer("k", 1, -Second)));
            a.Timers.StartSingleTimer("k", 1, TimeSpan.Zero);
            a.On<int>(_ => _log.Add("at once"));
        });
        Clock.Advance(TimeSpan.Zero);

        caught.Count.ShouldBe(3);
        caught.ShouldAllBe(e => e is ArgumentOutOfRangeException);
        _log.ShouldBe(["at once"]);
    }

    [Fact]
    public void A_poison_pill_as_a_timer_message_stops_the_actor()
    {
        var actor = _kit.Watch(_kit.Start(a => a.Timers.StartSingleTimer("k", PoisonPill.Instance, Second)));

        Clock.Advance(Second);

        _kit.ExpectTerminated(actor);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(50)]
    public void Any_number_of_keys_can_be_started_replaced_and_cancelled(int count)
    {
        var actor = _kit.Start(a =>
        {
            a.On<string>(_ =>
            {
                for (var i = 0; i < count; i++) a.Timers.StartSingleTimer(i, i, TimeSpan.FromSeconds(1 + i));
                a.Timers.StartSingleTimer(1, 1000, TimeSpan.FromSeconds(0.5));
                a.Timers.Cancel(2);
                a.Timers.Cancel("unknown");
            });
            a.On<int>(i => _log.Add($"{i}"));
            a.On<double>(_ => a.Timers.CancelAll());
        });

        actor.Tell("start");
        Clock.Advance(TimeSpan.FromSeconds(count * 2));
        _log.ShouldBe(["1000", "0", .. Enumerable.Range(3, count - 3).Select(i => $"{i}")]);

        actor.TellAll("start", 1.0);
        Clock.Advance(TimeSpan.FromSeconds(count * 2));
        _log.Count.ShouldBe(count - 1);
        Clock.TimerCount.ShouldBe(0);
    }

    [Fact]
    public void A_receive_timeout_comes_after_idleness_repeats_and_ends_when_cleared()
    {
        var actor = _kit.Start(a =>
        {
            a.Context.SetReceiveTimeout(Second);
            a.On<ReceiveTimeout>(_ => _log.Add($"timeout {Now}"));
            a.On<string>(_ => a.Context.SetReceiveTimeout(null));
            a.On<int>(_ => { });
        });

        Clock.Advance(TimeSpan.FromSeconds(0.6));
        actor.Tell(1);
        Clock.Advance(TimeSpan.FromSeconds(2.5));
        actor.Tell("clear");
        Clock.Advance(TimeSpan.FromSeconds(5));

        _log.ShouldBe(["timeout 1.6", "timeout 2.6"]);
        Clock.TimerCount.ShouldBe(0);
    }

    [Fact]
    public void A_message_that_does_not_count_as_activity_leaves_the_receive_timeout_alone()
    {
        var actor = _kit.Start(a =>
        {
            a.Context.SetReceiveTimeout(Second);
            a.On<ReceiveTimeout>(_ => _log.Add($"timeout {Now}"));
            a.On<Silent>(_ => { });
        });

        Clock.Advance(TimeSpan.FromSeconds(0.6));
        actor.Tell(new Silent());
        Clock.Advance(TimeSpan.FromSeconds(0.5));

        _log.ShouldBe(["timeout 1"]);
    }

    [Fact]
    public void A_receive_timeout_survives_a_restart_and_ends_with_the_actor()
    {
        var starts = 0;
        var actor = _kit.Start(a =>
        {
            if (starts++ == 0) a.Context.SetReceiveTimeout(Second);
            a.FailOn("fail");
            a.On<ReceiveTimeout>(_ => _log.Add($"timeout {Now}"));
        });

        actor.Tell("fail");
        Clock.Advance(TimeSpan.FromSeconds(1.5));
        _log.ShouldBe(["timeout 1"]);
        _kit.Sys.Stop(actor);
        _kit.RunUntilIdle();

        Clock.TimerCount.ShouldBe(0);
    }

    private sealed class Silent : INotInfluenceReceiveTimeout;
}
