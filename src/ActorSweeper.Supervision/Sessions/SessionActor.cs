using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;
using ActorSweeper.Supervision.Containers;

namespace ActorSweeper.Supervision.Sessions;

/// <summary>
/// <c>session-&lt;id&gt;</c>: supervises one active session. Each look has the same order: observe the files, judge (in Core),
/// change messages, then stop or wake. It cannot know whether a silent container still works. Its parent is the supervisor;
/// what survives a restart is in <see cref="SessionMemory"/> and in the session's own files.
/// </summary>
internal sealed class SessionActor : ReceiveActor
{
    private readonly SessionPorts _ports;
    private readonly SessionMemory _memory;
    private readonly Incarnations _incarnations;
    private readonly SessionReports _report;
    private Look _look;
    private bool _ended;

    public SessionActor(Look first, SessionPorts ports, SessionMemory memory)
    {
        (_look, _ports, _memory) = (first, ports, memory);
        _incarnations = new Incarnations(memory);
        _report = new SessionReports(Context.Parent, first, ports, memory);
        ReceiveAsync<Look>(OnLook);
        ReceiveAsync<ContainerEnded>(OnContainerEnded);
        ReceiveAsync<SlotGranted>(_ => OnSlotGranted());
    }

    private SupervisionSettings Settings => _look.Settings;

    private SessionLimits Limits => Settings.LimitsOf(Session.Group);

