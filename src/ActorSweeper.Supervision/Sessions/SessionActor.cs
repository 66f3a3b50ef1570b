using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Explaining;
using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;
using ActorSweeper.Supervision.Containers;
using ActorSweeper.Supervision.Journaling;

namespace ActorSweeper.Supervision.Sessions;

/// <summary>
/// <c>session-&lt;id&gt;</c>: supervises one active session. Each look has the same order: observe the files, judge (in Core),
/// change messages, then stop or wake. It cannot know whether a silent container still works. Its parent is the supervisor;
/// what survives a restart is in <see cref="SessionRecord"/>, by its events, and in the session's own files.
/// </summary>
internal sealed partial class SessionActor : PersistentActor<SessionRecord>
{
    private readonly SessionPorts _ports;
    private readonly SessionMemory _memory;
    private readonly Incarnations _incarnations;
    private readonly SessionReports _report;
    private Look _look;
    private Looked? _looked;
    private bool _ended;

    public SessionActor(Look first, SessionPorts ports, SessionMemory memory)
        : base(memory.Journal)
    {
        (_look, _ports, _memory) = (first, ports, memory);
        _incarnations = new Incarnations(memory, () => ports.CountedFrom?.Invoke(first.Session.Id));
        _report = new SessionReports(Context.Parent, first, ports, memory);
        ReceiveAsync<Look>(OnLook);
        ReceiveAsync<ContainerEnded>(OnContainerEnded);
        ReceiveAsync<SlotGranted>(_ => OnSlotGranted());
        ReceiveAsync<CarryOut>(OnCarryOut);
        Receive<Unlist>(_ => OnUnlist());
    }

    private SupervisionSettings Settings => _look.Settings;

    private SessionLimits Limits => Settings.LimitsOf(Session.Group);

    private Session Session => _look.Session;

    private SessionRecord Record => _memory.Record;

    private bool Observes => _ports.Observes(Settings);

    /// <summary>Whatever it asked for or was granted when it ended or failed, nobody else would give back.</summary>
    protected override void PostStop()
    {
        _ended = true;
        _ports.Containers.Tell(new ReleaseSlot(Session.Id));
    }

    // --- what sets it going ---

    private async Task OnLook(Look look)
    {
        TryAttach();
        Begin(look);
        NoteListing();
        var told = _memory.ToldHeartbeat;
        var plan = await LookAndChange();
        _looked = new Looked(look.Pass, Session.Id, _memory.StoreError is not null, NewBeat(told));
        if (plan is not null) await StopOrWake(plan);
        TellLooked();
        Context.Parent.Tell(new Settled(look.Pass, Session.Id, plan is null ? null : RestAfter(plan)));
    }

    /// <summary>Tells that the look is over, once: before anything that takes time, and after a stop has been proposed. The storm
    /// brake decides when all looks are over, and must know of all stops by then.</summary>
    private void TellLooked()
    {
        if (_looked is not null) Context.Parent.Tell(_looked);
        _looked = null;
    }

    /// <summary>Only what is known, and leads to nothing, leaves a session at rest.</summary>
    private ClockReading? RestAfter(SessionPlan plan)
    {
        if (plan.Stop is not null || plan.Wake is not null || plan.Changes.Count > 0 || plan.DropClaims.Count > 0) return null;
        if (plan.BadRecurrences.Count > 0 || plan.SeriesWait) return null;
        if (_memory.StoreError is not null || _look.View is ContainerView.Unknown) return null;
        if (Record.Open.Count > 0 || !_memory.Journal.IsAttached) return null;
        var now = _ports.Clock.Read();
        var pause = plan.Deadline is { } deadline ? deadline - now.Wall : LongestRest;
        // A life that lasts clears the count of deaths, once it has lasted.
        if (!Record.Crashes.IsNone && _memory.CountFrom is { } since)
            pause = TimeSpan.FromTicks(Math.Min(pause.Ticks, (since + Limits.Crashes.Period - now.Steady).Ticks + 1));
        return pause < LongestRest ? new ClockReading(now.Wall + pause, now.Steady + pause) : new ClockReading(
            now.Wall + LongestRest, now.Steady + LongestRest);
    }

