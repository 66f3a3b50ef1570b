using System.Text;

namespace ActorSweeper.Actors.Tests;

public sealed class DeterminismTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void The_same_inputs_give_the_same_run_message_by_message() => Run().ShouldBe(Run());

    [Fact]
    public void Nothing_runs_until_told_to_and_then_everything_does()
    {
        var dispatcher = new DeterministicDispatcher();
        using var system = ActorSystem.Create("still", new VirtualClock(), dispatcher);
        var handled = 0;
        var actor = system.ActorOf(Scripted.Props(a => a.On<int>(n =>
        {
            handled++;
            if (n > 0) a.Self.Tell(n - 1);
        })));
        actor.Tell(99);

        handled.ShouldBe(0);
        dispatcher.RunUntilIdle().ShouldBeGreaterThan(0);

        handled.ShouldBe(100);
        dispatcher.RunUntilIdle().ShouldBe(0);
    }

    [Fact]
    public void Everything_at_one_instant_is_done_before_the_next()
    {
        using var kit = new TestKit();
        var log = new List<string>();
        var second = kit.Start(a => a.On<string>(s => log.Add($"{s} at {kit.Clock!.GetElapsedTime(0).TotalSeconds}")));
        kit.Start(a =>
        {
            a.OnStart = () => a.Timers.StartPeriodicTimer("k", "tick", Second);
            a.OnAsync<string>(async s =>
            {
                await Task.Yield();
                second.Tell(s);
            });
        });

        kit.Clock!.Advance(TimeSpan.FromSeconds(3));

        log.ShouldBe(["tick at 1", "tick at 2", "tick at 3"]);
    }

    [Fact]
    public void Handlers_see_no_foreign_synchronization_context()
    {
        using var kit = new TestKit();
        SynchronizationContext? inside = new();
        kit.Start(a => inside = SynchronizationContext.Current);

        inside.ShouldBeNull();
    }

    [Fact]
    public void Two_systems_can_share_clock_and_dispatcher()
    {
        var clock = new VirtualClock();
        var dispatcher = new DeterministicDispatcher(clock);
        using var one = ActorSystem.Create("one", clock, dispatcher);
        using var two = ActorSystem.Create("two", clock, dispatcher);
        string? heard = null;
        var far = two.ActorOf(Scripted.Props(a => a.On<string>(s => heard = s)));
        one.ActorOf(Scripted.Props(a =>
        {
            a.Timers.StartSingleTimer("k", 1, Second);
            a.On<int>(_ => far.Tell("across"));
        }));

        clock.Advance(Second);

        heard.ShouldBe("across");
    }

    /// <summary>Actors that talk, time, fail and restart; everything they do goes into one transcript.</summary>
    private static string Run()
    {
        var clock = new VirtualClock();
        var transcript = new StringBuilder();
        using var kit = new TestKit(clock);
        var hub = kit.Start(p =>
        {
            for (var i = 0; i < 20; i++)
            {
                var n = i;
                p.Context.ActorOf(Scripted.Props(c => Worker(c, n)), $"worker{n}");
            }

            p.On<string>(s => transcript.AppendLine($"{clock.GetUtcNow():O} {p.Sender.Path.Name} {s}"));
        });
        clock.Advance(TimeSpan.FromMinutes(5));
        hub.Tell("end");
        kit.RunUntilIdle();
        transcript.Length.ShouldBeGreaterThan(10_000);
        return transcript.ToString();

        static void Worker(Scripted c, int n)
        {
            var ticks = 0;
            c.OnStart = () => c.Timers.StartPeriodicTimer("k", "tick", TimeSpan.FromMilliseconds(700 + (n * 13)));
            c.OnAsync<string>(async s =>
            {
                await Task.Yield();
                c.Context.Parent.Tell($"{s} {++ticks}");
                if (ticks % (5 + n) == 0) throw new InvalidOperationException("regular");
            });
        }
    }
}
