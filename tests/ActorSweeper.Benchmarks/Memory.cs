using ActorSweeper.Actors;

namespace ActorSweeper.Benchmarks;

/// <summary>Managed bytes that stay after a full collection.</summary>
internal static class Memory
{
    private const int Actors = 100_000;

    /// <summary>Two handlers, one of which uses the instance, and one message received: an actor as the product has them.</summary>
    public static Props Plain => Props.Create(() => new PlainActor());

    public static Props Timed => Props.Create(() => new TimedActor());

    public static void Collect()
    {
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
    }

    public static double[] PerIdleActor(Props props)
    {
        using var system = ActorSystem.Create("bench");
        var parent = system.ActorOf(Props.Create(() => new Parent(props)));
        parent.Ask<int>(1).Wait();
        var before = Live();
        parent.Ask<int>(Actors).Wait();
        var bytes = (Live() - before) / (double)Actors;
        system.Terminate().Wait();
        return [bytes];
    }

    public static double[] PerPendingTimer(int actors, int each)
    {
        using var system = ActorSystem.Create("bench");
        var parent = system.ActorOf(Props.Create(() => new Parent(Props.Create(() => new TimedActor()))));
        parent.Ask<int>(actors).Wait();
        var before = Live();
        parent.Ask<int>(new StartTimers(each)).Wait();
        var bytes = (Live() - before) / (double)(actors * each);
        system.Terminate().Wait();
        return [bytes];
    }

    private static long Live()
    {
        Collect();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    internal sealed record StartTimers(int Count);

    /// <summary>Creates children and confirms when all have answered; has them start timers likewise.</summary>
    private sealed class Parent : ReceiveActor
    {
        public Parent(Props props)
        {
            Receive<int>(count =>
            {
                for (var i = 0; i < count; i++) Context.ActorOf(props);
                Confirm("hello");
            });
            Receive<StartTimers>(Confirm);
        }

        private void Confirm(object message)
        {
            var (asker, left) = (Sender, Context.GetChildren().Count());
            foreach (var child in Context.GetChildren()) child.Tell(message, Self);
            BecomeStacked(() => Receive<string>(_ =>
            {
                if (--left > 0) return;
                asker.Tell(0);
                UnbecomeStacked();
            }));
        }
    }

    private sealed class PlainActor : ReceiveActor
    {
        private int _received;

        public PlainActor()
        {
            Receive<string>(s =>
            {
                _received++;
                Sender.Tell(s);
            });
            Receive<StartTimers>(_ => Sender.Tell(_received));
        }
    }

    private sealed class TimedActor : ReceiveActor, IWithTimers
    {
        private static readonly object Key = new();

        public TimedActor()
        {
            Receive<string>(s => Sender.Tell(s));
            Receive<StartTimers>(Start);
        }

        public ITimerScheduler Timers { get; set; } = null!;

        private void Start(StartTimers start)
        {
            for (var i = 0; i < start.Count; i++) Timers.StartSingleTimer(i == 0 ? Key : i, Key, TimeSpan.FromHours(1));
            Sender.Tell("started");
        }
    }
}
