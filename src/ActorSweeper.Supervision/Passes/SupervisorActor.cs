using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Scheduling;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;
using ActorSweeper.Supervision.Containers;
using ActorSweeper.Supervision.Events;
using ActorSweeper.Supervision.Journaling;
using ActorSweeper.Supervision.Scheduling;
using ActorSweeper.Supervision.Sessions;
using ActorSweeper.Supervision.Sources;

namespace ActorSweeper.Supervision.Passes;

/// <summary>
/// <c>/user/supervisor</c>: knows the active sessions, gives each an actor, and takes them through one pass after the other:
/// list sessions and containers, reconcile, have every session look. One pass at a time; a session that is slow delays nobody.
/// Each session is its own failure domain: its actor is restarted alone, with its memory, and not asked again too soon.
/// </summary>
internal sealed partial class SupervisorActor : PersistentActor<SupervisorRecord>, IWithTimers
{
    private readonly IReadOnlyDictionary<string, IActorRef> _sources;
    private readonly SessionPorts _ports;
    private readonly EventSourced<SupervisorRecord> _journal;
    private readonly HostIdentity _host;
    private readonly Fleet _fleet;
    private readonly Dictionary<(string Topic, SessionId? Session), string> _said = [];
    private SupervisionSettings _settings;
    private ClockReading? _lastReading;
    private DateTimeOffset? _straysDueAt;
    private Pass? _pass;
    private long _passes;
    private (OperatorOrder Order, SessionId Session)? _order;
    private readonly HashSet<SessionId> _ordered = [];
    private bool _knowsSessions;
    private bool _recurrenceDue = true;
    private IActorRef? _draining;
    private bool _hasEnded;

    public SupervisorActor(
        IReadOnlyList<ISessionSource> sources,
        SessionPorts ports,
        EventSourced<SupervisorRecord> journal,
        HostIdentity host,
        SupervisionSettings settings)
        : base(journal)
    {
        (_ports, _journal, _host, _settings) = (ports, journal, host, settings);
        _fleet = new Fleet(Context, ports, settings.Journal.SnapshotEvery);
        _sources = sources.ToDictionary(
            source => source.Name,
            source => Context.ActorOf(
                Props.Create(() => new SourceActor(source, settings.Passes.ObserveDeadline, ports.Clock.Time)), "source-" + source.Name),
            StringComparer.Ordinal);
        Receive<RunPass>(run => OnRunPass(Sender, run.SeriesWait));
        Receive<PassDue>(_ => OnRunPass(null, _settings.Schedules.Any(IsRecurrence) && !_recurrenceDue));
        Receive<RecurrenceTick>(OnRecurrenceTick);
        Receive<SessionsListed>(OnSessionsListed);
        Receive<SessionsUnlisted>(OnSessionsUnlisted);
        Receive<ContainersListed>(OnContainersListed);
        Receive<ContainersUnlisted>(OnContainersUnlisted);
        Receive<Looked>(looked => OnProgress(looked.Pass, pass => pass.Looked(looked)));
        Receive<ObserveOverdue>(OnOverdue);
        Receive<ProposeStop>(OnProposeStop);
        Receive<StormWindowOver>(over => DecideStops(over.Pass, windowOver: true));
        Receive<Settled>(OnSettled);
        Receive<StraySettled>(OnStraySettled);
        Receive<Report>(OnReport);
        Receive<Owns>(owns => _fleet.Owns(owns.Session, owns.ContainerId));
        Receive<ContainerEnded>(OnContainerEnded);
        Receive<ActorFailed>(OnActorFailed);
        Receive<SettingsChanged>(OnSettingsChanged);
        Receive<JournalBack>(OnJournalBack);
        Receive<OrdersDue>(_ => AskForOrders());
        Receive<OrdersFound>(found => CarryOut(found.Orders));
        Receive<OrderCarriedOut>(carried => OnOrderEnded(carried.Order, carried.Outcome));
        Receive<OrderSettled>(settled => OnOrderSettled(settled.Session));
        Receive<Drain>(_ => OnDrain(Sender));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void OnRecovered()
    {
        Context.System.EventStream.Subscribe(Self, typeof(ContainerEnded));
        Context.System.EventStream.Subscribe(Self, typeof(JournalBack));
        _journal.Persist(new HostEvent.Started(_host.Version, _host.Node, _host.ProcessId, _ports.Clock.Read()));
        NoteSettings();
        LookForOrders();
        if (_settings.SweepInterval is not null) Self.Tell(new PassDue());
    }

    /// <summary>Restarts a failed session actor alone; what it knows is in its memory, and it loses only the message in hand.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(error =>
    {
        Self.Tell(new ActorFailed(Sender.Path.Name, error));
        return Directive.Restart;
    });

