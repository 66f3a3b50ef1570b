namespace ActorSweeper.Actors.Tests;

/// <summary>What only real threads can show: nothing is lost, doubled or run twice at a time.</summary>
public sealed class ThreadPoolTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly ActorSystem _system = ActorSystem.Create("pool");

    public void Dispose() => _system.Dispose();

    [Fact]
    public async Task Messages_of_many_threads_all_arrive_in_each_threads_order_and_one_at_a_time()
    {
        const int Threads = 8, Each = 20_000;
        var done = new TaskCompletionSource();
        var last = new int[Threads];
        var (received, inside, overlaps, disorder) = (0, 0, 0, 0);
        var actor = _system.ActorOf(Scripted.Props(a => a.On<(int Thread, int Number)>(m =>
        {
            if (Interlocked.Increment(ref inside) != 1) overlaps++;
            if (m.Number != ++last[m.Thread]) disorder++;
            if (++received == Threads * Each) done.SetResult();
            Interlocked.Decrement(ref inside);
        })));

        Parallel.For(0, Threads, new ParallelOptions { MaxDegreeOfParallelism = Threads }, t =>
        {
            for (var i = 1; i <= Each; i++) actor.Tell((t, i), null);
        });

        await done.Task.WaitAsync(Limit, TimeProvider.System);
        overlaps.ShouldBe(0);
        disorder.ShouldBe(0);
    }

    [Fact]
    public async Task Every_message_to_an_actor_that_dies_is_either_handled_or_a_dead_letter()
    {
        const int Threads = 4, Each = 10_000;
        var (handled, dead) = (0, 0);
        var all = new TaskCompletionSource();
        void Count(ref int counter)
        {
            Interlocked.Increment(ref counter);
            if (Volatile.Read(ref handled) + Volatile.Read(ref dead) == Threads * Each) all.TrySetResult();
        }

        var listener = _system.ActorOf(Scripted.Props(a => a.On<DeadLetter>(_ => Count(ref dead))));
        _system.EventStream.Subscribe<DeadLetter>(listener);
        var actor = _system.ActorOf(Scripted.Props(a => a.On<int>(_ =>
        {
            if (handled == 5000) a.Context.Stop(a.Self);
            Count(ref handled);
        })));

        Parallel.For(0, Threads, _ =>
        {
            for (var i = 0; i < Each; i++) actor.Tell(i, null);
        });

        await all.Task.WaitAsync(Limit, TimeProvider.System);
        dead.ShouldBe((Threads * Each) - handled);
    }

    [Fact]
    public async Task System_messages_of_many_threads_are_each_handled_once()
    {
        const int Threads = 8, Each = 200_000;
        var (handled, done) = (0, new TaskCompletionSource());
        var actor = (ActorCell)_system.ActorOf(Scripted.Props(_ => { }));

        Parallel.For(0, Threads, new ParallelOptions { MaxDegreeOfParallelism = Threads }, _ =>
        {
            for (var i = 0; i < Each; i++) actor.SendSystem(new Continuation(_ => Count(), null));
        });
        await done.Task.WaitAsync(Limit, TimeProvider.System);
        await actor.GracefulStop(Limit);

        handled.ShouldBe(Threads * Each);

        void Count()
        {
            if (++handled == Threads * Each) done.SetResult();
        }
    }

    [Fact]
    public async Task Children_created_from_many_threads_all_get_distinct_references()
    {
        var actors = new IActorRef[4000];

        Parallel.For(0, actors.Length, i => actors[i] = _system.ActorOf(Scripted.Props(a => a.On<string>(s => a.Sender.Tell(s)))));

        actors.Distinct().Count().ShouldBe(actors.Length);
        (await actors[^1].Ask<string>("alive", Limit)).ShouldBe("alive");
        await _system.Terminate().WaitAsync(Limit, TimeProvider.System);
    }

    [Fact]
    public async Task Awaiting_handlers_on_the_pool_return_into_their_actor()
    {
        var actor = _system.ActorOf(Scripted.Props(a => a.OnAsync<int>(async n =>
        {
            for (var i = 0; i < n; i++) await Task.Run(() => { });
            a.Sender.Tell(a.Self.Path.Name);
        })));

        (await actor.Ask<string>(100, Limit)).ShouldBe(actor.Path.Name);
    }

    [Fact]
    public async Task A_timer_on_the_machines_clock_is_never_early()
    {
        var clock = TimeProvider.System;
        var early = new TaskCompletionSource<bool>();
        _system.ActorOf(Scripted.Props(a =>
        {
            var (start, left) = (0L, 20);
            a.OnStart = () => Begin();
            a.On<string>(_ =>
            {
                if (clock.GetElapsedTime(start) < TimeSpan.FromMilliseconds(5.5)) early.TrySetResult(true);
                if (--left == 0) early.TrySetResult(false);
                else Begin();
            });

            void Begin()
            {
                start = clock.GetTimestamp();
                a.Timers.StartSingleTimer("k", "tick", TimeSpan.FromMilliseconds(5.5));
            }
        }));

        (await early.Task.WaitAsync(Limit, clock)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_cancelled_timeout_on_the_machines_clock_does_not_stop_later_ones()
    {
        var silent = _system.ActorOf(Scripted.Props(a => a.OnAny(_ => { })));
        var echo = _system.ActorOf(Scripted.Props(a => a.OnAny(m => a.Sender.Tell(m))));
        await echo.Ask("first", TimeSpan.FromMilliseconds(50));

        await Should.ThrowAsync<AskTimeoutException>(silent.Ask("second", TimeSpan.FromMilliseconds(100)));
    }
}