    /// <summary>The runtime told of a container's end. One of an earlier life changes nothing.</summary>
    private async Task OnContainerEnded(ContainerEnded ended)
    {
        if (Record.Current is not { } current || current.Id != ended.Death.ContainerId) return;
        _memory.Persist(new SessionEvent.Exited(current.Id, ended.Death.ExitCode, ended.Death.LastLines));
        if (ended.Death.ExitCode is > 0)
        {
            var lines = string.Concat(ended.Death.LastLines.Select(line => "\n  " + line));
            _report.Say(Severity.Warning, "exit", $"container {current.Name} ended with exit code {ended.Death.ExitCode}{lines}");
        }

        Begin(
            _look with { Pass = 0, View = ContainerView.Stopped.Instance, ListedAt = _ports.Clock.Read().Steady, FreshTolerance = false });
        if (await LookAndChange() is { } plan) await StopOrWake(plan);
    }

    /// <summary>A place became free. What was due then may have been done by somebody else since: look again.</summary>
    private async Task OnSlotGranted()
    {
        Begin(_look with { Pass = 0, FreshTolerance = false });
        var plan = await LookAndChange();
        if (plan?.Wake is { } order && _memory.StoreError is null) await Start(order);
        else _ports.Containers.Tell(new ReleaseSlot(Session.Id));
    }

    private void OnUnlist()
    {
        _memory.Persist(new SessionEvent.Unlisted());
        Context.Stop(Self);
    }

    private void Begin(Look look)
    {
        _look = look;
        _report.Begin(look);
    }

    /// <summary>Whether the source believes that a container runs is no news where the runtime itself is asked.</summary>
    private void NoteListing()
    {
        var listed = _ports.CanAct ? Session with { ReportedRunning = false } : Session;
        if (!Record.IsActive || Record.Session != listed) _memory.Persist(new SessionEvent.Listed(listed));
    }

    /// <summary>A heartbeat that the journal has not been told of yet: the pass tells it together with all others.</summary>
    private DateTimeOffset? NewBeat(DateTimeOffset? told) =>
        _memory.ToldHeartbeat == told && _memory.Evidence?.Heartbeat is { } heartbeat && heartbeat != told
            ? _memory.ToldHeartbeat = heartbeat
            : null;

    /// <summary>What every look begins with: messages are in order before anything is stopped or woken.</summary>
    private async Task<SessionPlan?> LookAndChange()
    {
        var plan = await ObserveAndJudge();
        if (plan is not null) await ChangeMessages(plan);
        return plan;
    }

    // --- observe and judge ---

    /// <summary>The plan; null when the session's files cannot be used, or are left alone for now because they could not.</summary>
    private async Task<SessionPlan?> ObserveAndJudge()
    {
        var now = _ports.Clock.Read();
        var noticed = _incarnations.Notice(_look, now);
        _look = _look with { View = noticed.View };
        if (noticed.Adopted is { } adopted && Settings.Mode.Adopts)
            _report.Action(ActionKind.Adopt, null, new Reason("adopt", $"container {adopted.Name} was found running"), Outcome.Done);
        if (_memory.StoreRetryAt > now.Steady)
        {
            if (noticed.Died) _incarnations.DiedUnread();
            return null;
        }

        try
        {
            using var limit = new CancellationTokenSource(Settings.Passes.ObserveDeadline, _ports.Clock.Time);
            var (evidence, answered) = await Observe(limit.Token);
            if (_incarnations.IsBelied(_look, evidence, now, _ports.Clock.Read().Wall))
                _look = _look with { View = new ContainerView.Unknown("a claim was made since the containers were listed") };
            NoteEvidence(evidence, answered, now);
            var liveness = _incarnations.Liveness(evidence, Limits.Crashes, _look.View, now);
            if (noticed.Died) NoteDeath(evidence, now);
            if (Record.Open.Count > 0) VerifyIntents(evidence);
            var snapshot = new SessionSnapshot(Session, _look.View, evidence, liveness, answered, Record.Starts, Record.Crashes)
            {
                SeriesWait = _look.SeriesWait,
            };
            var plan = SessionJudge.Judge(snapshot, Limits, now);
            NoteVerdict(snapshot, plan, now);
            return plan;
        }
        catch (Exception error) when (error is SessionStoreException or OperationCanceledException)
        {
            if (noticed.Died && Record.Current is not null) _incarnations.DiedUnread();
            Degrade(error, now);
            return null;
        }
    }

