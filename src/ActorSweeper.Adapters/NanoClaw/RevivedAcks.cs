using ActorSweeper.Adapters.Sqlite;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Adapters.NanoClaw;

/// <summary>The ended acks of messages that are to have another run: each would end its message again at the next look.</summary>
internal sealed class RevivedAcks
{
    private readonly HashSet<string> _failures = new(StringComparer.Ordinal);
    private readonly HashSet<string> _kept = new(StringComparer.Ordinal);

    /// <summary>The messages whose ack must go with their change.</summary>
    public IReadOnlySet<string> Failures => _failures;

    /// <summary>The messages that stay as they are: their ack is kept, or says that they are done.</summary>
    public IReadOnlySet<string> Kept => _kept;

    /// <summary>Reads them. A session without acks has none.</summary>
    public static RevivedAcks Read(SessionFiles files, IEnumerable<MessageChange> changes)
    {
        var acks = new RevivedAcks();
        var revived = changes.OfType<MessageChange.Revive>().ToList();
        if (revived.Count == 0 || !FileStat.Of(files.Folder.Outbound).Exists)
            return acks;
        using var outbound = files.ReadOutbound();
        using var find = outbound.Prepare("SELECT status FROM processing_ack WHERE message_id = ?1");
        foreach (var change in revived)
        {
            find.Reset().Bind(1, change.MessageId);
            if (find.Step() && MessageStates.Failure(find.Text(0) ?? "") is { } failed)
                _ = (failed && change.DropAck ? acks._failures : acks._kept).Add(change.MessageId);
        }
        return acks;
    }
}
