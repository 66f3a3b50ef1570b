using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Core.Journal;

/// <summary>What the host's own changes make of the evidence, before the next look has seen them.</summary>
internal static class Acts
{
    /// <summary>The evidence after an act.</summary>
    /// <param name="before">The evidence before it.</param>
    /// <param name="acted">What was told of the act.</param>
    /// <param name="open">The intents that were open then: what was told names the change by its intent.</param>
    public static SessionEvidence After(SessionEvidence before, SessionEvent.Acted acted, IReadOnlyList<OpenIntent> open)
    {
        if (acted is not { Outcome.Result: Result.Done, Intent: { } number }) return before;
        if (open.FirstOrDefault(open => open.Intent.Id == number)?.Intent is not Intent.Change intent) return before;
        if (acted.Action == ActionKind.DropClaims)
            return before with { Claims = [.. before.Claims.Except(intent.DropClaims)] };
        return intent.Changes
            .Where(planned => planned.Action == acted.Action && planned.Change.MessageId == acted.MessageId)
            .Aggregate(before, (evidence, planned) => After(evidence, planned.Change));
    }

    private static SessionEvidence After(SessionEvidence before, MessageChange change)
    {
        var messages = before.Messages.ToList();
        var index = messages.FindIndex(message => message.Id == change.MessageId);
        var acks = change is MessageChange.Carry or MessageChange.Revive
            ? before.Acks.Where(ack => ack.MessageId != change.MessageId).ToList()
            : before.Acks;
        // A message that had failed is in no evidence: what is known of it is that it is due now.
        var row = index >= 0 ? messages[index] : new Message(change.MessageId, MessageStatus.Failed);
        var changed = change.After(row);
        if (index >= 0) messages.RemoveAt(index);
        if (changed.Status == MessageStatus.Pending || changed.Recurrence is not null)
            messages.Insert(index >= 0 ? index : messages.Count, changed);
        if (change is MessageChange.Recur { Next: { } next } && !HasOpen(messages, row)) messages.Add(NextOf(row, next));
        return before with { Acks = acks, Messages = messages };
    }

    private static bool HasOpen(IEnumerable<Message> messages, Message finished) => messages.Any(
        message => message.Status == MessageStatus.Pending && (message.SeriesId ?? message.Id) == (finished.SeriesId ?? finished.Id));

    /// <summary>Its id is known to the next look only.</summary>
    private static Message NextOf(Message finished, DateTimeOffset next) => finished with
    {
        Id = $"next of {finished.SeriesId ?? finished.Id}",
        Status = MessageStatus.Pending,
        ProcessAfter = next,
        Tries = 0,
    };
}
