using ActorSweeper.Actors;

namespace ActorSweeper.Benchmarks;

/// <summary>Work for actors on the thread pool; each method returns operations per second and bytes per operation.</summary>
internal static class ActorWork
{
    private static readonly object Message = new();

    public static double[] Tell(int count) => Timed(count, system =>
    {
        var done = new TaskCompletionSource();
        var receiver = system.ActorOf(Props.Create(() => new Counter(count, done)));
        return async () =>
        {
            for (var i = 0; i < count; i++) receiver.Tell(Message, ActorRefs.NoSender);
            await done.Task;
        };
    });

    public static double[] PingPong(int pairs, int rounds) => Timed(pairs * (long)rounds, system =>
    {
        var ends = Enumerable.Range(0, pairs).Select(_ => new TaskCompletionSource()).ToList();
        var starters = ends.ConvertAll(end =>
        {
            var pong = system.ActorOf(Props.Create(() => new Pong()));
            return system.ActorOf(Props.Create(() => new Ping(pong, rounds, end)));
        });
        return () =>
        {
            starters.ForEach(s => s.Tell(Message, ActorRefs.NoSender));
            return Task.WhenAll(ends.Select(e => e.Task));
        };
    });

    public static double[] FanOut(int actors, int messages) => Timed(actors * (long)messages, system =>
    {
        var ends = Enumerable.Range(0, actors).Select(_ => new TaskCompletionSource()).ToList();
        var receivers = ends.ConvertAll(end => system.ActorOf(Props.Create(() => new Counter(messages, end))));
        return () =>
        {
            for (var i = 0; i < messages; i++)
            {
                foreach (var receiver in receivers) receiver.Tell(Message, ActorRefs.NoSender);
            }

            return Task.WhenAll(ends.Select(e => e.Task));
        };
    });

    public static double[] Spawn(int count) => Timed(count, system =>
    {
        var done = new TaskCompletionSource();
        var born = new CountdownEvent(count);
        var parent = system.ActorOf(Props.Create(() => new Spawner(count, born, done)));
        return () =>
        {
            parent.Tell(Message, ActorRefs.NoSender);
            return done.Task;
        };
    });

    public static double[] Ask(int count, int inFlight, TimeSpan? timeout) => Timed(count, system =>
    {
        var echo = system.ActorOf(Props.Create(() => new Pong()));
        async Task One()
        {
            for (var i = 0; i < count / inFlight; i++) await echo.Ask<object>(Message, timeout);
        }

        return () => Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => One()));
    });

    private static double[] Timed(long operations, Func<ActorSystem, Func<Task>> prepare)
    {
        using var system = ActorSystem.Create("bench");
        var run = prepare(system);
        Memory.Collect();
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var start = TimeProvider.System.GetTimestamp();
        run().Wait();
        var seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
        system.Terminate().Wait();
        return [operations / seconds, bytes / (double)operations];
    }

    private sealed class Counter : ReceiveActor
    {
        public Counter(int expected, TaskCompletionSource done)
        {
            var left = expected;
            Receive<object>(_ =>
            {
                if (--left == 0) done.SetResult();
            });
        }
    }

    private sealed class Ping : ReceiveActor
    {
        public Ping(IActorRef pong, int rounds, TaskCompletionSource done)
        {
            var left = rounds;
            Receive<object>(m =>
            {
                if (left-- == 0) done.SetResult();
                else pong.Tell(m, Self);
            });
        }
    }

    private sealed class Pong : ReceiveActor
    {
        public Pong() => Receive<object>(m => Sender.Tell(m, Self));
    }

    private sealed class Spawner : ReceiveActor
    {
        public Spawner(int count, CountdownEvent born, TaskCompletionSource done) => Receive<object>(_ =>
        {
            var props = Props.Create(() => new Newborn(born, done));
            for (var i = 0; i < count; i++) Context.ActorOf(props);
        });
    }

    private sealed class Newborn : ReceiveActor
    {
        public Newborn(CountdownEvent born, TaskCompletionSource done)
        {
            Receive<string>(_ => { });
            if (born.Signal()) done.SetResult();
        }
    }
}
