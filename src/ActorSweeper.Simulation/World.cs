using ActorSweeper.Actors;
using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Simulation.InMemory;
using ActorSweeper.Supervision;
using ActorSweeper.Supervision.Events;
using ActorSweeper.Supervision.Janitors;
using ActorSweeper.Supervision.Passes;

namespace ActorSweeper.Simulation;

/// <summary>
/// The product in virtual time: the real actors on a virtual clock, with files and containers in memory. The same inputs give
/// the same run, event by event.
/// </summary>
public sealed class World : ISweepListener
{
    private readonly DeterministicDispatcher _dispatcher;
    private readonly List<SweepEvent> _events = [];
    private readonly List<PassReport> _passes = [];
    private Sweeper? _sweeper;
    private ActorSystem? _system;
    private Lifeline? _line;
    private int _hosts;

    /// <summary>A world that begins at an instant, without sessions.</summary>
    public World(DateTimeOffset begin)
    {
        Begin = begin;
        Clock = new VirtualClock(begin);
        _dispatcher = new DeterministicDispatcher(Clock);
        Files = new SimulatedFiles();
        Runtime = new SimulatedRuntime(Clock);
        Journal = new SimulatedJournal { OnCrash = () => _line?.Cut() };
    }

    /// <summary>When it began.</summary>
    public DateTimeOffset Begin { get; }

    /// <summary>Its clock.</summary>
    public VirtualClock Clock { get; }

    /// <summary>Its sessions' files.</summary>
    public SimulatedFiles Files { get; }

    /// <summary>Its containers.</summary>
    public SimulatedRuntime Runtime { get; }

    /// <summary>Its journal.</summary>
    public SimulatedJournal Journal { get; }

    /// <summary>Which slots have fired.</summary>
    public SimulatedLedger Ledger { get; init; } = new();

    /// <summary>The janitors of the host.</summary>
    public IReadOnlyList<JanitorPort> Janitors { get; set; } = [];

    /// <summary>Whether a host is up. One that ended at a write of the journal is not.</summary>
    public bool IsUp => _line is { IsCut: false };

    /// <summary>Stands between the hosts that start from now on and the world: a wrapper sees, delays and spoils what they do.</summary>
    public Func<SweeperPorts, SweeperPorts> Between { get; set; } = ports => ports;

    /// <summary>Whether events and reports are kept; a run of a year is too long for that.</summary>
    public bool KeepsEvents { get; set; } = true;

    /// <summary>Told of each event.</summary>
    public Action<SweepEvent>? Told { get; set; }

    /// <summary>Everything that supervision has published.</summary>
    public IReadOnlyList<SweepEvent> Events => _events;

    /// <summary>The reports of all passes.</summary>
    public IReadOnlyList<PassReport> Passes => _passes;

    /// <summary>The actions taken so far.</summary>
    public IEnumerable<ActionTaken> Actions => _events.OfType<ActionTaken>();

    /// <summary>How a session stands by the last that was said of it.</summary>
    public SessionStanding? Standing(string session) =>
        _events.OfType<SessionStanding>().LastOrDefault(standing => standing.Session.Value == session);

    /// <summary>Adds an active session.</summary>
    public SimulatedSession Session(string id, string group = "g1") =>
        Files.Add(new SimulatedSession(new Session(new SessionId(id), group, group, "/sessions/" + id, "UTC")));

    /// <summary>Starts the host.</summary>
    public void Start(SupervisionSettings settings)
    {
        _line = new Lifeline(Files, Runtime);
        _system = ActorSystem.Create("actorsweeper", Clock, _dispatcher);
        var ports = new SweeperPorts([_line], _line, _line, _line, Journal, new ScheduledPorts(Ledger, Janitors));
        _sweeper = Sweeper.Start(_system, Between(ports), settings, new HostIdentity("simulated", "node", ++_hosts), Clock, [this]);
        _dispatcher.RunUntilIdle();
    }

    /// <summary>Ends the host as a crash does, and starts another on the same files, containers and journal.</summary>
    public void Restart(SupervisionSettings settings)
    {
        if (_system is not null) Crash();
        Start(settings);
    }

    /// <summary>Ends the host in order: what is in hand is finished, nothing new begun.</summary>
    public void End()
    {
        var drained = BeginEnd();
        while (!drained.IsCompleted) Clock.Advance(Clock.NextDue ?? TimeSpan.FromSeconds(1));
        Crash();
    }

    /// <summary>Has the host finish what is in hand; no time passes.</summary>
    /// <returns>Completed when it has, or has waited for long enough.</returns>
    public Task<bool> BeginEnd()
    {
        var drained = _sweeper!.DrainAsync(TimeSpan.FromMinutes(1));
        _dispatcher.RunUntilIdle();
        return drained;
    }

    /// <summary>Gives an operator's order, as the command line does.</summary>
    public OperatorOrder Order(OrderKind kind, string? session, string? messageId = null, string why = "") =>
        Journal.OrderAsync(
            new OperatorOrder(
                0, Clock.GetUtcNow(), "operator", why, kind, session is null ? null : new SessionId(session), messageId),
            CancellationToken.None).Result;

    /// <summary>Puts other settings into force.</summary>
    public void Apply(SupervisionSettings settings)
    {
        _sweeper!.Apply(settings);
        _dispatcher.RunUntilIdle();
    }

    /// <summary>Ends the host as a crash does: nothing is finished, nothing said.</summary>
    public void Crash()
    {
        _line!.Cut();
        _ = _system!.Terminate();
        _dispatcher.RunUntilIdle();
        (_system, _sweeper, _line) = (null, null, null);
    }

    /// <summary>Lets time pass until so long after the beginning, by the steady clock.</summary>
    public void At(TimeSpan sinceBegin) => Clock.Advance(Begin + sinceBegin - (Begin + Clock.GetElapsedTime(0)));

    /// <summary>Asks for a pass and runs it as far as it goes without time passing.</summary>
    /// <returns>The report; not completed while something takes time.</returns>
    public Task<PassReport> PassAsync()
    {
        var pass = _sweeper!.PassAsync(CancellationToken.None);
        _dispatcher.RunUntilIdle();
        return pass;
    }

    /// <summary>Runs everything that is ready to run; no time passes.</summary>
    public void Settle() => _dispatcher.RunUntilIdle();

    /// <inheritdoc/>
    void ISweepListener.OnEvent(SweepEvent happened)
    {
        if (KeepsEvents) _events.Add(happened);
        Told?.Invoke(happened);
    }

    /// <inheritdoc/>
    void ISweepListener.OnPass(PassReport report)
    {
        if (KeepsEvents) _passes.Add(report);
    }
}
