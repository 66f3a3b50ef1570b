using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Scheduling;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Supervision.Containers;
using ActorSweeper.Supervision.Events;
using ActorSweeper.Supervision.Janitors;
using ActorSweeper.Supervision.Journaling;
using ActorSweeper.Supervision.Passes;
using ActorSweeper.Supervision.Runtime;
using ActorSweeper.Supervision.Scheduling;
using ActorSweeper.Supervision.Sessions;

namespace ActorSweeper.Supervision;

/// <summary>What supervision reaches the world through.</summary>
/// <param name="Sources">Where the sessions come from; at least one.</param>
/// <param name="Store">The sessions' files.</param>
/// <param name="Runtime">What lists and stops containers.</param>
/// <param name="Starter">What starts them.</param>
/// <param name="Journal">What keeps the record.</param>
/// <param name="Scheduled">What the scheduler works with; null where nothing is scheduled: in a single pass, or in a replay.</param>
public sealed record SweeperPorts(
    IReadOnlyList<ISessionSource> Sources,
    ISessionStore Store,
    IContainerRuntime Runtime,
    IContainerStarter Starter,
    IJournal Journal,
    ScheduledPorts? Scheduled = null);

/// <summary>What the scheduler works with.</summary>
/// <param name="Ledger">What keeps a slot from firing twice.</param>
/// <param name="Janitors">What expires.</param>
public sealed record ScheduledPorts(ISlotLedger Ledger, IReadOnlyList<JanitorPort> Janitors);

/// <summary>
/// A running supervision: the actor system with <c>/user/supervisor</c>, <c>/user/containers</c>, <c>/user/journal</c> and, where there
/// are schedules, <c>/user/scheduler</c> and <c>/user/janitor-NAME</c>. The host's only way in.
/// </summary>
public sealed class Sweeper : IAsyncDisposable
{
    private readonly ActorSystem _system;
    private readonly IActorRef _supervisor;
    private readonly ScheduledWork? _scheduled;
    private readonly TimeProvider _time;

    private Sweeper(ActorSystem system, IActorRef supervisor, ScheduledWork? scheduled, TimeProvider time) =>
        (_system, _supervisor, _scheduled, _time) = (system, supervisor, scheduled, time);

    /// <summary>Starts supervision. With a sweep interval the first pass starts at once; without one, passes run on request.</summary>
    /// <param name="ports">The outside.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="host">Which host this is, for the record.</param>
    /// <param name="time">The only clock.</param>
    /// <param name="listeners">Who is told what happens.</param>
    public static Sweeper Start(
        SweeperPorts ports,
        SupervisionSettings settings,
        HostIdentity host,
        TimeProvider time,
        params IReadOnlyList<ISweepListener> listeners) =>
        Start(ActorRuntime.Create("actorsweeper", time), ports, settings, host, time, listeners);

    internal static Sweeper Start(
        ActorSystem system,
        SweeperPorts ports,
        SupervisionSettings settings,
        HostIdentity host,
        TimeProvider time,
        IReadOnlyList<ISweepListener> listeners,
        PlayedAgain? again = null)
    {
        foreach (var listener in listeners) ListenerActor.Subscribe(system, listener);
        var queue = again?.Queue ?? new StartQueue();
        var gateway = new GatewayChanged(settings.Gateway, settings.Stopping);
        var containers = system.ActorOf(
            Props.Create(() => new ContainersActor(ports.Runtime, ports.Starter, queue, gateway, time)), "containers");
        var journal = system.ActorOf(Props.Create(() => new JournalActor(ports.Journal, settings.Journal, time)), "journal");
        var sessions = new SessionPorts(ports.Store, containers, journal, ports.Runtime.CanAct, new SupervisionClock(time))
        {
            TimeOf = again?.TimeOf,
            CountedFrom = again?.CountedFrom,
        };
        var record = new EventSourced<SupervisorRecord>(
            JournalState.SupervisorStream, journal, sessions.Clock, settings.Journal.SnapshotEvery);
        var supervisor = system.ActorOf(
            Props.Create(() => new SupervisorActor(ports.Sources, sessions, record, host, settings)), "supervisor");
        var scheduled = ports.Scheduled is { } work ? ScheduledWork.Start(system, work, settings, host, sessions, supervisor) : null;
        return new Sweeper(system, supervisor, scheduled, time);
    }

    /// <summary>What comes from a record instead of from this run, where a record is played again.</summary>
    /// <param name="TimeOf">The time of each session: looks keep their own instants.</param>
    /// <param name="CountedFrom">From when a container that is found running is judged: see <see cref="SessionPorts.CountedFrom"/>.</param>
    /// <param name="Queue">The queue for places, as it went.</param>
    internal sealed record PlayedAgain(
        Func<SessionId, TimeProvider> TimeOf, Func<SessionId, DateTimeOffset?> CountedFrom, StartQueue Queue);

    /// <summary>Runs one complete pass, or joins the one that runs, and waits for everything that it leads to.</summary>
    /// <param name="cancellation">Stops waiting; the pass goes on.</param>
    public Task<PassReport> PassAsync(CancellationToken cancellation) => PassAsync(seriesWait: false, cancellation);

    /// <summary>The same, where the series of messages finished earlier may have to wait for a tick.</summary>
    internal Task<PassReport> PassAsync(bool seriesWait, CancellationToken cancellation) =>
        _supervisor.Ask<PassReport>(new RunPass(seriesWait), Timeout.InfiniteTimeSpan, cancellation);

    /// <summary>Looks for operators' orders now.</summary>
    internal void LookForOrders() => _supervisor.Tell(new OrdersDue());

    /// <summary>Puts new settings into force from the next look on.</summary>
    public void Apply(SupervisionSettings settings)
    {
        _supervisor.Tell(new SettingsChanged(settings));
        _scheduled?.Apply(settings.Schedules);
    }

    /// <summary>Takes no more work and finishes what is in hand. Containers run on.</summary>
    /// <param name="within">For so long at most.</param>
    /// <returns>Whether everything in hand was finished.</returns>
    public async Task<bool> DrainAsync(TimeSpan within)
    {
        try
        {
            var janitors = _scheduled?.DrainAsync() ?? Task.CompletedTask;
            var sessions = _supervisor.Ask<Drained>(new Drain(), Timeout.InfiniteTimeSpan, CancellationToken.None);
            await Task.WhenAll(sessions, janitors).WaitAsync(within, _time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Ends the actor system at once.</summary>
    public async ValueTask DisposeAsync() => await _system.Terminate();
}