    private Session Session => _look.Session;

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
        Begin(look);
        var plan = await LookAndChange();
        Context.Parent.Tell(new Looked(look.Pass, Session.Id, _memory.StoreError is not null));
        if (plan is not null) await StopOrWake(plan);
        Context.Parent.Tell(new Settled(look.Pass, Session.Id));
    }

    /// <summary>The runtime told of a container's end. One of an earlier life changes nothing.</summary>
    private async Task OnContainerEnded(ContainerEnded ended)
    {
        if (_memory.Current is not { } current || current.Id != ended.Death.ContainerId) return;
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

    private void Begin(Look look)
    {
        _look = look;
        _report.Begin(look);
    }

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
        if (_memory.StoreRetryAt > now.Steady) return null;
        try
        {
            using var limit = new CancellationTokenSource(Settings.Passes.ObserveDeadline, _ports.Clock.Time);
            var (evidence, answered) = await Observe(limit.Token);
            var liveness = _incarnations.Liveness(evidence, Limits.Crashes, now);
            if (noticed.Died) NoteDeath(evidence, now);
            var snapshot = new SessionSnapshot(Session, _look.View, evidence, liveness, answered, _memory.Starts, _memory.Crashes);
            var plan = SessionJudge.Judge(snapshot, Limits, now);
            Note(evidence, plan);
            return plan;
        }
        catch (Exception error) when (error is SessionStoreException or OperationCanceledException)
        {
            Degrade(error, now);
            return null;
        }
    }

    private async Task<(SessionEvidence Evidence, IReadOnlySet<string> Answered)> Observe(CancellationToken cancellation)
    {
        var stopped = _look.View is ContainerView.Stopped;
        if (stopped && !_memory.Recovered && !Observes)
        {
            await _ports.Store.RecoverAsync(Session, cancellation);
            _memory.Recovered = true;
        }

        var evidence = await _ports.Store.ObserveAsync(Session, _memory.Cursor, cancellation);
        if (!stopped || evidence.Claims.Count == 0) return (evidence, new HashSet<string>());
        var claimed = evidence.Claims.Select(claim => claim.MessageId).ToList();
        return (evidence, await _ports.Store.AnsweredAsync(Session, claimed, cancellation));
    }

    private void NoteDeath(SessionEvidence evidence, ClockReading now)
    {
        if (_incarnations.Died(evidence, Limits, now) != Fate.CrashLoop || _memory.Crashes.Until is not { } until) return;
        var period = Limits.Crashes.Period;
        var why = new Reason("crash-loop", $"more than {Limits.Crashes.Intensity} deaths within {Durations.Text(period)}", Limit: period);
        _report.Action(ActionKind.Quarantine, null, why, new Outcome(Result.Done, $"until {Timestamp.ToIso(until)}"));
    }

    private void Note(SessionEvidence evidence, SessionPlan plan)
    {
        if (_memory.StoreError is not null) _report.Say(Severity.Information, "store", "its files can be used again");
        (_memory.StoreError, _memory.StoreFailures, _memory.StoreRetryAt) = (null, 0, null);
        _memory.Cursor = evidence.Cursor;
        foreach (var bad in plan.BadRecurrences.Where(bad => _memory.ReportedRecurrences.Add((bad.MessageId, bad.Error))))
            _report.Say(Severity.Warning, "recurrence", $"message {bad.MessageId} cannot recur: {bad.Error}");
        var leftAlone = plan.Stop is not null && _memory.CannotStop is not null;
        _report.Standing(leftAlone ? SessionState.Quarantined : plan.State, plan.Standing, evidence, plan.Deadline);
    }

    /// <summary>Files that cannot be used concern this session only: it waits longer and longer, and nothing else notices.</summary>
    private void Degrade(Exception error, ClockReading now)
    {
        var text = error is SessionStoreException
            ? error.Message
            : $"its files were not read within {Durations.Text(Settings.Passes.ObserveDeadline)}";
        _memory.StoreFailures++;
        _memory.StoreError = text;
        var pause = StoreBackoff.After(_memory.StoreFailures);
        _memory.StoreRetryAt = now.Steady + pause;
        _report.Say(Severity.Warning, "store", text);
        _report.Standing(SessionState.Degraded, text, deadline: now.Wall + pause);
    }

    // --- carry out ---

    private async Task ChangeMessages(SessionPlan plan)
    {
        if (plan.Changes.Count == 0 && plan.DropClaims.Count == 0) return;
        if (Observes)
        {
            var planned = new Outcome(Result.Planned);
            _report.Changes(plan, _ => planned, planned);
            return;
        }

        try
        {
            using var limit = new CancellationTokenSource(Settings.Passes.ObserveDeadline, _ports.Clock.Time);
            var changes = plan.Changes.Select(change => change.Change).ToList();
            var applied = await _ports.Store.ApplyAsync(Session, changes, plan.DropClaims, limit.Token);
            var superseded = new Outcome(Result.Superseded, "the row is not as it was");
            _report.Changes(plan, index => applied[index] ? Outcome.Done : superseded, Outcome.Done);
        }
        catch (Exception error) when (error is SessionStoreException or OperationCanceledException)
        {
            var failed = new Outcome(Result.Failed, error.Message);
            _report.Changes(plan, _ => failed, failed);
            Degrade(error, _ports.Clock.Read());
        }
    }

    private async Task StopOrWake(SessionPlan plan)
    {
        if (_memory.StoreError is not null) return;
        if (plan.Stop is { } stop) await Stop(stop);
        else if (plan.Wake is { } wake) await Wake(wake);
    }

    private async Task Stop(StopOrder order)
    {
        var container = _memory.Current!;
        if (_memory.CannotStop is { } before && before.Container == container.Id && before.RetryAt > _ports.Clock.Read().Steady) return;
        if (Observes)
        {
            _report.Action(ActionKind.Stop, order.Verdict.MessageId, order.Why, new Outcome(Result.Planned));
            return;
        }

        var proposal = new ProposeStop(_look.Pass, Session.Id, order, _memory.Graced);
        var permission = await Context.Parent.Ask<StopPermission>(proposal);
        if (!permission.Granted)
        {
            _incarnations.GiveFreshTolerance(_ports.Clock.Read());
            _report.Action(ActionKind.Stop, order.Verdict.MessageId, order.Why, new Outcome(Result.Deferred, permission.Why));
            return;
        }

        _report.Standing(SessionState.Stopping, order.Why.Text);
        var end = await ContainerStop.RunAsync(_ports.Containers, container, Session, order.Why.Text);
        _report.Action(ActionKind.Stop, order.Verdict.MessageId, order.Why, end.Outcome);
        if (end.CannotStop) Alarm(container, end.Outcome.Detail);
        if (end.Gone) await AfterStop();
    }

    /// <summary>Only now that the container is confirmed gone are its claims returned, on evidence read afresh.</summary>
    private async Task AfterStop()
    {
        _incarnations.Stopped(_ports.Clock.Read());
        await ReportContainer(running: false);
        await LookAndChange();
    }

    private void Alarm(Container container, string detail)
    {
        _memory.CannotStop = (container.Id, _ports.Clock.Read().Steady + Settings.Stopping.RetryPause);
        var text = $"container {container.Name} cannot be stopped ({detail}); its session is left alone, stop it by hand";
        _report.Action(ActionKind.Quarantine, null, new Reason("cannot-stop", text), Outcome.Done);
        _report.Say(Severity.Alarm, "cannot-stop", text);
        _report.Standing(SessionState.Quarantined, text);
    }

    private async Task Wake(WakeOrder order)
    {
        if (_memory.RequestedUntil > _ports.Clock.Read().Steady) return;
        if (Observes)
        {
            _report.Action(ActionKind.Wake, order.MessageId, order.Why, new Outcome(Result.Planned));
            return;
        }

        var slot = await _ports.Containers.Ask<object>(new RequestSlot(Session.Id, order.DueSince, Self));
        if (slot is SlotQueued queued)
        {
            _report.Action(ActionKind.Wake, order.MessageId, order.Why, new Outcome(Result.Queued, $"{queued.Ahead} ahead"));
            _report.Standing(SessionState.Queued, $"{order.Why.Text}; {queued.Ahead} ahead in the queue");
            return;
        }

        await Start(order);
    }

    private async Task Start(WakeOrder order)
    {
        try
        {
            await _ports.Store.PrepareStartAsync(Session, CancellationToken.None);
        }
        catch (SessionStoreException error)
        {
            _ports.Containers.Tell(new ReleaseSlot(Session.Id));
            Degrade(error, _ports.Clock.Read());
            return;
        }

        // A handler that waits may outlive its actor: nothing is started for a session that is gone.
        if (_ended) return;
        var ended = await _ports.Containers.Ask<StartEnded>(new StartContainer(Session, order.Why.Text));
        var outcome = _incarnations.Started(ended, Settings, Session.Group, _ports.Clock.Read());
        _report.Action(ActionKind.Wake, order.MessageId, order.Why, outcome);
        if (ended is not StartEnded.Started started) return;
        Context.Parent.Tell(new Owns(Session.Id, started.Container.Id));
        _report.Standing(SessionState.Starting, $"woken: {order.Why.Text}");
        await ReportContainer(running: true);
    }

    private async Task ReportContainer(bool running)
    {
        try
        {
            await _ports.Store.ReportContainerAsync(Session, running, CancellationToken.None);
        }
        catch (SessionStoreException error)
        {
            _report.Say(Severity.Information, "report-container", error.Message);
        }
    }
}
