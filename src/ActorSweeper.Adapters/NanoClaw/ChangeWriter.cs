using ActorSweeper.Adapters.Sqlite;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Adapters.NanoClaw;

/// <summary>Writes changes inside an open transaction. Every statement repeats what its change expects to find.</summary>
/// <param name="database">The messages, with the acks attached as <c>outbound</c> where a change or a dropped claim needs them.</param>
/// <param name="occurrences">Writes next occurrences.</param>
/// <param name="acks">The acks of messages that are to have another run.</param>
internal sealed class ChangeWriter(Database database, OccurrenceWriter occurrences, RevivedAcks acks)
{
    /// <summary>Applies one change.</summary>
    /// <returns>Whether its row was as expected and was changed.</returns>
    public bool Apply(MessageChange change) => change switch
    {
        MessageChange.Carry carry => Carry(carry),
        MessageChange.Retry retry => Retry(retry),
        MessageChange.Fail => Run("UPDATE messages_in SET status = 'failed' WHERE id = ?1 AND status = 'pending'", change),
        MessageChange.Close => Run("UPDATE messages_in SET status = 'completed' WHERE id = ?1 AND status = 'pending'", change),
        MessageChange.Recur recur => occurrences.Recur(recur),
        MessageChange.Revive revive => Revive(revive),
        _ => throw new ArgumentOutOfRangeException(nameof(change), change, "not a change that this store knows"),
    };

    /// <summary>Deletes those claims that still are as they were seen; another's newer claim stays.</summary>
    public void Drop(IEnumerable<Claim> claims)
    {
        using var find = database.Prepare(
            $"SELECT rowid, status_changed FROM outbound.processing_ack WHERE message_id = ?1 AND status = '{MessageStates.Processing}'");
        using var delete = database.Prepare("DELETE FROM outbound.processing_ack WHERE rowid = ?1");
        foreach (var claim in claims)
        {
            find.Reset().Bind(1, claim.MessageId);
            if (!find.Step() || Timestamp.Parse(find.Text(1)) != claim.Since)
                continue;
            var row = find.Number(0);
            _ = find.Reset();
            _ = delete.Bind(1, row).Run();
        }
    }

    private bool Carry(MessageChange.Carry carry) => carry.Status switch
    {
        MessageStatus.Completed =>
            Run($"UPDATE messages_in SET status = 'completed' WHERE id = ?1 AND {MessageStates.SuccessCondition}", carry),
        MessageStatus.Failed =>
            Run($"UPDATE messages_in SET status = 'failed' WHERE id = ?1 AND {MessageStates.AnyAckCondition}", carry),
        _ => throw new ArgumentOutOfRangeException(nameof(carry), carry.Status, "an ack ends a message as completed or failed"),
    };

    private bool Retry(MessageChange.Retry retry)
    {
        using var update = database.Prepare(
            "UPDATE messages_in SET tries = coalesce(tries, 0) + 1, process_after = ?2 " +
            "WHERE id = ?1 AND status = 'pending' AND coalesce(tries, 0) = ?3");
        return update.Bind(1, retry.MessageId).Bind(2, Timestamp.ToSqlite(retry.DueAt)).Bind(3, retry.Tries).Run() > 0;
    }

    /// <summary>A message whose ack is kept stays as it is: that ack would end it again before it has had its run.</summary>
    private bool Revive(MessageChange.Revive revive)
    {
        if (acks.Kept.Contains(revive.MessageId)
            || !Run(
                "UPDATE messages_in SET status = 'pending', tries = 0, process_after = NULL WHERE id = ?1 AND status = 'failed'", revive))
            return false;
        if (acks.Failures.Contains(revive.MessageId))
            _ = Run($"DELETE FROM outbound.processing_ack WHERE message_id = ?1 AND status <> '{MessageStates.Processing}'", revive);
        return true;
    }

    private bool Run(string sql, MessageChange change)
    {
        using var update = database.Prepare(sql);
        return update.Bind(1, change.MessageId).Run() > 0;
    }
}
