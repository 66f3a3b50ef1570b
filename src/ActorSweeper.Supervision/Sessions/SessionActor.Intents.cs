using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Supervision.Sessions;

/// <summary>How a session's actor keeps its word: intents before acts, their verification after a crash, and operators' orders.</summary>
internal sealed partial class SessionActor
{
    private long NextIntent => Record.LastIntent + 1;

    /// <summary>Journals what is about to be done.</summary>
    /// <returns>Null when the intent is durable; otherwise why it is not.</returns>
    private async Task<string?> Intend(Intent intent)
    {
        _memory.Persist(new SessionEvent.Intended(intent));
        return await _memory.Journal.DurableAsync();
    }

    private void Conclude(Intent intent, Outcome outcome) => _memory.Persist(new SessionEvent.Concluded(intent.Id, outcome));

    /// <summary>Without a durable intent nothing is done that cannot be undone.</summary>
    private void Hold(Intent intent, ActionKind action, string? messageId, Reason why, string journal)
    {
        var held = new Outcome(Result.Deferred, $"the journal cannot be written: {journal}");
        _report.Action(action, messageId, why, held);
        Conclude(intent, held);
    }

    /// <summary>An earlier host, or this actor before it failed, did not tell how these ended: the world does.</summary>
    private void VerifyIntents(SessionEvidence evidence)
    {
        foreach (var open in Record.Open)
        {
            switch (IntentVerification.Verify(open, _look.View, evidence))
            {
                case Verification.Carried carried:
                    var done = new Outcome(Result.Done, $"{carried.Detail} after a restart");
                    Report(open.Intent, done);
                    Conclude(open.Intent, done);
                    break;
                case Verification.Dropped dropped:
                    Conclude(open.Intent, new Outcome(Result.Superseded, $"{dropped.Detail} after a restart: judged afresh"));
                    break;
                case Verification.Repeat repeat:
                    _memory.Unfinished = repeat.Stop;
                    Conclude(open.Intent, new Outcome(Result.Unknown, "it was found running after a restart: stopped again"));
                    break;
            }
        }
    }

    private void Report(Intent intent, Outcome outcome)
    {
        switch (intent)
        {
            case Intent.Stop stop:
                _report.Action(ActionKind.Stop, stop.MessageId, stop.Why, outcome, stop.Id);
                break;
            case Intent.Wake wake:
                _report.Action(ActionKind.Wake, wake.MessageId, wake.Why, outcome, wake.Id);
                break;
            case Intent.Change change:
                _report.Changes(change, _ => outcome, outcome);
                break;
        }
    }

    // --- operators ---

    private async Task OnCarryOut(CarryOut order)
    {
        var outcome = order.Order.Kind == OrderKind.Release ? Release(order.Order) : await Revive(order.Order);
        Context.Parent.Tell(new OrderCarriedOut(order.Order, outcome));
        if (outcome.Result == Result.Done)
        {
            // What was ordered takes effect now, and not with the next pass.
            Begin(_look with { Pass = 0, FreshTolerance = false });
            if (await LookAndChange() is { } plan) await StopOrWake(plan);
        }

        Context.Parent.Tell(new OrderSettled(Session.Id));
    }

    private Outcome Release(OperatorOrder order)
    {
        _memory.Persist(new SessionEvent.Released(order));
        _memory.Verdict = null;
        return Outcome.Done;
    }

    private async Task<Outcome> Revive(OperatorOrder order)
    {
        var letters = order.MessageId is { } one ? [one] : Record.DeadLetters.Select(letter => letter.MessageId).ToList();
        if (letters.Count == 0) return new Outcome(Result.Superseded, "the session has no dead letter");
        if (Observes) return new Outcome(Result.Planned);
        var why = new Reason("operator", order.Why.Length == 0 ? $"{order.Who} ordered it" : $"{order.Who} ordered it: {order.Why}");
        var dropsAcks = _look.View is ContainerView.Stopped && Record.Current is null
            && !(Record.RequestedUntil > _ports.Clock.Read().Wall);
        var intent = new Intent.Change(
            NextIntent,
            [.. letters.Select(id => new PlannedChange(ActionKind.Revive, new MessageChange.Revive(id, dropsAcks), why))],
            []);
        await Intend(intent);
        if (await Apply(intent) is not { } applied) return new Outcome(Result.Failed, _memory.StoreError ?? "its files cannot be used");
        // What was read so far does not know of the rows that are open again.
        _memory.Cursor = AckCursor.Start;
        return Revived(applied, dropsAcks);
    }

    private static Outcome Revived(IReadOnlyList<bool> applied, bool dropsAcks)
    {
        var revived = applied.Count(done => done);
        var kept = dropsAcks
            ? "not failed, or done after all"
            : "not failed, or failed by an ack that cannot be dropped while a container runs";
        return (revived, applied.Count) switch
        {
            (0, 1) => new Outcome(Result.Superseded, $"the message is {kept}"),
            (0, _) => new Outcome(Result.Superseded, $"none of the {applied.Count} messages is as expected: {kept}"),
            (1, 1) => new Outcome(Result.Done, "the message has another run"),
            _ when revived < applied.Count =>
                new Outcome(Result.Done, $"{revived} of {applied.Count} messages have another run; the others are {kept}"),
            _ => new Outcome(Result.Done, $"{revived} messages have another run"),
        };
    }
}
