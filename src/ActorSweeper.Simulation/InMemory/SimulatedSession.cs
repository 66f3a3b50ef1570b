using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Simulation.InMemory;

/// <summary>One session's files, in memory: what a host and a runner write there.</summary>
public sealed class SimulatedSession
{
    private readonly Dictionary<string, Message> _messages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Ack> _ended = new(StringComparer.Ordinal);
    private readonly HashSet<string> _answered = new(StringComparer.Ordinal);

    // What a look asks for is kept in order as it changes: a session that has lived for a year is as quick to read as a new one.
    private readonly SortedDictionary<string, Message> _open = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Claim> _claims = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Ack> _uncarried = new(StringComparer.Ordinal);
    private SessionEvidence? _seen;
    private DateTimeOffset? _heartbeat;
    private ToolInFlight? _tool;
    private int _occurrences;

    /// <summary>A session as its source lists it.</summary>
    public SimulatedSession(Session listed) => Listed = listed;

    /// <summary>How the source lists it; may be replaced.</summary>
    public Session Listed { get; set; }

    /// <summary>Whether the source lists it as active.</summary>
    public bool Active { get; set; } = true;

    /// <summary>The heartbeat file's time of change; null when there is none.</summary>
    public DateTimeOffset? Heartbeat
    {
        get => HeartbeatSource is { } source ? source() : _heartbeat;
        set => (_heartbeat, HeartbeatSource) = (value, null);
    }

    /// <summary>Works the heartbeat out when somebody asks for it: a container that beats costs nothing. Gone once one is set.</summary>
    public Func<DateTimeOffset?>? HeartbeatSource { get; set; }

    /// <summary>The tool in flight.</summary>
    public ToolInFlight? Tool
    {
        get => _tool;
        set
        {
            _tool = value;
            Written();
        }
    }

    /// <summary>Grows with everything that is written, heartbeats aside.</summary>
    public long Version { get; private set; }

    /// <summary>What every reading of its files throws; null when they can be read.</summary>
    public Func<Exception>? ReadFault { get; set; }

    /// <summary>What every writing to its files throws; null when they can be written.</summary>
    public Func<Exception>? WriteFault { get; set; }

    /// <summary>Readings and writings wait for this before they go on: a slow disk.</summary>
    public Func<Task>? Delay { get; set; }

    /// <summary>Told of each change that the host has asked for: the row before, and after; null where it was refused.</summary>
    public Action<MessageChange, Message?, Message?>? Changed { get; set; }

    /// <summary>Told of each claim that the host drops.</summary>
    public Action<Claim>? Dropped { get; set; }

    /// <summary>All messages, by id.</summary>
    public IReadOnlyDictionary<string, Message> Messages => _messages;

    /// <summary>Messages that are pending or still carry a recurrence, in the order of their ids.</summary>
    public IEnumerable<Message> OpenMessages => _open.Values;

    /// <summary>The claims that are held.</summary>
    public IReadOnlyList<Claim> Claims => Look().Claims;

    /// <summary>Writes a message as the host does; one with the same id is replaced.</summary>
    public SimulatedSession Add(Message message)
    {
        _messages[message.Id] = message;
        if (message.Status == MessageStatus.Pending || message.Recurrence is not null) _open[message.Id] = message;
        else _open.Remove(message.Id);
        Weigh(message.Id);
        return this;
    }

    /// <summary>Claims a message as a runner does.</summary>
    public SimulatedSession Claim(string messageId, DateTimeOffset? at)
    {
        _ended.Remove(messageId);
        _claims[messageId] = new Claim(messageId, at);
        Weigh(messageId);
        return this;
    }

    /// <summary>Acknowledges a message as a runner does.</summary>
    public SimulatedSession Acknowledge(string messageId, string status, DateTimeOffset at)
    {
        if (status == "processing") return Claim(messageId, at);
        _claims.Remove(messageId);
        _ended[messageId] = new Ack(messageId, status != "completed", status);
        Weigh(messageId);
        return this;
    }

    /// <summary>How a runner has acknowledged a message; null when it has not.</summary>
    public Ack? Acknowledged(string messageId) => _ended.GetValueOrDefault(messageId);

    /// <summary>Writes a reply to a message as a runner does.</summary>
    public SimulatedSession Answer(string messageId)
    {
        _answered.Add(messageId);
        Written();
        return this;
    }

    /// <summary>Drops all claims, as a runner does when it starts.</summary>
    public void DropClaims()
    {
        _claims.Clear();
        Written();
    }

    /// <summary>What a look at the files finds.</summary>
    internal SessionEvidence Evidence(AckCursor since)
    {
        var seen = Look();
        return seen.Heartbeat == Heartbeat && seen.Cursor == since ? seen : _seen = seen with { Heartbeat = Heartbeat, Cursor = since };
    }

    internal IReadOnlySet<string> Answered(IEnumerable<string> messageIds) =>
        messageIds.Where(_answered.Contains).ToHashSet(StringComparer.Ordinal);

    /// <summary>Applies one change under the same guards as the real store.</summary>
    internal bool Apply(MessageChange change)
    {
        var before = _messages.GetValueOrDefault(change.MessageId);
        var applied = ApplyGuarded(change);
        Changed?.Invoke(change, before, applied ? _messages[change.MessageId] : null);
        return applied;
    }

    internal void Drop(Claim claim)
    {
        if (!_claims.Remove(claim.MessageId)) return;
        Written();
        Dropped?.Invoke(claim);
    }

    private bool ApplyGuarded(MessageChange change)
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
                if (revive.DropAck) _ended.Remove(message.Id);
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
        Acknowledged(revive.MessageId) is not { } ack || (ack.Failed && revive.DropAck);

    private SessionEvidence Look() => _seen ??= new SessionEvidence(
        Heartbeat, Tool, [.. _claims.Values], [.. _uncarried.Values], [.. _open.Values], AckCursor.Start);

    private void Written() => (_seen, Version) = (null, Version + 1);

    /// <summary>Whether an ended ack is still to be carried into its message.</summary>
    private void Weigh(string messageId)
    {
        Written();
        if (_ended.TryGetValue(messageId, out var ack) && IsNew(ack)) _uncarried[messageId] = ack;
        else _uncarried.Remove(messageId);
    }

    private bool IsNew(Ack ack) => _messages.TryGetValue(ack.MessageId, out var message)
        && message.Status is not (MessageStatus.Completed or MessageStatus.Held) && !(
            ack.Failed && message.Status == MessageStatus.Failed);

    private void MoveOn(Message finished, MessageChange.Recur recur)
    {
        Add(finished with { Recurrence = null });
        var series = finished.SeriesId ?? finished.Id;
        var open = _open.Values.Any(message => message is { Status: MessageStatus.Pending, Recurrence: not null }
            && (message.SeriesId ?? message.Id) == series);
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
