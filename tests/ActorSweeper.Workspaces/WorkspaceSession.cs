using System.Globalization;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Workspaces;

/// <summary>One session of a generated workspace: what host and container would write, one call each.</summary>
/// <param name="session">The session as its source would list it.</param>
/// <param name="schema">The version whose tables the files have.</param>
public sealed class WorkspaceSession(Session session, NanoClawSchema schema)
{
    /// <summary>As its source would list it.</summary>
    public Session Session { get; } = session;

    /// <summary>The session's folder.</summary>
    public string Directory => Session.Directory;

    public string Inbound => Path.Join(Directory, "inbound.db");

    public string Outbound => Path.Join(Directory, "outbound.db");

    public string Heartbeat => Path.Join(Directory, ".heartbeat");

    /// <summary>Adds a message as NanoClaw's host does. Times are texts, so that every form can be tried.</summary>
    public WorkspaceSession Message(
        string id,
        string status = "pending",
        string? processAfter = null,
        string? recurrence = null,
        string? series = null,
        int tries = 0,
        int trigger = 1,
        string kind = "chat",
        string timestamp = "2026-01-10 12:00:00")
    {
        var (columns, values) = schema.HasSeries ? (", series_id, trigger", ", $series, $trigger") : ("", "");
        SqliteScript.Execute(
            Inbound,
            $"""
            INSERT INTO messages_in (
              id, seq, kind, timestamp, status, process_after, recurrence, tries, platform_id, channel_type, thread_id, content{columns})
            VALUES ($id, (SELECT coalesce(max(seq), 0) + 2 FROM messages_in), $kind, $timestamp, $status, $after, $recurrence, $tries,
              'chat-1', 'telegram', 'thread-1', json_object('text', $id){values})
            """,
            [
                ("$id", id), ("$kind", kind), ("$timestamp", timestamp), ("$status", status), ("$after", processAfter),
                ("$recurrence", recurrence), ("$tries", tries),
                .. schema.HasSeries ? new (string, object?)[] { ("$series", series ?? id), ("$trigger", trigger) } : [],
            ]);
        return this;
    }

    /// <summary>Writes an ack as NanoClaw's container does: a new state replaces the row.</summary>
    public WorkspaceSession Ack(string messageId, string status, string changed = "2026-01-10 12:00:00")
    {
        SqliteScript.Execute(
            Outbound, "INSERT OR REPLACE INTO processing_ack VALUES ($id, $status, $changed)",
            ("$id", messageId), ("$status", status), ("$changed", changed));
        return this;
    }

    public WorkspaceSession Claim(string messageId, string changed = "2026-01-10 12:00:00") => Ack(messageId, "processing", changed);

    public WorkspaceSession Reply(string id, string inReplyTo)
    {
        SqliteScript.Execute(
            Outbound,
            """
            INSERT INTO messages_out (id, seq, in_reply_to, timestamp, kind, content)
            VALUES ($id, (SELECT coalesce(max(seq), -1) + 2 FROM messages_out), $to, datetime('now'), 'chat', '{}')
            """,
            ("$id", id), ("$to", inReplyTo));
        return this;
    }

    public WorkspaceSession Tool(string? name, long? timeoutMilliseconds, string? startedAt)
    {
        SqliteScript.Execute(
            Outbound, "INSERT OR REPLACE INTO container_state VALUES (1, $tool, $timeout, $started, datetime('now'))",
            ("$tool", name), ("$timeout", timeoutMilliseconds), ("$started", startedAt));
        return this;
    }

    /// <summary>Sets the heartbeat.</summary>
    public WorkspaceSession Beat(DateTimeOffset at)
    {
        if (!File.Exists(Heartbeat))
            File.WriteAllBytes(Heartbeat, []);
        File.SetLastWriteTimeUtc(Heartbeat, at.UtcDateTime);
        return this;
    }

    /// <summary>The named column of a message; null for NULL and without such a message.</summary>
    public string? Column(string messageId, string column) =>
        SqliteScript.Scalar(Inbound, $"SELECT {column} FROM messages_in WHERE id = $id", ("$id", messageId));

    /// <summary>Fills fresh files in one transaction each.</summary>
    internal void Fill(SessionShape shape)
    {
        var at = Timestamp.ToSqlite(shape.At);
        var series = schema.HasSeries ? ", series_id" : "";
        var seriesValue = schema.HasSeries ? ", id" : "";
        var parameters = new (string, object?)[] { ("$all", shape.Completed + shape.Pending), ("$done", shape.Completed), ("$at", at) };
        SqliteScript.Execute(
            Inbound,
            $"""
            WITH RECURSIVE number(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM number WHERE i < $all),
              row AS (SELECT i, 'msg-1768046400000-' || printf('%06d', i) AS id FROM number WHERE $all > 0)
            INSERT INTO messages_in (id, seq, kind, timestamp, status, tries, platform_id, channel_type, content{series})
            SELECT id, i * 2, 'chat', $at, CASE WHEN i <= $done THEN 'completed' ELSE 'pending' END, 0, 'chat-1', 'telegram',
              printf('%.*c', {shape.ContentBytes.ToString(CultureInfo.InvariantCulture)}, 'x'){seriesValue} FROM row
            """,
            parameters);
        SqliteScript.Execute(
            Outbound,
            """
            WITH RECURSIVE number(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM number WHERE i < $all)
            INSERT INTO processing_ack
            SELECT 'msg-1768046400000-' || printf('%06d', i),
              CASE WHEN i > $done AND i <= $done + $claimed THEN 'processing' ELSE 'completed' END, $at
            FROM number WHERE i <= $done + $claimed + $acked
            """,
            [.. parameters, ("$claimed", shape.Claimed), ("$acked", shape.Acked)]);
        if (shape.HasHeartbeat)
            _ = Beat(shape.At);
    }
}