    private async Task<(SessionEvidence Evidence, IReadOnlySet<string> Answered)> Observe(CancellationToken cancellation)
    {
        var stopped = _look.View is ContainerView.Stopped;
        if (stopped && !_memory.RolledBack && !Observes)
        {
            await _ports.Store.RecoverAsync(Session, cancellation);
            _memory.RolledBack = true;
        }

        var evidence = await _ports.Store.ObserveAsync(Session, _memory.Cursor, cancellation);
        if (!stopped || evidence.Claims.Count == 0) return (evidence, NoneAnswered);
        var claimed = evidence.Claims.Select(claim => claim.MessageId).ToList();
        return (evidence, await _ports.Store.AnsweredAsync(Session, claimed, cancellation));
    }

    private void NoteEvidence(SessionEvidence evidence, IReadOnlySet<string> answered, ClockReading now)
    {
        var before = _memory.Evidence ?? Record.Seen?.Evidence ?? SessionEvidence.Empty;
        var isSame = EvidenceChange.IsSame(before, evidence)
            && (Record.Seen?.View ?? ContainerView.Stopped.Instance) == _look.View
            && (Record.Fault is null || _memory.CannotWrite)
            && answered.Count == (Record.Seen?.Answered.Count ?? 0);
        _memory.Evidence = evidence;
        if (isSame) return;
        _memory.ToldHeartbeat = evidence.Heartbeat;
        var change = EvidenceChange.Between(Record.Seen?.Evidence ?? SessionEvidence.Empty, evidence);
        _memory.Persist(new SessionEvent.Observed(
            _look.Pass, now, _look.View, change, [.. answered.Order(StringComparer.Ordinal)]));
    }

    private void NoteDeath(SessionEvidence evidence, ClockReading now)
    {
        if (_incarnations.Died(evidence, Limits, now) != Fate.CrashLoop || Record.Crashes.Until is not { } until) return;
        var period = Limits.Crashes.Period;
        var why = new Reason("crash-loop", $"more than {Limits.Crashes.Intensity} deaths within {Durations.Text(period)}", Limit: period);
        _report.Action(ActionKind.Quarantine, null, why, new Outcome(Result.Done, $"until {Timestamp.ToIso(until)}"));
    }

    private void NoteVerdict(SessionSnapshot snapshot, SessionPlan plan, ClockReading now)
    {
        if (!_memory.CannotWrite || (plan.Changes.Count == 0 && plan.DropClaims.Count == 0)) NoteUsable();
        _memory.Cursor = snapshot.Evidence.Cursor;
        foreach (var bad in plan.BadRecurrences.Where(bad => !Record.BadRecurrences.Contains(bad)))
        {
            _memory.Persist(new SessionEvent.CannotRecur(bad));
            _report.Say(Severity.Warning, "recurrence", $"message {bad.MessageId} cannot recur: {bad.Error}");
        }

        var key = VerdictKey.Of(plan, Record);
        var isNews = _memory.Verdict is { } before ? before != key : plan.State != Record.State || plan.State != SessionState.Idle;
        _memory.Verdict = key;
        if (isNews) _memory.Persist(new SessionEvent.Judged(plan.State, SessionExplainer.Explain(snapshot, Limits, now, plan)));
        var leftAlone = plan.Stop is not null && Record.Unstoppable is not null;
        _report.Standing(leftAlone ? SessionState.Quarantined : plan.State, plan.Standing, snapshot.Evidence, plan.Deadline);
    }

    private void NoteUsable()
    {
        if (_memory.StoreError is not null) _report.Say(Severity.Information, "store", "its files can be used again");
        (_memory.StoreError, _memory.StoreFailures, _memory.StoreRetryAt, _memory.CannotWrite) = (null, 0, null, false);
    }

    /// <summary>Files that cannot be used concern this session only: it waits longer and longer, and nothing else notices.</summary>
    private void Degrade(Exception error, ClockReading now)
    {
        var fault = (error as SessionStoreException)?.Fault;
        var text = fault is not null
            ? error.Message
            : $"its files were not read within {Durations.Text(Settings.Passes.ObserveDeadline)}";
        _memory.StoreFailures++;
        _memory.StoreError = text;
        _memory.Verdict = null;
        var pause = StoreBackoff.After(_memory.StoreFailures);
        _memory.StoreRetryAt = now.Steady + pause;
        if (Record.Fault != text) _memory.Persist(new SessionEvent.Unusable(_look.Pass, now, _look.View, fault, text));
        _report.Say(Severity.Warning, "store", text);
        _report.Standing(SessionState.Degraded, text, deadline: now.Wall + pause);
    }

    private static readonly TimeSpan LongestRest = TimeSpan.FromDays(1);

    private static readonly IReadOnlySet<string> NoneAnswered = new HashSet<string>();
}