    // --- a pass begins ---

    /// <summary>The next pass moves the series on that have been left behind.</summary>
    private void OnRecurrenceTick(RecurrenceTick tick)
    {
        _recurrenceDue = true;
        Sender.Tell(new TickEnded(tick.Slot, Outcome.Done));
    }

    private static bool IsRecurrence(Schedule schedule) => schedule.Name == ScheduleNames.Recurrence;

    private void OnRunPass(IActorRef? asker, bool seriesWait)
    {
        if (_draining is not null) return;
        if (asker is null && _settings.SweepInterval is { } interval) Timers.StartSingleTimer("pass", new PassDue(), interval);
        if (_pass is null) BeginPass(seriesWait);
        else if (asker is null) Say(Severity.Information, "pass", "the previous pass has not ended yet: this one is skipped");
        if (asker is not null) _pass!.Askers.Add(asker);
    }

    private void BeginPass(bool seriesWait)
    {
        TryAttach();
        if (!seriesWait) _recurrenceDue = false;
        var now = _ports.Clock.Read();
        var gap = _lastReading is { } before ? SupervisionClock.Gap(before, now) : TimeSpan.Zero;
        var slept = gap > _settings.ClockGap;
        if (gap.Duration() > _settings.ClockGap)
        {
            // What was written shortly before is to be seen now: its stamps say less and less about when that was.
            _fleet.EndRests();
            _journal.Persist(new HostEvent.ClockGapped(gap));
            Say(Severity.Warning, "clock-gap", $"clock gap {gap.TotalSeconds:0} s: the wall clock was stepped, or the machine slept");
        }

        var strays = _straysDueAt is null || now.Steady >= _straysDueAt;
        if (strays) _straysDueAt = now.Steady + _settings.OrphanInterval;
        _lastReading = now;
        _pass = new Pass(++_passes, now, _sources.Keys, slept, strays, seriesWait);
        foreach (var source in _sources.Values) source.Tell(new ListSessions());
        // A runtime that only observes knows no containers: what the source believes is what there is to report on.
        if (_ports.CanAct) _ports.Containers.Tell(new ListContainers());
        else _pass.ContainersListed([]);
    }

    private void OnSessionsListed(SessionsListed listed)
    {
        SayOver("source", $"source {listed.Source} can", "be read again");
        OnAnswer(pass => pass.SessionsListed(listed.Source, _fleet.Listed(listed.Source, listed.Sessions)));
    }

    private void OnContainersListed(ContainersListed listed)
    {
        SayOver("runtime", "the container runtime can", "be asked again");
        OnAnswer(pass => pass.ContainersListed(listed.Containers));
    }

    private void OnSessionsUnlisted(SessionsUnlisted unlisted)
    {
        Say(Severity.Warning, "source", $"source {unlisted.Source} cannot be read: {unlisted.Why}; its known sessions are supervised on");
        OnAnswer(pass =>
        {
            pass.SourceFailed(unlisted.Source);
            foreach (var session in _fleet.SessionsOf(unlisted.Source)) pass.Keep(session);
        });
    }

    private void OnContainersUnlisted(ContainersUnlisted unlisted)
    {
        Say(Severity.Warning, "runtime", $"the container runtime cannot be asked: {unlisted.Why}; nothing is stopped, woken or reset");
        OnAnswer(pass => pass.ContainersUnlisted(unlisted.Why));
    }

    private void OnAnswer(Action<Pass> enter)
    {
        if (_pass is not { HasEverything: false } pass) return;
        enter(pass);
        if (pass.HasEverything) Reconcile(pass);
    }

    // --- everything is listed ---

    private void Reconcile(Pass pass)
    {
        var match = ContainerMatching.Match(pass.Containers ?? [], pass.Sessions);
        pass.Running = match.OfSession.Count;
        foreach (var gone in _fleet.Reconcile(pass, match, session => LookAt(pass, session)))
            Context.System.EventStream.Publish(new SessionGone(pass.Begin.Wall, gone));
        VerifyStrays(pass, match);
        if (pass.LooksForStrays && pass.FailedSources.Count == 0) StopStrays(pass, match);
        foreach (var session in pass.Sessions) pass.Enqueue(session);
        Timers.StartSingleTimer("storm", new StormWindowOver(pass.Id), _settings.StormWindow);
        Proceed(pass);
        _knowsSessions = true;
        AskForOrders();
    }

    private Look LookAt(Pass pass, Session session) => new(
        pass.Id,
        session,
        _fleet.ViewOf(session, pass, _ports.CanAct),
        pass.Begin.Steady,
        _settings,
        pass.FreshTolerance,
        pass.SeriesWait);

