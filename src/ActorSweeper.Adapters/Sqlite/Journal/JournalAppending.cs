using ActorSweeper.Core.Journal;

namespace ActorSweeper.Adapters.Sqlite.Journal;

/// <summary>An entry as it is written.</summary>
/// <param name="Stream">Whose.</param>
/// <param name="Sequence">The place in the stream.</param>
/// <param name="At">When, as <see cref="JournalTime"/> counts.</param>
/// <param name="Kind">The kind of event; null for a snapshot.</param>
/// <param name="Body">The content.</param>
internal sealed record JournalRow(string Stream, long Sequence, long At, string? Kind, byte[] Body)
{
    public static JournalRow Of(JournalEntry entry) => entry switch
    {
        JournalEntry.Happened happened => new JournalRow(
            entry.Stream,
            entry.Sequence,
            JournalTime.Of(entry.At),
            JournalCodec.KindOf(happened.Event),
            JournalCodec.Encode(happened.Event)),
        JournalEntry.Snapshot snapshot => new JournalRow(
            entry.Stream, entry.Sequence, JournalTime.Of(entry.At), null, JournalCodec.Encode(snapshot.State)),
        _ => throw new ArgumentOutOfRangeException(nameof(entry), entry, "An entry is an event or a snapshot."),
    };
}

/// <summary>Writes entries in one transaction.</summary>
internal static class JournalAppending
{
    private const string FindStream = "SELECT id FROM stream WHERE name = ?1";
    private const string AddStream = "INSERT INTO stream (name) VALUES (?1)";

    private const string AddEvent =
        """
        INSERT INTO event (stream, sequence, at, kind, body) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (stream, sequence) DO NOTHING
        """;

    // Of snapshots only the newest is of use.
    private const string AddSnapshot =
        """
        INSERT INTO snapshot (stream, sequence, at, body) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (stream) DO UPDATE SET sequence = excluded.sequence, at = excluded.at, body = excluded.body
        WHERE excluded.sequence > snapshot.sequence
        """;

    public static void Append(JournalConnection connection, IReadOnlyList<JournalRow> rows)
    {
        connection.BeginWrite();
        foreach (var row in rows)
            Append(connection, row, StreamOf(connection, row.Stream));
        connection.Commit();
    }

    private static void Append(JournalConnection connection, JournalRow row, long stream)
    {
        using var use = connection.Use(row.Kind is null ? AddSnapshot : AddEvent, out var insert);
        _ = insert.Bind(1, stream).Bind(2, row.Sequence).Bind(3, row.At);
        _ = row.Kind is null ? insert.Bind(4, row.Body.AsSpan()) : insert.Bind(4, row.Kind).Bind(5, row.Body.AsSpan());
        _ = insert.Run();
    }

    private static long StreamOf(JournalConnection connection, string name)
    {
        if (connection.Streams.TryGetValue(name, out var known))
            return known;
        using (connection.Use(FindStream, out var find))
        {
            if (find.Bind(1, name).Step())
                return connection.Streams[name] = find.Number(0);
        }
        using (connection.Use(AddStream, out var add))
            _ = add.Bind(1, name).Run();
        return connection.Streams[name] = connection.Database.LastRow;
    }
}
