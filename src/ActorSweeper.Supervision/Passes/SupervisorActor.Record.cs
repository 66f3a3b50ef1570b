using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Quarantine;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;
using ActorSweeper.Supervision.Containers;
using ActorSweeper.Supervision.Events;
using ActorSweeper.Supervision.Journaling;
using ActorSweeper.Supervision.Sessions;

namespace ActorSweeper.Supervision.Passes;

/// <summary>What the supervisor keeps on record besides passes: failures of actors, settings, operators' orders, its own end.</summary>
internal sealed partial class SupervisorActor
{
    // --- failures ---

    private ActorFailures? FailuresOf(SessionChild child) => _journal.State.Failures.GetValueOrDefault(child.Session.Id.Value);

    private void OnActorFailed(ActorFailed failed)
    {
        if (_fleet.FindByActor(failed.Child) is not { } child) return;
        var now = _ports.Clock.Read().Wall;
        var failures = (FailuresOf(child)?.History ?? CrashHistory.None).Died(now, _settings.Restarts);
        var quarantined = failures.IsQuarantined(now);
        var pause = quarantined ? failures.Until!.Value - now : StoreBackoff.After(Math.Max(1, failures.Deaths.Count));
        var error = $"{failed.Error.GetType().Name}: {failed.Error.Message}";
        _journal.Persist(new HostEvent.ActorFailed(child.Session.Id, error, failures, now + pause));
        var text = $"its actor failed ({error}); tried again in {Durations.Text(pause)}";
        Say(quarantined ? Severity.Alarm : Severity.Warning, "actor", text, child.Session.Id);
        if (quarantined)
        {
            var why = new Reason("actor-failures", text, Limit: _settings.Restarts.Period);
            OnReport(new Report(
                _passes, new ActionTaken(now, child.Session.Id, child.Session.Group, ActionKind.Quarantine, null, why, Outcome.Done)));
        }

        if (_order is { } open && open.Session == child.Session.Id) OnOrderEnded(open.Order, new Outcome(Result.Failed, error));
        _ordered.Remove(child.Session.Id);
        OnSettled(new Settled(_passes, child.Session.Id));
    }

    private void OnStraySettled(StraySettled settled)
    {
        if (settled.Outcome.Result != Result.Planned)
            _journal.Persist(new HostEvent.StrayEnded(settled.ContainerId, settled.Session, settled.Why, settled.Outcome));
        OnProgress(_passes, pass => pass.Strays.Remove(settled.ContainerId));
    }

    /// <summary>A host before this one did not tell how these stops ended: the listing does. What still runs is stopped again.</summary>
    private void VerifyStrays(Pass pass, ContainerMatch match)
    {
        if (pass.Containers is not { } listed) return;
        foreach (var stray in _journal.State.OpenStrays.Values.OrderBy(stray => stray.Id, StringComparer.Ordinal))
        {
            if (match.Strays.Any(found => found.Container.Id == stray.Id)) continue;
            var outcome = listed.Any(container => container.Id == stray.Id)
                ? new Outcome(Result.Superseded, "it was found to belong to a session after a restart")
                : new Outcome(Result.Done, "it was found gone after a restart");
            var why = new Reason("orphan", $"container {stray.Name}: it belonged to nobody");
            _journal.Persist(new HostEvent.StrayEnded(stray.Id, stray.Session, why, outcome));
        }
    }

    private void OnJournalBack(JournalBack back)
    {
        if (back.Lost > 0) _journal.Persist(new HostEvent.JournalGap(back.Lost, back.Since, back.Why));
    }

    // --- settings ---

    private void NoteSettings()
    {
        var text = SettingsText.Write(_settings);
        if (text != _journal.State.Settings) _journal.Persist(new HostEvent.SettingsApplied(_journal.State.Generation + 1, text));
    }

    private void OnSettingsChanged(SettingsChanged changed)
    {
        _settings = changed.Settings;
        NoteSettings();
        LookForOrders();
        _ports.Containers.Tell(new GatewayChanged(_settings.Gateway, _settings.Stopping));
        _ports.Journal.Tell(new JournalSettingsChanged(_settings.Journal));
        if (_settings.SweepInterval is { } interval) Timers.StartSingleTimer("pass", new PassDue(), interval);
    }

