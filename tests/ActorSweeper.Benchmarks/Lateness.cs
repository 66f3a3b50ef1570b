using System.Diagnostics;
using ActorSweeper.Actors;

namespace ActorSweeper.Benchmarks;

/// <summary>How late timers fire on the machine's clock, and what waiting costs.</summary>
internal static class Lateness
{
    /// <summary>Timers of as many actors, due at instants spread evenly over the span; p50 and p99 in milliseconds.</summary>
    public static double[] Measure(int count, TimeSpan span)
    {
        using var system = ActorSystem.Create("bench");
        var late = new double[count];
        var left = new CountdownEvent(count);
        for (var i = 0; i < count; i++)
        {
            var (n, delay) = (i, TimeSpan.FromMilliseconds(100) + (span * ((i * 7919) % count) / count));
            system.ActorOf(Props.Create(() => new Waiter(delay, late, n, left)));
        }

        left.Wait();
        system.Terminate().Wait();
        Array.Sort(late);
        return [late[count / 2], late[count * 99 / 100]];
    }

    /// <summary>Processor time per second of waiting.</summary>
    public static double[] IdleCpu(int pending)
    {
        using var system = ActorSystem.Create("bench");
        var started = new CountdownEvent(pending);
        var props = Props.Create(() => new Idler(started));
        for (var i = 0; i < pending; i++) system.ActorOf(props);
        started.Wait();
        Memory.Collect();
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System).Wait();
        process.Refresh();
        var used = (process.TotalProcessorTime - before).TotalMilliseconds / 2;
        system.Terminate().Wait();
        return [used];
    }

    private sealed class Waiter : ReceiveActor, IWithTimers
    {
        public Waiter(TimeSpan delay, double[] late, int n, CountdownEvent left)
        {
            var start = TimeProvider.System.GetTimestamp();
            Timers.StartSingleTimer("k", "tick", delay);
            Receive<string>(_ =>
            {
                late[n] = (TimeProvider.System.GetElapsedTime(start) - delay).TotalMilliseconds;
                left.Signal();
            });
        }

        public ITimerScheduler Timers { get; set; } = null!;
    }

    private sealed class Idler : ReceiveActor, IWithTimers
    {
        public Idler(CountdownEvent started)
        {
            Timers.StartSingleTimer("k", "tick", TimeSpan.FromHours(1));
            Receive<string>(_ => { });
            started.Signal();
        }

        public ITimerScheduler Timers { get; set; } = null!;
    }
}