    /// <summary>A container that started after the sessions were listed may belong to one that is not in the list yet.</summary>
    private void StopStrays(Pass pass, ContainerMatch match)
    {
        foreach (var (container, why) in match.Strays.Where(stray => !(stray.Container.StartedAt >= pass.Begin.Wall)))
        {
            if (!pass.Strays.Add(container.Id)) continue;
            var observes = _ports.Observes(_settings);
            if (!observes) _journal.Persist(new HostEvent.StrayIntended(container, why));
            var journal = _journal;
            var stray = Context.ActorOf(Props.Create(
                () => new StrayActor(container, why, observes, _ports, journal, pass.Id)));
            stray.Tell(new StrayActor.Begin());
        }
    }

    private void Proceed(Pass pass)
    {
        while (_draining is null && pass.Next(_settings.Passes.Parallelism) is { } session)
        {
            if (_fleet.Find(session.Id) is not { } child || !MayLook(child))
            {
                pass.Settled(session.Id);
                continue;
            }

            var look = LookAt(pass, session);
            if (Rests(child, look, pass))
            {
                pass.Rested(session.Id);
                continue;
            }

            (child.Busy, child.Last, child.Rest) = (true, look, null);
            child.Actor.Tell(look);
            Timers.StartSingleTimer(("overdue", session.Id), new ObserveOverdue(pass.Id, session.Id), _settings.Passes.ObserveDeadline);
        }

        DecideStops(pass.Id, windowOver: false);
        if (pass.IsOver) EndPass(pass);
    }

    /// <summary>Whether a look could find nothing that the last one did not.</summary>
    private bool Rests(SessionChild child, Look look, Pass pass) =>
        child.Rest is { } rest && child.Last is { } last
        && pass.Begin.Wall < rest.Wall && pass.Begin.Steady < rest.Steady && !look.FreshTolerance
        && ReferenceEquals(last.Settings, look.Settings) && last.Session == look.Session && last.View == look.View
        && !_ports.Store.MayHaveChanged(look.Session);

    private bool MayLook(SessionChild child) => !child.Busy && !(FailuresOf(child)?.NotBefore > _ports.Clock.Read().Wall);

    // --- sessions report ---

    private void OnContainerEnded(ContainerEnded ended)
    {
        if (_fleet.OwnerOf(ended.Death.ContainerId) is not { } child) return;
        child.Rest = null;
        child.Actor.Tell(ended);
    }

    private void OnProgress(long id, Action<Pass> enter)
    {
        if (_pass is not { } pass || pass.Id != id) return;
        enter(pass);
        Proceed(pass);
    }

    private void OnOverdue(ObserveOverdue overdue) => OnProgress(overdue.Pass, pass =>
    {
        if (pass.Overdue(overdue.Session)) Say(
            Severity.Warning, "slow", "it is slow to read; the pass goes on without it", overdue.Session);
    });

    private void OnSettled(Settled settled)
    {
        Timers.Cancel(("overdue", settled.Session));
        if (_fleet.Find(settled.Session) is { } child) (child.Busy, child.Rest) = (false, settled.Rest);
        OnProgress(settled.Pass, pass => pass.Settled(settled.Session));
        if (_draining is not null) CheckDrained();
    }

    private void OnProposeStop(ProposeStop proposal)
    {
        // Outside a pass one stop is no storm; the deaths that lead there are each found alone.
        if (_pass is not { } pass || proposal.Pass != pass.Id)
        {
            Sender.Tell(new StopPermission(true, "granted"));
            return;
        }

        pass.Gate.Propose(Sender, proposal);
        DecideStops(pass.Id, windowOver: false);
    }

    private void DecideStops(long id, bool windowOver)
    {
        if (_pass is not { } pass || pass.Id != id) return;
        if (pass.Gate.Decide(windowOver || pass.IsRead, pass.Running, _settings.Storm))
        {
            var text = $"storm brake: {pass.Gate.Proposed} of {pass.Running} running containers would be stopped in one pass; "
                + "none is, all get one full tolerance. Look at the host's clock, disks and network";
            _journal.Persist(new HostEvent.StormBraked(pass.Id, pass.Gate.Proposed, pass.Running));
            Say(Severity.Alarm, "storm", text);
        }
    }

    private void OnReport(Report report)
    {
        if (_pass?.Id == report.Pass) _pass.Note(report.Event);
        Context.System.EventStream.Publish(report.Event);
    }

    private void EndPass(Pass pass)
    {
        _pass = null;
        Timers.Cancel("storm");
        _journal.Persist(new HostEvent.PassEnded(pass.Summary()));
        var report = pass.Report(_ports.Clock.Read().Wall);
        foreach (var asker in pass.Askers) asker.Tell(report);
        Context.System.EventStream.Publish(report);
    }
}
