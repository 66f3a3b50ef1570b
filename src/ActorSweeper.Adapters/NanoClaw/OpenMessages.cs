using ActorSweeper.Adapters.Sqlite;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Adapters.NanoClaw;

/// <summary>The messages of one look that are not simply completed, and which acks they still accept.</summary>
internal sealed class OpenMessages
{
    private readonly Dictionary<string, AckAcceptance> _acceptance = new(StringComparer.Ordinal);
    private readonly List<Message> _messages = [];

    /// <summary>Pending messages, and others with a recurrence, in the order in which they were written.</summary>
    public IReadOnlyList<Message> Messages => _messages;

    /// <summary>The ids of all messages that an ack could still change.</summary>
    public IEnumerable<string> Acceptors => _acceptance.Keys;

    public void Add(string id, string status, Statement row)
    {
        var acceptance = MessageStates.Acceptance(status);
        if (acceptance != AckAcceptance.None)
            _acceptance[id] = acceptance;
        var message = InboundReader.Message(row, id, MessageStates.Parse(status));
        // An ack of this very look may finish a paused one, and then its series moves on with it.
        var mayRecur = message.Recurrence is not null && (message.Status != MessageStatus.Held || acceptance != AckAcceptance.None);
        if (message.Status == MessageStatus.Pending || mayRecur)
            _messages.Add(message);
    }

    /// <summary>Whether an ended ack has yet to be carried into its message.</summary>
    public bool Accepts(string id, bool failed) =>
        _acceptance.TryGetValue(id, out var acceptance) && (acceptance == AckAcceptance.Any || !failed);
}
