namespace ActorSweeper.Actors.Tests;

public sealed class VirtualClockTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly VirtualClock _clock = new();
    private readonly List<string> _log = [];

    private double Now => TimeSpan.FromTicks(_clock.GetTimestamp()).TotalSeconds;

    private ITimer Start(string name, double due, double period = 0) => _clock.CreateTimer(
        _ => _log.Add($"{name} {Now}"), null, TimeSpan.FromSeconds(due), TimeSpan.FromSeconds(period));

    [Fact]
    public void Time_stands_still_until_it_is_advanced()
    {
        var start = new DateTimeOffset(2026, 3, 29, 2, 0, 0, TimeSpan.FromHours(2));
        var clock = new VirtualClock(start);

        clock.GetUtcNow().ShouldBe(start);
        clock.GetUtcNow().Offset.ShouldBe(TimeSpan.Zero);
        clock.Advance(Second);

        clock.GetUtcNow().ShouldBe(start + Second);
        clock.GetElapsedTime(0).ShouldBe(Second);
    }

    [Fact]
    public void Timers_fire_in_the_order_of_their_instants_each_at_its_own()
    {
        Start("late", 3);
        Start("early", 1);
        Start("same as early", 1);
        Start("beyond", 4.1);

        _clock.Advance(TimeSpan.FromSeconds(4));

        _log.ShouldBe(["early 1", "same as early 1", "late 3"]);
        Now.ShouldBe(4);
    }

    [Fact]
    public void A_periodic_timer_fires_for_every_period()
    {
        using var timer = Start("p", 1, 2);

        _clock.Advance(TimeSpan.FromSeconds(5.5));
        _log.ShouldBe(["p 1", "p 3", "p 5"]);
        timer.Dispose();
        _clock.Advance(TimeSpan.FromSeconds(5));

        _log.Count.ShouldBe(3);
        timer.Change(Second, Second).ShouldBeFalse();
    }

    [Fact]
    public void A_timer_set_by_a_timer_fires_in_the_same_advance()
    {
        _clock.CreateTimer(_ => Start("inner", 1), null, Second, Timeout.InfiniteTimeSpan);

        _clock.Advance(TimeSpan.FromSeconds(2));

        _log.ShouldBe(["inner 2"]);
    }

    [Fact]
    public void Changing_a_timer_replaces_its_instant()
    {
        var timer = Start("t", 1);
        timer.Change(TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);

        _clock.Advance(TimeSpan.FromSeconds(1.5));
        _log.ShouldBeEmpty();
        _clock.TimerCount.ShouldBe(1);
        _clock.NextDue.ShouldBe(TimeSpan.FromSeconds(0.5));
        _clock.Advance(Second);

        _log.ShouldBe(["t 2"]);
        _clock.TimerCount.ShouldBe(0);
        _clock.NextDue.ShouldBeNull();
    }

    [Fact]
    public void A_step_of_the_wall_clock_moves_no_timer_and_no_timestamp()
    {
        Start("t", 1);
        var before = _clock.GetUtcNow();

        _clock.StepWallClock(TimeSpan.FromHours(-2));
        _clock.GetUtcNow().ShouldBe(before - TimeSpan.FromHours(2));
        _clock.GetTimestamp().ShouldBe(0);
        _log.ShouldBeEmpty();
        _clock.Advance(Second);

        _log.ShouldBe(["t 1"]);
        _clock.GetUtcNow().ShouldBe(before - TimeSpan.FromHours(2) + Second);
    }

    [Fact]
    public void Setting_the_time_advances_to_it_and_never_back()
    {
        Start("t", 60);
        var start = _clock.GetUtcNow();

        _clock.SetUtcNow(start + TimeSpan.FromMinutes(2));

        _log.ShouldBe(["t 60"]);
        Should.Throw<ArgumentOutOfRangeException>(() => _clock.SetUtcNow(start));
        Should.Throw<ArgumentOutOfRangeException>(() => _clock.Advance(-Second));
    }

    [Fact]
    public void A_timer_cannot_advance_the_clock()
    {
        Exception? caught = null;
        _clock.CreateTimer(_ => caught = Record.Exception(() => _clock.Advance(Second)), null, Second, Timeout.InfiniteTimeSpan);

        _clock.Advance(Second);

        caught.ShouldBeOfType<InvalidOperationException>();
        Now.ShouldBe(1);
    }

    [Fact]
    public void What_settles_runs_before_the_first_timer_after_each_and_at_the_end()
    {
        var work = new Queue<string>();
        _clock.SettleWith(() =>
        {
            if (!work.TryDequeue(out var item)) return 0;
            _log.Add($"{item} {Now}");
            return 1;
        });
        _clock.CreateTimer(_ => work.Enqueue("a"), null, Second, Timeout.InfiniteTimeSpan);
        _clock.CreateTimer(_ => work.Enqueue("b"), null, TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);
        work.Enqueue("waiting");

        _clock.Advance(TimeSpan.FromSeconds(5));

        _log.ShouldBe(["waiting 0", "a 1", "b 2"]);
    }

    [Fact]
    public async Task Delays_and_cancellations_of_the_framework_run_on_it()
    {
        var delay = Task.Delay(Second, _clock);
        using var source = new CancellationTokenSource(TimeSpan.FromSeconds(2), _clock);

        _clock.Advance(Second);
        await delay;
        source.IsCancellationRequested.ShouldBeFalse();
        _clock.Advance(Second);

        source.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public void A_delay_that_is_cancelled_goes_on_at_once_on_the_same_thread()
    {
        using var cancellation = new CancellationTokenSource(Second, _clock);
        _ = Wait(TimeSpan.FromSeconds(0.5), CancellationToken.None);
        _ = Wait(TimeSpan.FromSeconds(9), cancellation.Token);
        _ = Wait(Timeout.InfiniteTimeSpan, cancellation.Token);

        _clock.Advance(TimeSpan.FromSeconds(10));

        _log.ShouldBe(["over 0.5", "cancelled 1", "cancelled 1"]);
        _clock.TimerCount.ShouldBe(0);

        async Task Wait(TimeSpan delay, CancellationToken token)
        {
            var thread = Environment.CurrentManagedThreadId;
            try
            {
                await _clock.DelayAsync(delay, token);
                _log.Add($"over {Now}");
            }
            catch (OperationCanceledException)
            {
                _log.Add($"cancelled {Now}");
            }

            Environment.CurrentManagedThreadId.ShouldBe(thread);
        }
    }
}
