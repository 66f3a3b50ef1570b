using ActorSweeper.Host.CommandLine;
using ActorSweeper.Host.Configuration;
using ActorSweeper.Host.Reports;
using ActorSweeper.Host.Wiring;
using ActorSweeper.Supervision;
using ActorSweeper.Supervision.Events;

namespace ActorSweeper.Host.Hosting;

/// <summary>A host in this process: its lock on the data directory, its adapters, its supervision and its log.</summary>
internal sealed class SweeperHost : IAsyncDisposable
{
    private readonly InstanceLock? _lock;
    private readonly Outside _outside;

    private SweeperHost(InstanceLock? taken, Outside outside, Sweeper sweeper) => (_lock, _outside, Sweeper) = (taken, outside, sweeper);

    /// <summary>Its supervision.</summary>
    public Sweeper Sweeper { get; }

    /// <summary>What it reaches the world through.</summary>
    public SweeperPorts Ports => _outside.Ports;

    /// <summary>Starts it.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="time">The only clock.</param>
    /// <param name="loggers">Where it logs.</param>
    /// <param name="listeners">Who else is told what happens.</param>
    /// <exception cref="DataDirectoryException">The data directory cannot be used. A dry run does not ask for it.</exception>
    /// <exception cref="CommandMistakeException">No session source is enabled, and nothing else to do.</exception>
    public static SweeperHost Start(
        HostSettings settings, TimeProvider time, ILoggerFactory loggers, params IReadOnlyList<ISweepListener> listeners)
    {
        if (settings.NanoClaw is null && !(settings.Janitors.Any && settings.Supervision.SweepInterval is not null))
        {
            throw new CommandMistakeException(
                "no session source is enabled; set actorsweeper.sources.nanoclaw.enabled = on, or switch a janitor on and use run");
        }

        var taken = settings.Supervision.Mode.DryRun ? null : InstanceLock.Take(settings.DataDirectory, time.GetUtcNow());
        Outside? outside = null;
        try
        {
            var draws = new Draws(unchecked((int)time.GetUtcNow().Ticks) ^ Environment.ProcessId);
            outside = new Outside(settings, time, loggers, draws.Next);
            var log = new SweepLog(loggers.CreateLogger<SweepLog>());
            return new SweeperHost(
                taken, outside, Sweeper.Start(outside.Ports, settings.Supervision, Identity, time, [log, .. listeners]));
        }
        catch
        {
            outside?.Abandon();
            taken?.Dispose();
            throw;
        }
    }

    private static HostIdentity Identity { get; } = new(CommandTree.Version, Environment.MachineName, Environment.ProcessId);

    public async ValueTask DisposeAsync()
    {
        await Sweeper.DisposeAsync();
        await _outside.DisposeAsync();
        _lock?.Dispose();
    }

    /// <summary>Random draws from a seed, for several threads.</summary>
    private sealed class Draws(int seed)
    {
        private readonly Lock _gate = new();
        private readonly Random _random = new(seed);

        public double Next()
        {
            lock (_gate) return _random.NextDouble();
        }
    }
}
