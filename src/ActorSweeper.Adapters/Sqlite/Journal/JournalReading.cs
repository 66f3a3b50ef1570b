using ActorSweeper.Core.Journal;

namespace ActorSweeper.Adapters.Sqlite.Journal;

/// <summary>Some events, and where the next ones begin.</summary>
/// <param name="Records">The events that were asked for.</param>
/// <param name="Last">The number of the last event that was looked at.</param>
/// <param name="IsEnd">Whether there are no more.</param>
internal sealed record JournalPage(IReadOnlyList<JournalRecord> Records, long Last, bool IsEnd);

/// <summary>Reads what was written.</summary>
internal static class JournalReading
{
    /// <summary>So many events are looked at in one transaction: some ten milliseconds.</summary>
    private const int PageEvents = 500;

    private const string Columns =
        "SELECT e.number, s.name, e.sequence, e.at, e.kind, e.body, s.dropped FROM event e CROSS JOIN stream s ON s.id = e.stream ";

    private const string OfAll = Columns + "WHERE e.number > ?1 ORDER BY e.number LIMIT ?2";

    private const string OfStream = Columns +
        """
        WHERE e.number IN (
            SELECT number FROM event INDEXED BY event_of_stream
            WHERE stream = (SELECT id FROM stream WHERE name = ?3) AND number > ?1 ORDER BY number LIMIT ?2)
        ORDER BY e.number
        """;

    private const string AllBases =
        "SELECT s.name, b.sequence, b.at, b.body FROM base b CROSS JOIN stream s ON s.id = b.stream ORDER BY s.name";

    private const string AllStreams = "SELECT name FROM stream ORDER BY name";

    /// <summary>The next events after a number.</summary>
    public static JournalPage Page(JournalConnection connection, JournalQuery query, long after)
    {
        var records = new List<JournalRecord>();
        var seen = 0;
        using var use = connection.Use(query.Stream is null ? OfAll : OfStream, out var rows);
        _ = rows.Bind(1, after).Bind(2, PageEvents);
        if (query.Stream is not null)
            _ = rows.Bind(3, query.Stream);
        while (rows.Step())
        {
            seen++;
            after = rows.Number(0);
            var (sequence, at) = (rows.Number(2), JournalTime.From(rows.Number(3)));
            if (at < query.From || at >= query.To || sequence <= rows.Number(6))
                continue;
            var stream = rows.Text(1) ?? "";
            records.Add(new JournalRecord(after, stream, sequence, at, EventOf(connection, rows, stream, sequence, kind: 4, body: 5)));
        }
        return new JournalPage(records, after, seen < PageEvents);
    }

    public static IReadOnlyList<JournalBase> Bases(JournalConnection connection)
    {
        var bases = new List<JournalBase>();
        using var use = connection.Use(AllBases, out var rows);
        while (rows.Step())
        {
            var stream = rows.Text(0) ?? "";
            bases.Add(new JournalBase(
                stream, rows.Number(1), JournalTime.From(rows.Number(2)), StateOf(connection, rows, stream, rows.Number(1), body: 3)));
        }
        return bases;
    }

    public static IReadOnlyList<string> Streams(JournalConnection connection)
    {
        var names = new List<string>();
        using var use = connection.Use(AllStreams, out var rows);
        while (rows.Step())
            names.Add(rows.Text(0) ?? "");
        return names;
    }

    /// <summary>The event in a row.</summary>
    public static JournalEvent EventOf(JournalConnection connection, Statement row, string stream, long sequence, int kind, int body)
    {
        try
        {
            return JournalCodec.DecodeEvent(row.Text(kind) ?? "", row.Blob(body));
        }
        catch (JournalException error)
        {
            throw JournalFaults.Content(connection.Database.Path, $"event {sequence} of {stream}", error);
        }
    }

    /// <summary>The snapshot in a row.</summary>
    public static JournalState StateOf(JournalConnection connection, Statement row, string stream, long sequence, int body)
    {
        try
        {
            return JournalCodec.DecodeState(stream, row.Blob(body));
        }
        catch (JournalException error)
        {
            throw JournalFaults.Content(connection.Database.Path, $"snapshot {sequence} of {stream}", error);
        }
    }
}
