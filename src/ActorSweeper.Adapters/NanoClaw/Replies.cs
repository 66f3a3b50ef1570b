using ActorSweeper.Adapters.Sqlite;

namespace ActorSweeper.Adapters.NanoClaw;

/// <summary>Finds messages that were answered although no ack says so (F42).</summary>
internal static class Replies
{
    /// <summary>Which of the messages have a reply.</summary>
    public static HashSet<string> To(SessionFiles files, IReadOnlyCollection<string> messageIds)
    {
        var answered = new HashSet<string>(StringComparer.Ordinal);
        if (messageIds.Count == 0 || !FileStat.Of(files.Folder.Outbound).Exists)
            return answered;
        var asked = messageIds.ToHashSet(StringComparer.Ordinal);
        using var outbound = files.ReadOutbound();
        // in_reply_to has no index: one scan for all ids, and only for a session that lost its container.
        using var rows = outbound.Prepare("SELECT in_reply_to FROM messages_out WHERE in_reply_to IS NOT NULL");
        while (rows.Step())
        {
            if (rows.Text(0) is { } id && asked.Contains(id))
                _ = answered.Add(id);
        }
        return answered;
    }
}
