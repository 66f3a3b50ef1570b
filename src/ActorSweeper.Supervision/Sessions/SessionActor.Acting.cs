using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Supervision.Containers;

namespace ActorSweeper.Supervision.Sessions;

/// <summary>How a session's actor carries out what was judged. Every act follows its intent in the journal.</summary>
internal sealed partial class SessionActor
{
    private async Task StopOrWake(SessionPlan plan)
    {
        if (_memory.StoreError is not null) return;
        if (_memory.Unfinished is { } begun)
        {
            _memory.Unfinished = null;
            await Stop(begun.Why, begun.MessageId, begun.Rung);
        }
        else if (plan.Stop is { } stop)
        {
            await Stop(stop.Why, stop.Verdict.MessageId, StopRung.Stop);
        }
        else if (plan.Wake is { } wake)
        {
            TellLooked();
            await Wake(wake);
        }
    }

    // --- messages ---

    private async Task ChangeMessages(SessionPlan plan)
    {
        if (plan.Changes.Count == 0 && plan.DropClaims.Count == 0) return;
        if (Observes)
        {
            var planned = new Outcome(Result.Planned);
            _report.Changes(new Intent.Change(0, plan.Changes, plan.DropClaims), _ => planned, planned);
            return;
        }

        var intent = new Intent.Change(NextIntent, plan.Changes, plan.DropClaims);
        if (await Intend(intent) is { } why && plan.HasDeadLetters)
        {
            // What is given up for good must be on record first. The rest is no loss, whatever becomes of the journal.
            Hold(intent, ActionKind.Fail, null, new Reason("journal", "dead letters wait"), why);
            var rest = plan.WithoutDeadLetters();
            if (rest.Changes.Count == 0 && rest.DropClaims.Count == 0) return;
            intent = new Intent.Change(NextIntent, rest.Changes, rest.DropClaims);
            _memory.Persist(new SessionEvent.Intended(intent));
        }

        await Apply(intent);
    }

    /// <summary>Carries out one transaction over the session's files.</summary>
    /// <returns>For each change, whether its row was as expected; null when it was not carried out.</returns>
    private async Task<IReadOnlyList<bool>?> Apply(Intent.Change intent)
    {
        try
        {
            using var limit = new CancellationTokenSource(Settings.Passes.ObserveDeadline, _ports.Clock.Time);
            var changes = intent.Changes.Select(change => change.Change).ToList();
            var applied = await _ports.Store.ApplyAsync(Session, changes, intent.DropClaims, limit.Token);
            var superseded = new Outcome(Result.Superseded, "the row is not as it was");
            _report.Changes(intent, index => applied[index] ? Outcome.Done : superseded, Outcome.Done);
            Conclude(intent, Outcome.Done);
            NoteUsable();
            return applied;
        }
        catch (Exception error) when (error is SessionStoreException or OperationCanceledException)
        {
            var failed = new Outcome(Result.Failed, error.Message);
            _report.Changes(intent, _ => failed, failed);
            Conclude(intent, failed);
            _memory.CannotWrite = true;
            Degrade(error, _ports.Clock.Read());
            return null;
        }
    }

    // --- stopping ---

    private async Task Stop(Reason why, string? messageId, StopRung from)
    {
        if (Record.Current is not { } container) return;
        if (Record.Unstoppable is { } before && before.ContainerId == container.Id && before.RetryAt > _ports.Clock.Read().Wall) return;
        if (Observes)
        {
            _report.Action(ActionKind.Stop, messageId, why, new Outcome(Result.Planned));
            return;
        }

        var answer = Context.Parent.Ask<StopPermission>(new ProposeStop(_look.Pass, Session.Id, Record.IsGraced));
        TellLooked();
        var permission = await answer;
        if (!permission.Granted)
        {
            _incarnations.GiveFreshTolerance(_ports.Clock.Read());
            _report.Action(ActionKind.Stop, messageId, why, new Outcome(Result.Deferred, permission.Why));
            return;
        }

        await Climb(container, why, messageId, from);
    }

    /// <summary>Climbs the stop ladder; each rung's intent is durable before it is taken.</summary>
    private async Task Climb(Container container, Reason why, string? messageId, StopRung from)
    {
        var intent = new Intent.Stop(NextIntent, container, from, messageId, why);
        if (await Intend(intent) is { } first)
        {
            Hold(intent, ActionKind.Stop, messageId, why, first);
            return;
        }

        _report.Standing(SessionState.Stopping, why.Text);
        var end = await ContainerStop.RunAsync(
            _ports.Containers,
            container,
            Session,
            why.Text,
            from,
            async (rung, outcome) =>
            {
                Conclude(intent, outcome);
                intent = new Intent.Stop(NextIntent, container, rung, messageId, why);
                return await Intend(intent);
            });
        _report.Action(ActionKind.Stop, messageId, why, end.Outcome, intent.Id);
        Conclude(intent, end.Outcome);
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
        _memory.Persist(new SessionEvent.CannotStop(container.Id, _ports.Clock.Read().Wall + Settings.Stopping.RetryPause));
        var text = $"container {container.Name} cannot be stopped ({detail}); its session is left alone, stop it by hand";
        _report.Action(ActionKind.Quarantine, null, new Reason("cannot-stop", text), Outcome.Done);
        _report.Say(Severity.Alarm, "cannot-stop", text);
        _report.Standing(SessionState.Quarantined, text);
    }

    // --- waking ---

    private async Task Wake(WakeOrder order)
    {
        if (Record.RequestedUntil > _ports.Clock.Read().Wall) return;
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

        var intent = new Intent.Wake(NextIntent, order.MessageId, order.Why);
        await Intend(intent);
        // A handler that waits may outlive its actor: nothing is started for a session that is gone.
        if (_ended) return;
        var ended = await _ports.Containers.Ask<StartEnded>(new StartContainer(Session, order.Why.Text));
        var outcome = _incarnations.Started(ended, Settings, Session.Group, _ports.Clock.Read());
        _report.Action(ActionKind.Wake, order.MessageId, order.Why, outcome, intent.Id);
        Conclude(intent, outcome);
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
