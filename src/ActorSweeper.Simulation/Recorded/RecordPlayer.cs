using ActorSweeper.Actors;
using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Simulation.InMemory;
using ActorSweeper.Supervision;
using ActorSweeper.Supervision.Journaling;

namespace ActorSweeper.Simulation.Recorded;

/// <summary>
/// Plays the life of one recorded host again, in virtual time: the real actors, on the recorded evidence, under the recorded settings
/// or others. Where they act otherwise than the recorded host did, the session leaves the record and comes back to it when the
/// recorded life of its container is over: what the world would have done in between, nobody has recorded.
/// </summary>
internal sealed class RecordPlayer
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    private readonly RecordedRun _run;
    private readonly SupervisionSettings? _other;
    private readonly VirtualClock _clock;
    private readonly DeterministicDispatcher _dispatcher;
    private readonly SimulatedJournal _journal;
    private readonly RecordedWorld _world;
    private readonly DecisionReader _replayed = new();
    private readonly DecisionReader _recorded = new();
    private readonly Dictionary<SessionId, Departure> _away = [];
    private readonly List<Departure> _departures = [];
    private readonly List<Decision> _made = [];
    private ActorSystem? _system;
    private Sweeper? _sweeper;
    private RecordedQueue? _queue;
    private int _passIndex;

    public RecordPlayer(RecordedRun run, SupervisionSettings? other)
    {
        (_run, _other) = (run, other);
        _clock = new VirtualClock(run.Host.Now.Wall);
        _dispatcher = new DeterministicDispatcher(_clock);
        _journal = new SimulatedJournal { KeepsRecords = false, OnRecord = OnRecord };
        _world = new RecordedWorld(run, _clock, StartSettings().Mode.Adopts) { Departs = LeavesWithStop };
    }

    /// <summary>A session's time outside the record.</summary>
    /// <param name="Session">Which session.</param>
    /// <param name="From">When its replay left the record, by the wall clock.</param>
    /// <param name="Pass">The first pass that does not list it, by its place in the run.</param>
    /// <param name="Container">The container whose recorded life must be over before it comes back; null when it need not.</param>
    internal sealed record Departure(SessionId Session, DateTimeOffset From, int Pass, string? Container)
    {
        public DateTimeOffset To { get; set; } = DateTimeOffset.MaxValue;
    }

    /// <summary>What came of it.</summary>
    /// <param name="Recorded">The recorded decisions.</param>
    /// <param name="Replayed">Those of the replay.</param>
    public sealed record Played(IReadOnlyList<Decision> Recorded, IReadOnlyList<Decision> Replayed);

    public Played Play()
    {
        Seed();
        Start();
        foreach (var step in Timeline())
        {
            // Deaths of one instant were told together; not so what lies on both sides of a step of the clock.
            if (step.Kind != StepKind.Death || step.Steady > _world.Steady || IsStepped(step)) _dispatcher.RunUntilIdle();
            var target = step.Steady - _world.Steady;
            if (target > TimeSpan.Zero) _clock.Advance(target);
            SetWall(step);
            step.Act();
        }

        _dispatcher.RunUntilIdle();

        _clock.Advance(TimeSpan.FromMinutes(1));
        _ = _system!.Terminate();
        _dispatcher.RunUntilIdle();
        foreach (var record in _run.Records) _recorded.Read(record);
        return new Played([.. _recorded.Decisions.Select(decision => decision with { Follows = IsAway(decision) })], _made);
    }

    // --- the course of things ---

    private void Seed()
    {
        foreach (var (stream, (sequence, state)) in _run.Before)
        {
            _journal.Seed(stream, sequence, state);
            if (state is not SessionRecord record) continue;
            _recorded.StartAt(stream, record);
            _replayed.StartAt(stream, record);
            _run.Session(JournalState.SessionOf(stream)!.Value);
        }
    }

    private void Start()
    {
        _system = ActorSystem.Create("replay", _clock, _dispatcher);
        var ports = new SweeperPorts([_world], _world, _world, _world, _journal);
        var host = new HostIdentity(_run.Host.Version, _run.Host.Node, _run.Host.ProcessId);
        var again = new Sweeper.PlayedAgain(_world.TimeOf, _world.CountedFrom, Queue());
        _sweeper = Sweeper.Start(_system, ports, AsPlayed(StartSettings()), host, _clock, [], again);
        _dispatcher.RunUntilIdle();
    }

    /// <summary>Under another bound the queue goes its own way; under the recorded one it goes as it went.</summary>
    private Supervision.Containers.StartQueue Queue()
    {
        if (_other is not null && _other.Gateway.MaxConcurrent != StartSettings().Gateway.MaxConcurrent) return new();
        return _queue = new RecordedQueue(_run, _world.SteadyOf);
    }

    private List<Step> Timeline()
    {
        var course = new List<Step>();
        foreach (var (pass, index) in _run.Passes.Select((pass, index) => (pass, index)))
        {
            var begin = pass.Summary.Begin;
            course.Add(new Step(StepKind.Pass, begin.Steady, begin.Wall, pass.First, () => OnPass(pass, index)));
        }

        foreach (var session in _run.Sessions.Values)
        {
            foreach (var timed in session.Events)
            {
                if (timed.Event is SessionEvent.Exited) Add(StepKind.Death, timed, () => Tell(session.Id, timed));
                else if (timed.Event is SessionEvent.Intended { Intent: Intent.Wake })
                    Add(StepKind.Other, timed, () => _queue?.GrantTo(session.Id, timed.Record.Number));
            }
        }

        foreach (var timed in _run.HostEvents)
        {
            switch (timed.Event)
            {
                case HostEvent.OrderEnded ended:
                    Add(StepKind.Other, timed, () => Order(ended.Order));
                    break;
                case HostEvent.SettingsApplied applied when _other is null:
                    Add(StepKind.Other, timed, () => _sweeper!.Apply(AsPlayed(SettingsText.Read(applied.Settings))));
                    break;
                case HostEvent.ActorFailed failed:
                    _run.Session(failed.Session).Fails(timed.Steady, failed.Error);
                    break;
            }
        }

        return [.. course.OrderBy(step => step.Steady).ThenBy(step => step.Number)];

        void Add(StepKind kind, Timed timed, Action act) =>
            course.Add(new Step(kind, timed.Steady, timed.Record.At, timed.Record.Number, act));
    }

    private enum StepKind
    {
        Pass,
        Death,
        Other,
    }

    /// <summary>Something that the world did to the recorded host.</summary>
    private sealed record Step(StepKind Kind, DateTimeOffset Steady, DateTimeOffset Wall, long Number, Action Act);

    /// <summary>The wall clock is set as it was set then; what happens between two passes says when only to the moment.</summary>
    private void SetWall(Step step)
    {
        if (step.Kind == StepKind.Pass || IsStepped(step)) _clock.StepWallClock(step.Wall - _clock.GetUtcNow());
    }

    private bool IsStepped(Step step) => (step.Wall - _clock.GetUtcNow()).Duration() > Moment;

    private void Tell(SessionId session, Timed exited) => _world.Tell(session, (SessionEvent.Exited)exited.Event, exited.Record.Number);

    private void OnPass(RecordedPass pass, int index)
    {
        _passIndex = index;
        _world.Begin(pass);
        foreach (var session in pass.Stirs) NoteMissed(session);
        foreach (var away in _away.Values.ToList()) ComeBack(away);
        _ = _sweeper!.PassAsync(pass.Summary.SeriesWait, CancellationToken.None);
    }

    private void Order(OperatorOrder order)
    {
        _ = _journal.OrderAsync(order, CancellationToken.None);
        _sweeper!.LookForOrders();
    }

    // --- leaving the record and coming back ---

    /// <summary>What the recorded host did up to now and the replay did not: the record goes on otherwise than the replay.</summary>
    private void NoteMissed(RecordedSession session)
    {
        foreach (var act in session.MissedActs())
        {
            if (_away.ContainsKey(session.Id)) continue;
            var stop = ((SessionEvent.Intended)act.Event).Intent as Intent.Stop;
            Leave(new Departure(session.Id, act.Record.At, _passIndex, stop?.Container.Id));
        }
    }

    private void LeavesWithStop(SessionId session, Container container) =>
        Leave(new Departure(session, _clock.GetUtcNow(), _passIndex + 1, container.Id));

    private void Leave(Departure departure)
    {
        if (!_away.TryAdd(departure.Session, departure)) return;
        _world.Departed.Add(departure.Session);
        _departures.Add(departure);
    }

    /// <summary>Its actor is gone since the pass that did not list it; a new one begins with what the record says.</summary>
    private void ComeBack(Departure away)
    {
        var session = _run.Session(away.Session);
        if (_passIndex <= away.Pass || (away.Container is not null && session.Current?.Container.Id == away.Container)) return;
        away.To = _clock.GetUtcNow();
        _away.Remove(away.Session);
        _world.Departed.Remove(away.Session);
        _journal.Seed(JournalState.StreamOf(session.Id), session.Sequence, session.Record);
        _replayed.StartAt(JournalState.StreamOf(session.Id), session.Record);
    }

    private bool IsAway(Decision decision) => decision.Session is { } session && _departures.Exists(
        away => away.Session == session && IsAfter(decision, away.From) && decision.At < away.To);

    /// <summary>At the very instant, it is the act itself by which the record and the replay part.</summary>
    private static bool IsAfter(Decision decision, DateTimeOffset from) =>
        decision.At > from || (decision.At == from && decision.Action is not (ActionKind.Stop or ActionKind.Wake));

    private void OnRecord(JournalRecord record)
    {
        if (_replayed.Read(record) is not { } decision) return;
        _made.Add(decision.Session is { } session && _away.TryGetValue(session, out var away) && decision.At > away.From
            ? decision with { Follows = true }
            : decision);
    }

    // --- settings ---

    private SupervisionSettings StartSettings()
    {
        var applied = _run.HostEvents.Take(20).TakeWhile(timed => timed.Event is not HostEvent.PassEnded)
            .Select(timed => timed.Event).OfType<HostEvent.SettingsApplied>().FirstOrDefault();
        var before = (_run.Before.GetValueOrDefault(JournalState.SupervisorStream).State as SupervisorRecord)?.Settings;
        return SettingsText.Read(applied?.Settings ?? before
            ?? throw new JournalException(JournalFault.Corrupt, "the journal does not say under which settings its host ran"));
    }

    /// <summary>Passes come when the recorded ones came.</summary>
    private SupervisionSettings AsPlayed(SupervisionSettings recorded) => (_other ?? recorded) with
    {
        SweepInterval = null,
        Passes = recorded.Passes with { Parallelism = 1 },
        Journal = recorded.Journal with { OrderInterval = null },
    };
}
