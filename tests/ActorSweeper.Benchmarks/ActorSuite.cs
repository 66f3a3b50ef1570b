namespace ActorSweeper.Benchmarks;

/// <summary>The rows of the comparison with Akka.NET 1.5.27, whose figures were measured on a 2-core machine of this kind.</summary>
internal static class ActorSuite
{
    public static void Run(Options options)
    {
        var table = new Table(options, "Akka.NET 1.5.27");
        table.Header();
        Throughput(table);
        Footprint(table);
        Timing(table);
        Asking(table);
    }

    private static void Throughput(Table table)
    {
        table.Row(
            "tell, 1 to 1, 5 M messages",
            [("messages/s", "12-14 M"), ("bytes/message", "32-35")],
            () => ActorWork.Tell(5_000_000));
        table.Row("ping-pong, 1 pair", [("round trips/s", "4.0 M")], () => ActorWork.PingPong(pairs: 1, 1_000_000));
        table.Row("ping-pong, 16 pairs", [("round trips/s", "9.1 M")], () => ActorWork.PingPong(pairs: 16, 200_000));
        table.Row("fan-out, 1 to 1,000 x 1,000", [("messages/s", "8-20 M")], () => ActorWork.FanOut(1000, 1000));
        table.Row("spawn 100,000 under one parent", [("actors/s", "60,000-72,000")], () => ActorWork.Spawn(100_000));
    }

    private static void Footprint(Table table)
    {
        table.Row("idle ReceiveActor", [("bytes", "1,990")], () => Memory.PerIdleActor(Memory.Plain));
        table.Row("idle ReceiveActor with IWithTimers", [("bytes", "2,360")], () => Memory.PerIdleActor(Memory.Timed));
        table.Row("pending timer, one per actor", [("bytes", "437")], () => Memory.PerPendingTimer(actors: 100_000, each: 1));
        table.Row("pending timer, 100,000 in one actor", [("bytes", "437")], () => Memory.PerPendingTimer(actors: 1, each: 100_000));
    }

    private static void Timing(Table table)
    {
        table.Row(
            "timer lateness, 2,000 timers over 2 s",
            [("ms, p50", "9.9"), ("ms, p99", "16")],
            () => Lateness.Measure(2000, TimeSpan.FromSeconds(2)));
        table.Row("CPU with 100,000 pending timers", [("ms per second", "73")], () => Lateness.IdleCpu(100_000));
    }

    private static void Asking(Table table)
    {
        (string, string)[] columns = [("asks/s", "1.3 M"), ("bytes/ask", "1,190")];
        table.Row("Ask, sequential", columns, () => ActorWork.Ask(500_000, inFlight: 1, timeout: null));
        table.Row("Ask, sequential, with a timeout", columns, () => ActorWork.Ask(500_000, inFlight: 1, TimeSpan.FromSeconds(30)));
        columns[0].Item2 = "1.8 M";
        table.Row("Ask, 100 in flight", columns, () => ActorWork.Ask(1_000_000, inFlight: 100, timeout: null));
    }
}
