using ActorSweeper.Core.Journal;

namespace ActorSweeper.Adapters.Sqlite.Journal;

/// <summary>A base that is to be written.</summary>
/// <param name="Stream">The number of its stream.</param>
/// <param name="Sequence">The last event that it covers.</param>
/// <param name="At">When that happened, as <see cref="JournalTime"/> counts.</param>
/// <param name="Body">What everything up to it adds up to.</param>
internal sealed record NewBase(long Stream, long Sequence, long At, byte[] Body);

/// <summary>
/// Makes the bases that let events go. Writing one drops its events: readers pass them over from then on, and deleting them only makes
/// room. So a compaction may be interrupted anywhere, and each stream is rewritten once, however many of its events go.
/// </summary>
internal static class JournalBases
{
    private const string StreamsUntil = "SELECT DISTINCT stream FROM event WHERE number <= ?1";
    private const string Stream = "SELECT name, dropped FROM stream WHERE id = ?1";

    private const string Sequences =
        """
        SELECT sequence, number FROM event INDEXED BY event_of_stream
        WHERE stream = ?1 AND sequence > ?2 ORDER BY sequence
        """;

    private const string InstantOf = "SELECT at FROM event WHERE stream = ?1 AND sequence = ?2";

    private const string WriteBase =
        """
        INSERT INTO base (stream, sequence, at, body) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (stream) DO UPDATE SET sequence = excluded.sequence, at = excluded.at, body = excluded.body
        WHERE excluded.sequence > base.sequence
        """;

    private const string Drop = "UPDATE stream SET dropped = max(dropped, ?2) WHERE id = ?1";
    private const string DropSnapshot = "DELETE FROM snapshot WHERE stream = ?1 AND sequence <= ?2";

    /// <summary>The streams that have events up to a number.</summary>
    public static List<long> StreamsWith(JournalConnection connection, long cut)
    {
        var streams = new List<long>();
        using var use = connection.Use(StreamsUntil, out var rows);
        _ = rows.Bind(1, cut);
        while (rows.Step())
            streams.Add(rows.Number(0));
        return streams;
    }

    /// <summary>What a stream's events up to a number add up to, with the base that it has.</summary>
    /// <returns>Null when it has none that are not dropped yet.</returns>
    /// <exception cref="JournalException">One of them cannot be read.</exception>
    public static NewBase? Of(JournalConnection connection, long stream, long cut)
    {
        connection.Begin();
        try
        {
            var (name, dropped) = Find(connection, stream);
            if (LastUntil(connection, stream, dropped, cut) is not { } sequence)
                return null;
            var history = JournalRecovery.Recover(connection, name, stream, sequence);
            var at = connection.Number(InstantOf, stream, sequence) ?? 0;
            return new NewBase(stream, sequence, at, JournalCodec.Encode(history.State));
        }
        finally
        {
            connection.Commit();
        }
    }

    /// <summary>Writes bases, which drops the events below them.</summary>
    public static void Write(JournalConnection connection, IReadOnlyList<NewBase> bases)
    {
        connection.BeginWrite();
        foreach (var made in bases)
        {
            using (connection.Use(WriteBase, out var write))
                _ = write.Bind(1, made.Stream).Bind(2, made.Sequence).Bind(3, made.At).Bind(4, made.Body.AsSpan()).Run();
            using (connection.Use(Drop, out var drop))
                _ = drop.Bind(1, made.Stream).Bind(2, made.Sequence).Run();
            using (connection.Use(DropSnapshot, out var drop))
                _ = drop.Bind(1, made.Stream).Bind(2, made.Sequence).Run();
        }
        connection.Commit();
    }

    private static (string Name, long Dropped) Find(JournalConnection connection, long stream)
    {
        using var use = connection.Use(Stream, out var row);
        return row.Bind(1, stream).Step() ? (row.Text(0) ?? "", row.Number(1)) : ("", long.MaxValue);
    }

    // An event with a later sequence and an earlier number waits for those before it.
    private static long? LastUntil(JournalConnection connection, long stream, long dropped, long cut)
    {
        long? last = null;
        using var use = connection.Use(Sequences, out var rows);
        _ = rows.Bind(1, stream).Bind(2, dropped);
        while (rows.Step() && rows.Number(1) <= cut)
            last = rows.Number(0);
        return last;
    }
}
