using System.Diagnostics;
using System.Globalization;
using ActorSweeper.Adapters.NanoClaw;
using ActorSweeper.Adapters.None;
using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Liveness;
using ActorSweeper.Core.Quarantine;
using ActorSweeper.Core.Recurrence;
using ActorSweeper.Core.Retries;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Storms;
using ActorSweeper.Core.Waking;
using ActorSweeper.Supervision;
using ActorSweeper.Supervision.Journaling;
using ActorSweeper.Supervision.Passes;
using ActorSweeper.Workspaces;

namespace ActorSweeper.Benchmarks;

/// <summary>
/// Passes over generated NanoClaw workspaces of idle sessions: the real actors, the real files, a runtime without containers.
/// "First contact" is the first pass of a host that has never seen the sessions; a cold pass the first one of a host that was
/// restarted; a warm pass follows one in the same host.
/// </summary>
internal static class SweepSuite
{
    public static void Run(Options options)
    {
        var table = new Table(options, "NanoClaw 2.0.64's own pass");
        table.Header();
        foreach (var (sessions, acks, rival) in new[]
        {
            (1_000, 50, "936"), (10_000, 50, "1,030"), (1_000, 5_000, "10,800"),
        })
        {
            using var workspace = NanoClawWorkspace.Create();
            workspace.AddSessions(sessions, new SessionShape(acks, 0, 0, 0, DateTimeOffset.UnixEpoch, HasHeartbeat: false));
            var columns = new[] { ("µs CPU per session", rival), ("ms wall", ""), ("KB allocated/session", "") };
            var shape = string.Create(CultureInfo.InvariantCulture, $"{sessions:N0} sessions, {acks:N0} old acks");
            table.Row($"first contact, {shape}", columns, () => Measure(workspace, sessions, memory: null, warmUp: 0));
            var memory = Path.Join(workspace.Root, "quiet-sessions");
            Keep(workspace, sessions, memory);
            table.Row($"cold pass, {shape}", columns, () => Measure(workspace, sessions, memory, warmUp: 0));
            table.Row($"warm pass, {shape}", columns, () => Measure(workspace, sessions, memory, warmUp: 1));
        }

        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"peak memory of this process: {process.PeakWorkingSet64 / 1048576.0:0} MiB (original: 109-182)"));
    }

    /// <summary>What an earlier host does: it looks at everything, once the files are old enough to be trusted, and ends.</summary>
    private static void Keep(NanoClawWorkspace workspace, int sessions, string memory)
    {
        Task.Delay(TimeSpan.FromSeconds(4), TimeProvider.System).GetAwaiter().GetResult();
        var (sweeper, store) = Start(workspace, memory);
        _ = Pass(sweeper, sessions);
        store.KeepMemory();
        sweeper.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private static double[] Measure(NanoClawWorkspace workspace, int sessions, string? memory, int warmUp)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        var (sweeper, _) = Start(workspace, memory);
        process.Refresh();
        // Reading what the earlier host kept is part of a cold pass.
        var loading = warmUp == 0 ? process.TotalProcessorTime - before : TimeSpan.Zero;
        for (var pass = 0; pass < warmUp; pass++) _ = Pass(sweeper, sessions);
        process.Refresh();
        var cpu = process.TotalProcessorTime - loading;
        var allocated = GC.GetTotalAllocatedBytes();
        var begin = TimeProvider.System.GetTimestamp();
        _ = Pass(sweeper, sessions);
        var wall = TimeProvider.System.GetElapsedTime(begin);
        process.Refresh();
        var used = process.TotalProcessorTime - cpu;
        allocated = GC.GetTotalAllocatedBytes() - allocated;
        sweeper.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return [used.TotalMicroseconds / sessions, wall.TotalMilliseconds, allocated / 1024.0 / sessions];
    }

    private static PassReport Pass(Sweeper sweeper, int sessions)
    {
        var report = sweeper.PassAsync(CancellationToken.None).GetAwaiter().GetResult();
        return report.Examined == sessions && report.Degraded == 0
            ? report
            : throw new InvalidOperationException($"examined {report.Examined} of {sessions}, degraded {report.Degraded}");
    }

    private static (Sweeper Sweeper, NanoClawStore Store) Start(NanoClawWorkspace workspace, string? memory)
    {
        var options = new NanoClawOptions("nanoclaw", workspace.Root, TimeSpan.FromSeconds(5), memory);
        var time = TimeProvider.System;
        var store = new NanoClawStore(options, time, () => 0);
        var ports = new SweeperPorts(
            [new NanoClawSource(options, time)], store, new NoContainers(), new NoContainers(), new UnwrittenJournal(null));
        return (Sweeper.Start(ports, Settings, new HostIdentity("benchmark", "node", 1), time), store);
    }

    private static SupervisionSettings Settings { get; } = new(
        SweepInterval: null,
        OrphanInterval: TimeSpan.FromMinutes(1),
        new SessionLimits(
            new LivenessLimits(
                TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30), TimeSpan
                    .FromMinutes(1), null, SilenceRule.Activity),
            new RetryLimits(5, TimeSpan.FromSeconds(5), null, 0),
            new CrashLimits(5, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(1), TimeSpan.FromHours(1)),
            new StartLimits(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(15)),
            MessageStatus.Failed,
            null,
            new MissedRunPolicy.Latest(),
            TimeZoneInfo.Utc),
        new Dictionary<string, SessionLimits>(),
        new StormLimits(0.5, 5),
        TimeSpan.FromSeconds(2),
        new StopSettings(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5)),
        new GatewaySettings(null, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(60), 3, TimeSpan.FromSeconds(30)),
        new PassSettings(8, TimeSpan.FromSeconds(10)),
        TimeSpan.FromSeconds(5),
        new CrashLimits(5, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(1), TimeSpan.FromHours(1)),
        new JournalSettings(200, 20_000, new JournalRetention(TimeSpan.FromDays(30), null), TimeSpan.FromHours(1), null),
        new RunMode(DryRun: false, Adopts: false));

    /// <summary>A runtime that runs nothing and starts nothing.</summary>
    private sealed class NoContainers : IContainerRuntime, IContainerStarter
    {
        public string Name => "none";

        public bool CanAct => true;

        public Task<IReadOnlyList<Container>> ListAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<Container>>([]);

        public Task<StopResult> StopAsync(
            Container container, Session? session, StopRung rung, TimeSpan grace, string reason, CancellationToken cancellation) =>
            Task.FromResult(StopResult.Gone);

        public Task<Container?> StartAsync(Session session, string reason, CancellationToken cancellation) =>
            throw new StartFailedException(StartFailure.Refused, "nothing is to be started here");

        public async IAsyncEnumerable<ContainerDeath> WatchAsync(
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
        {
            await Task.CompletedTask;
            yield break;
        }
    }
}
