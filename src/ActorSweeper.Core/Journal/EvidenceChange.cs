using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Core.Journal;

/// <summary>What is new in a session's files since the look before: a thousand waiting messages are not written down each time.</summary>
/// <param name="Heartbeat">The heartbeat now.</param>
/// <param name="Tool">The tool in flight now.</param>
/// <param name="Claims">All claims now.</param>
/// <param name="Acks">Ended acks that were not yet carried.</param>
/// <param name="Messages">Messages that are new or have changed.</param>
/// <param name="Gone">The ids of messages that are no longer open.</param>
public sealed record EvidenceChange(
    DateTimeOffset? Heartbeat,
    ToolInFlight? Tool,
    IReadOnlyList<Claim> Claims,
    IReadOnlyList<Ack> Acks,
    IReadOnlyList<Message> Messages,
    IReadOnlyList<string> Gone)
{
    /// <summary>The difference between two looks.</summary>
    public static EvidenceChange Between(SessionEvidence before, SessionEvidence after)
    {
        var known = before.Messages.ToDictionary(message => message.Id, StringComparer.Ordinal);
        var changed = after.Messages.Where(message => !known.Remove(message.Id, out var old) || old != message).ToList();
        return new EvidenceChange(after.Heartbeat, after.Tool, after.Claims, after.Acks, changed, [.. known.Keys]);
    }

    /// <summary>The evidence after this change; its cursor is that of the evidence before.</summary>
    public SessionEvidence ApplyTo(SessionEvidence before)
    {
        var gone = Gone.ToHashSet(StringComparer.Ordinal);
        var changed = Messages.ToDictionary(message => message.Id, StringComparer.Ordinal);
        var messages = new List<Message>(before.Messages.Count + Messages.Count);
        foreach (var message in before.Messages.Where(message => !gone.Contains(message.Id)))
            messages.Add(changed.Remove(message.Id, out var now) ? now : message);
        messages.AddRange(Messages.Where(message => changed.ContainsKey(message.Id)));
        return before with { Heartbeat = Heartbeat, Tool = Tool, Claims = Claims, Acks = Acks, Messages = messages };
    }

    /// <summary>Whether two looks found the same, heartbeats aside.</summary>
    public static bool IsSame(SessionEvidence one, SessionEvidence other) =>
        ReferenceEquals(one, other)
        || (one.Tool == other.Tool
            && one.Claims.SequenceEqual(other.Claims)
            && one.Acks.SequenceEqual(other.Acks)
            && one.Messages.SequenceEqual(other.Messages));
}
