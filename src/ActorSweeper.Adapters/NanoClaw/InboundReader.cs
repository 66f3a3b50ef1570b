using ActorSweeper.Adapters.Sqlite;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Adapters.NanoClaw;

/// <summary>Reads the messages that still matter, in one pass over the table.</summary>
internal static class InboundReader
{
    // Columns that files of early v2 versions do not have, with what their absence means.
    private static readonly (string Name, string Otherwise)[] Columns =
    [
        ("id", ""), ("status", ""), ("tries", "0"), ("process_after", "NULL"), ("timestamp", "NULL"),
        ("recurrence", "NULL"), ("series_id", "NULL"), ("trigger", "1"),
    ];

    private static readonly byte[][] Done = ["completed"u8.ToArray()];

    /// <summary>Reads all messages that are not completed, and completed ones with a recurrence.</summary>
    public static OpenMessages Read(Database database)
    {
        var open = new OpenMessages();
        if (RowSelection.Unusual(database, "messages_in", "status", Done, "recurrence") is not { } unusual)
        {
            using var rows = Prepare(database, "");
            Add(rows, open);
            return open;
        }
        if (unusual.Count == 0)
            return open;
        using var row = Prepare(database, " AND rowid = ?1");
        foreach (var number in unusual)
            Add(row.Reset().Bind(1, number), open);
        return open;
    }

    private static void Add(Statement rows, OpenMessages open)
    {
        while (rows.Step())
        {
            if (rows.Text(0) is { } id)
                open.Add(id, rows.Text(1) ?? "", rows);
        }
    }

    /// <summary>The message in the current row of the query above.</summary>
    public static Message Message(Statement row, string id, MessageStatus status) =>
        new(
            id,
            status,
            Triggers: row.Number(7) != 0,
            Tries: (int)Math.Clamp(row.Number(2), 0, int.MaxValue),
            ProcessAfter: NotBefore(row.Text(3)),
            Timestamp: Timestamp.Parse(row.Text(4)),
            Recurrence: row.Text(5) is { Length: > 0 } recurrence ? recurrence : null,
            SeriesId: row.Text(6) ?? id);

    // The container's own query never takes a message whose time SQLite cannot read, so waking for it would be in vain.
    private static DateTimeOffset? NotBefore(string? text) => text switch
    {
        null => null,
        _ when HasOffsetWithoutColon(text) || text.StartsWith('+') || text.StartsWith('-') => DateTimeOffset.MaxValue,
        _ => Timestamp.Parse(text) ?? DateTimeOffset.MaxValue,
    };

    private static bool HasOffsetWithoutColon(string text) =>
        text.Length > 15 && text[^5] is '+' or '-' && text.AsSpan(text.Length - 4).ContainsAnyExceptInRange('0', '9') is false;

    private static Statement Prepare(Database database, string condition)
    {
        try
        {
            return database.Prepare(Query(static _ => true, condition));
        }
        catch (DatabaseException error) when (error.IsSchemaMismatch)
        {
            var present = database.ColumnsOf("messages_in");
            if (present.Count == 0)
                throw StoreFaults.OfSession.LacksTable(database.Path, "messages_in");
            return database.Prepare(Query(name => name is "id" or "status" || present.Contains(name), condition));
        }
    }

    private static string Query(Func<string, bool> has, string condition)
    {
        var columns = string.Join(", ", Columns.Select(column => has(column.Name) ? $"[{column.Name}]" : column.Otherwise));
        var recurring = has("recurrence") ? " OR recurrence <> ''" : "";
        return $"SELECT {columns} FROM messages_in WHERE (status <> 'completed'{recurring}){condition}";
    }
}
