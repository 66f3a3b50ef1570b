using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Core.Explaining;

/// <summary>How the rules of ended acks and of finished recurring messages stand.</summary>
internal static class SeriesFindings
{
    private const int MostAcks = 3;
    private const string Waits = "goes on with the next recurrence tick";

    public static Finding Acks(IReadOnlyList<Ack> acks)
    {
        if (acks.Count == 0) return new Finding(RuleNames.SyncAcks, false, "none to carry");
        var first = string.Join(", ", acks.Take(MostAcks).Select(ack => $"{ack.MessageId} {ack.Status}"));
        return new Finding(RuleNames.SyncAcks, true, $"{acks.Count} to carry: {first}{(acks.Count > MostAcks ? ", ..." : "")}");
    }

    /// <summary>Adds the findings.</summary>
    /// <param name="findings">Where to.</param>
    /// <param name="plan">The plan, which says how each series goes on.</param>
    /// <param name="messages">The messages as they stand after the plan's changes.</param>
    public static void AddRecurrences(FindingList findings, SessionPlan plan, IReadOnlyList<Message> messages)
    {
        var finished = messages.Where(MessagePlan.IsFinishedOccurrence).ToList();
        if (finished.Count == 0)
        {
            findings.Add(new Finding(RuleNames.Recurrence, false, "no finished message carries a recurrence"));
            return;
        }

        var texts = plan.Changes.Where(change => change.Action == ActionKind.Recur)
            .Select(change => (change.Change.MessageId, change.Why.Text))
            .Concat(plan.BadRecurrences.Select(bad => (bad.MessageId, Text: $"cannot go on: {bad.Error}")))
            .ToDictionary(text => text.MessageId, text => text.Text, StringComparer.Ordinal);
        findings.AddListed(RuleNames.Recurrence, finished.Select(message => new Finding(
            RuleNames.About(RuleNames.Recurrence, message.Id), true, texts.GetValueOrDefault(message.Id, Waits))));
    }
}