    // --- operators ---

    private void LookForOrders()
    {
        if (_settings.Journal.OrderInterval is { } pause) Timers.StartPeriodicTimer("orders", new OrdersDue(), pause, pause);
        else Timers.Cancel("orders");
    }

    /// <summary>An order can only be carried out, or refused, by who knows the sessions.</summary>
    private void AskForOrders()
    {
        if (_knowsSessions) _ports.Journal.Tell(new FindOrders(_journal.State.LastOrder));
    }

    /// <summary>One order after the other: what has ended is then a number, and a crash can lose none.</summary>
    private void CarryOut(IReadOnlyList<OperatorOrder> orders)
    {
        if (_order is not null || _draining is not null) return;
        if (orders.FirstOrDefault(order => order.Number > _journal.State.LastOrder) is not { } order || !_fleet.Knows(order)) return;
        var children = _fleet.FindFor(order);
        if (children.Count == 0)
        {
            OnOrderEnded(order, new Outcome(Result.Superseded, NobodyFor(order)));
            return;
        }

        // More than one only where two sessions have a dead letter of the same id: the first is as good as the other.
        var child = children[0];
        _order = (order, child.Session.Id);
        if (order.Kind == OrderKind.Release && FailuresOf(child) is not null)
            _journal.Persist(new HostEvent.ActorTrusted(child.Session.Id));
        child.Rest = null;
        _ordered.Add(child.Session.Id);
        child.Actor.Tell(new CarryOut(order));
    }

    private static string NobodyFor(OperatorOrder order) => order.Session is { } session
        ? $"there is no active session {session}"
        : $"no active session has a dead letter {order.MessageId}; name the session too";

    private void OnOrderEnded(OperatorOrder order, Outcome outcome)
    {
        _order = null;
        _journal.Persist(new HostEvent.OrderEnded(order, outcome));
        var what = order.MessageId is null ? "" : $" of message {order.MessageId}";
        Say(
            outcome.Result is Result.Done or Result.Planned ? Severity.Information : Severity.Warning,
            "order",
            $"{order.Kind}{what}, ordered by {order.Who}: {outcome.Result} {outcome.Detail}".TrimEnd(),
            order.Session);
        AskForOrders();
    }

    private void OnOrderSettled(SessionId session)
    {
        _ordered.Remove(session);
        if (_draining is not null) CheckDrained();
    }

    // --- the end ---

    private void OnDrain(IActorRef asker)
    {
        _draining = asker;
        Timers.Cancel("pass");
        Timers.Cancel("orders");
        CheckDrained();
    }

    private void CheckDrained()
    {
        if (_fleet.AnyBusy || _ordered.Count > 0 || _hasEnded) return;
        _hasEnded = true;
        _journal.Persist(new HostEvent.Ended());
        var asker = _draining!;
        _journal.DurableAsync().PipeTo(asker, Self, _ => new Drained());
    }

    /// <summary>Says that something is over that was said to be wrong: the same trouble is news when it comes again.</summary>
    /// <param name="topic">What it was said about.</param>
    /// <param name="subject">How both notices begin.</param>
    /// <param name="isOver">How this one ends.</param>
    private void SayOver(string topic, string subject, string isOver)
    {
        var text = $"{subject} {isOver}";
        if (_said.TryGetValue((topic, null), out var last) && last != text && last.StartsWith(subject, StringComparison.Ordinal))
            Say(Severity.Information, topic, text);
    }

    private void Say(Severity severity, string topic, string text, SessionId? session = null)
    {
        if (_said.GetValueOrDefault((topic, session)) != text)
        {
            _said[(topic, session)] = text;
            _journal.Persist(new HostEvent.Noticed(severity, topic, session, text));
        }

        OnReport(new Report(_passes, new Notice(_ports.Clock.Read().Wall, severity, topic, session, text)));
    }
}
