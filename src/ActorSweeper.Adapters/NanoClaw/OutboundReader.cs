using ActorSweeper.Adapters.Sqlite;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Adapters.NanoClaw;

/// <summary>Reads claims, new ended acks and the tool in flight.</summary>
internal sealed class OutboundReader(Database database, string file, OpenMessages messages)
{
    private static readonly byte[][] PlainEnds = ["completed"u8.ToArray(), "failed"u8.ToArray()];

    private readonly List<Claim> _claims = [];
    private readonly List<Ack> _acks = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    public IReadOnlyList<Claim> Claims => _claims;

    public IReadOnlyList<Ack> Acks => _acks;

    /// <summary>Reads the acks after the cursor, or all that matter if it does not fit the file.</summary>
    /// <returns>The cursor for the next look.</returns>
    public AckCursor ReadAcks(AckCursor since)
    {
        var cursor = since.Row > 0 ? ReadAfter(since) : null;
        if (cursor is null)
        {
            _claims.Clear();
            _acks.Clear();
            _seen.Clear();
            cursor = ReadAll();
        }
        _claims.Sort(static (left, right) => string.CompareOrdinal(left.MessageId, right.MessageId));
        return cursor;
    }

    /// <summary>The declared tool; null without one. Older files have no table for it.</summary>
    public ToolInFlight? ReadTool()
    {
        try
        {
            using var row = database.Prepare(
                "SELECT current_tool, tool_declared_timeout_ms, tool_started_at, typeof(tool_declared_timeout_ms) " +
                "FROM container_state WHERE id = 1");
            if (!row.Step() || row.Text(0) is not { Length: > 0 } tool)
                return null;
            var timeout = row.Text(3) is "integer" or "real" ? ToolInFlight.TimeoutOf(row.Real(1)) : (TimeSpan?)null;
            return new ToolInFlight(tool, timeout, Timestamp.Parse(row.Text(2)));
        }
        catch (DatabaseException error) when (error.IsSchemaMismatch)
        {
            return null;
        }
    }

    /// <summary>
    /// Reads from the cursor's row on. Null when that row is not as it was: then row numbers may have been given out again.
    /// </summary>
    private AckCursor? ReadAfter(AckCursor since)
    {
        using var rows = database.Prepare($"SELECT {AckRow.Columns} FROM processing_ack WHERE rowid >= ?1 ORDER BY rowid")
            .Bind(1, since.Row);
        if (!rows.Step() || AckRow.Of(rows).ToCursor(file) != since)
            return null;
        var cursor = since;
        var settled = true;
        while (rows.Step())
        {
            var row = AckRow.Of(rows);
            settled = Take(row) && settled;
            if (settled)
                cursor = row.ToCursor(file);
        }
        return ProbeOpenMessages(since.Row) < since.Row ? null : cursor;
    }

    /// <summary>
    /// Reads a whole file without fetching the acks that were carried long ago: what is not a plain end is found by one scan,
    /// and a plain end that still has to be carried belongs to one of the few messages that accept one.
    /// </summary>
    private AckCursor ReadAll()
    {
        var unsettled = TakeUnusual();
        unsettled = Math.Min(unsettled, ProbeOpenMessages(long.MaxValue));
        using var last = database.Prepare($"SELECT {AckRow.Columns} FROM processing_ack WHERE rowid < ?1 ORDER BY rowid DESC LIMIT 1")
            .Bind(1, unsettled);
        return last.Step() ? AckRow.Of(last).ToCursor(file) : new AckCursor(file, 0);
    }

    /// <summary>Sorts all rows that are not plain ends.</summary>
    /// <returns>The lowest row that is not settled.</returns>
    private long TakeUnusual()
    {
        var unsettled = long.MaxValue;
        const string query = $"SELECT {AckRow.Columns} FROM processing_ack WHERE status NOT IN ('completed', 'failed')";
        if (RowSelection.Unusual(database, "processing_ack", "status", PlainEnds, emptyColumn: null) is not { } unusual)
        {
            using var rows = database.Prepare(query);
            return TakeAll(rows, unsettled);
        }
        if (unusual.Count == 0)
            return unsettled;
        using var one = database.Prepare(query + " AND rowid = ?1");
        foreach (var number in unusual)
            unsettled = TakeAll(one.Reset().Bind(1, number), unsettled);
        return unsettled;
    }

    private long TakeAll(Statement rows, long unsettled)
    {
        while (rows.Step())
        {
            var row = AckRow.Of(rows);
            if (!Take(row))
                unsettled = Math.Min(unsettled, row.Row);
        }
        return unsettled;
    }

    /// <summary>Looks up the acks of the messages that accept one and were not met yet.</summary>
    /// <returns>The lowest row that is not settled, or <paramref name="otherwise"/>.</returns>
    private long ProbeOpenMessages(long otherwise)
    {
        var unsettled = otherwise;
        using var probe = database.Prepare($"SELECT {AckRow.Columns} FROM processing_ack WHERE message_id = ?1");
        foreach (var id in messages.Acceptors)
        {
            if (_seen.Contains(id))
                continue;
            probe.Reset().Bind(1, id);
            if (probe.Step() && AckRow.Of(probe) is var row && !Take(row))
                unsettled = Math.Min(unsettled, row.Row);
        }
        return unsettled;
    }

    /// <summary>Sorts one row.</summary>
    /// <returns>Whether it is settled: it will not be needed again unless it is rewritten.</returns>
    private bool Take(AckRow row)
    {
        _ = _seen.Add(row.MessageId);
        if (row.IsClaim)
        {
            _claims.Add(row.ToClaim());
            return false;
        }
        if (row.ToAck(messages) is not { } ack)
            return true;
        _acks.Add(ack);
        return false;
    }
}
