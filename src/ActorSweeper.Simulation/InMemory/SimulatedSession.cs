using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Simulation.InMemory;

/// <summary>One session's files, in memory: what a host and a runner write there.</summary>
public sealed class SimulatedSession
{
    private readonly Dictionary<string, Message> _messages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Status, DateTimeOffset? At)> _acks = new(StringComparer.Ordinal);
    private readonly HashSet<string> _answered = new(StringComparer.Ordinal);
    private int _occurrences;
    private ToolInFlight? _tool;

    /// <summary>A session as its source lists it.</summary>
    public SimulatedSession(Session listed) => Listed = listed;

    /// <summary>How the source lists it; may be replaced.</summary>
    public Session Listed { get; set; }

    /// <summary>Whether the source lists it as active.</summary>
    public bool Active { get; set; } = true;

    /// <summary>The heartbeat file's time of change; null when there is none.</summary>
    public DateTimeOffset? Heartbeat { get; set; }

    /// <summary>The tool in flight.</summary>
    public ToolInFlight? Tool
    {
        get => _tool;
        set => (_tool, Version) = (value, Version + 1);
    }

    /// <summary>Grows with everything that is written, heartbeats aside.</summary>
    public long Version { get; private set; }

    /// <summary>What every reading of its files throws; null when they can be read.</summary>
    public Func<Exception>? ReadFault { get; set; }

    /// <summary>What every writing to its files throws; null when they can be written.</summary>
    public Func<Exception>? WriteFault { get; set; }

    /// <summary>Readings and writings wait for this before they go on: a slow disk.</summary>
    public Func<Task>? Delay { get; set; }

    /// <summary>All messages, by id.</summary>
    public IReadOnlyDictionary<string, Message> Messages => _messages;

    /// <summary>The claims that are held.</summary>
    public IReadOnlyList<Claim> Claims => _acks
        .Where(ack => ack.Value.Status == "processing")
        .OrderBy(ack => ack.Key, StringComparer.Ordinal)
        .Select(ack => new Claim(ack.Key, ack.Value.At))
        .ToList();

    /// <summary>Ended acks.</summary>
    internal IEnumerable<Ack> EndedAcks => _acks
        .Where(ack => ack.Value.Status != "processing")
        .OrderBy(ack => ack.Key, StringComparer.Ordinal)
        .Select(ack => new Ack(ack.Key, ack.Value.Status != "completed", ack.Value.Status));

    /// <summary>Writes a message as the host does; one with the same id is replaced.</summary>
    public SimulatedSession Add(Message message)
    {
        _messages[message.Id] = message;
        Version++;
        return this;
    }

    /// <summary>Claims a message as a runner does.</summary>
    public SimulatedSession Claim(string messageId, DateTimeOffset? at)
    {
        _acks[messageId] = ("processing", at);
        Version++;
        return this;
    }

    /// <summary>Acknowledges a message as a runner does.</summary>
    public SimulatedSession Acknowledge(string messageId, string status, DateTimeOffset at)
    {
        _acks[messageId] = (status, at);
        Version++;
        return this;
    }

    /// <summary>Writes a reply to a message as a runner does.</summary>
    public SimulatedSession Answer(string messageId)
    {
        _answered.Add(messageId);
        Version++;
        return this;
    }

    /// <summary>Drops all claims, as a runner does when it starts.</summary>
    public void DropClaims()
    {
        foreach (var claim in Claims) Drop(claim);
    }

    internal IReadOnlySet<string> Answered(IEnumerable<string> messageIds) =>
        messageIds.Where(_answered.Contains).ToHashSet(StringComparer.Ordinal);

    /// <summary>Applies one change under the same guards as the real store.</summary>
    internal bool Apply(MessageChange change)
    {
        if (!_messages.TryGetValue(change.MessageId, out var message)) return false;
        switch (change)
        {
            case MessageChange.Carry carry when message.Status != MessageStatus.Completed
                && (carry.Status == MessageStatus.Completed || message.Status == MessageStatus.Pending):
                Add(message with { Status = carry.Status });
                return true;
            case MessageChange.Retry retry when message.Status == MessageStatus.Pending && message.Tries == retry.Tries:
                Add(message with { Tries = retry.Tries + 1, ProcessAfter = retry.DueAt });
                return true;
            case MessageChange.Fail when message.Status == MessageStatus.Pending:
                Add(message with { Status = MessageStatus.Failed });
                return true;
            case MessageChange.Close when message.Status == MessageStatus.Pending:
                Add(message with { Status = MessageStatus.Completed });
                return true;
            case MessageChange.Revive revive when message.Status == MessageStatus.Failed && MayRevive(revive):
                if (revive.DropAck && EndedAcks.Any(ack => ack.MessageId == message.Id)) _acks.Remove(message.Id);
                Add(message with { Status = MessageStatus.Pending, Tries = 0, ProcessAfter = null });
                return true;
            case MessageChange.Recur recur when message.Recurrence is not null:
                MoveOn(message, recur);
                return true;
            default:
                return false;
        }
    }

    /// <summary>An ack that stays would end the message again at the next look; one that says that it is done always stays.</summary>
    private bool MayRevive(MessageChange.Revive revive) =>
        EndedAcks.FirstOrDefault(ack => ack.MessageId == revive.MessageId) is not { } ack || (ack.Failed && revive.DropAck);

    internal void Drop(Claim claim)
    {
        _acks.Remove(claim.MessageId);
        Version++;
    }

    private void MoveOn(Message finished, MessageChange.Recur recur)
    {
        Add(finished with { Recurrence = null });
        var series = finished.SeriesId ?? finished.Id;
        var open = _messages.Values.Any(message => message.Status == MessageStatus.Pending && (message.SeriesId ?? message.Id) == series);
        if (open || recur.Next is null) return;
        Add(finished with
        {
            Id = $"{series}-next-{++_occurrences}",
            Status = MessageStatus.Pending,
            ProcessAfter = recur.Next,
            Tries = 0,
            SeriesId = series,
        });
    }
}
