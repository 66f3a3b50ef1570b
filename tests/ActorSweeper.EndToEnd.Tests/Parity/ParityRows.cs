using System.Globalization;
using ActorSweeper.Workspaces;
using Microsoft.Data.Sqlite;

namespace ActorSweeper.EndToEnd.Tests.Parity;

/// <summary>
/// A row of <c>messages_in</c>, all of it. DueAt is what SQLite itself makes of ProcessAfter, in seconds since 1970; Rest are the
/// columns that nobody may change.
/// </summary>
internal sealed record MessageRow(
    string Id, long Seq, string Kind, string Timestamp, string Status, string? ProcessAfter, long? DueAt, string? Recurrence,
    string? Series, long Tries, long Trigger, string Rest)
{
    /// <summary>As text, for comparison: everything but the helper column.</summary>
    public string Text => string.Join(
        " | ", Id, Seq, Kind, Timestamp, Status, ProcessAfter ?? "NULL", Recurrence ?? "NULL", Series ?? "NULL", Tries, Trigger, Rest);
}

/// <summary>A row of <c>processing_ack</c>. ChangedAt is what SQLite itself makes of Changed, in seconds since 1970.</summary>
internal sealed record AckedRow(string Id, string Status, string Changed, long? ChangedAt)
{
    public string Text => string.Join(" | ", Id, Status, Changed);
}

/// <summary>
/// All that the pass may change of one session, and what it goes by: replies, and the tool with its timeout in milliseconds.
/// </summary>
internal sealed record ParityRows(
    IReadOnlyList<MessageRow> Messages, IReadOnlyList<AckedRow> Acks, IReadOnlySet<string> Answered, (string Name, long? Timeout)? Tool)
{
    public static ParityRows Read(WorkspaceSession session)
    {
        var messages = Select(
            session.Inbound,
            """
            SELECT id, seq, kind, timestamp, status, process_after, CAST(strftime('%s', process_after) AS INTEGER), recurrence, series_id,
              tries, trigger, platform_id || channel_type || thread_id || content || coalesce(source_session_id, '-') || on_wake
            FROM messages_in ORDER BY rowid
            """,
            row => new MessageRow(
                row.GetString(0), row.GetInt64(1), row.GetString(2), row.GetString(3), row.GetString(4), Text(row, 5), Number(row, 6),
                Text(row, 7), Text(row, 8), row.GetInt64(9), row.GetInt64(10), row.GetString(11)));
        var acks = Select(
            session.Outbound,
            """
            SELECT message_id, status, status_changed, CAST(strftime('%s', status_changed) AS INTEGER)
            FROM processing_ack ORDER BY message_id
            """,
            row => new AckedRow(row.GetString(0), row.GetString(1), row.GetString(2), Number(row, 3)));
        var answered = Select(session.Outbound, "SELECT in_reply_to FROM messages_out", row => row.GetString(0));
        var tools = Select(
            session.Outbound,
            "SELECT current_tool, tool_declared_timeout_ms FROM container_state",
            row => (row.GetString(0), Number(row, 1)));
        return new ParityRows(messages, acks, answered.ToHashSet(StringComparer.Ordinal), tools.Count == 0 ? null : tools[0]);
    }

    /// <summary>Both tables as text.</summary>
    public string Text() => string.Join('\n', [.. Messages.Select(row => row.Text), "--", .. Acks.Select(row => row.Text)]);

    private static List<T> Select<T>(string path, string sql, Func<SqliteDataReader, T> row)
    {
        using var connection = SqliteScript.Open(path);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(row(reader));
        return rows;
    }

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static long? Number(SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : Convert.ToInt64(row.GetValue(column), CultureInfo.InvariantCulture);
}
