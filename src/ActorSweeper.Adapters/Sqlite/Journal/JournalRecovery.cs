using ActorSweeper.Core.Journal;

namespace ActorSweeper.Adapters.Sqlite.Journal;

/// <summary>Adds up a stream.</summary>
internal static class JournalRecovery
{
    private const string FindStream = "SELECT id FROM stream WHERE name = ?1";

    private const string NewestState =
        """
        SELECT sequence, body FROM snapshot WHERE stream = ?1 AND sequence <= ?2 UNION ALL
        SELECT sequence, body FROM base WHERE stream = ?1 AND sequence <= ?2
        ORDER BY sequence DESC LIMIT 1
        """;

    private const string EventsAfter =
        """
        SELECT sequence, at, kind, body FROM event INDEXED BY event_of_stream
        WHERE stream = ?1 AND sequence > ?2 AND sequence <= ?3 ORDER BY sequence
        """;

    /// <summary>What a stream adds up to. The state of an unknown stream is empty.</summary>
    public static StreamHistory Recover(JournalConnection connection, string stream)
    {
        connection.Begin();
        var history = connection.Streams.TryGetValue(stream, out var known) || Find(connection, stream, out known)
            ? Recover(connection, stream, known, long.MaxValue)
            : new StreamHistory(0, JournalState.Empty(stream), 0);
        connection.Commit();
        return history;
    }

    /// <summary>What a stream adds up to until an event, within a transaction.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="id">Its number.</param>
    /// <param name="until">The sequence of that event.</param>
    public static StreamHistory Recover(JournalConnection connection, string stream, long id, long until)
    {
        var (sequence, state) = Begin(connection, stream, id, until);
        var since = 0;
        using var use = connection.Use(EventsAfter, out var rows);
        _ = rows.Bind(1, id).Bind(2, sequence).Bind(3, until);
        while (rows.Step())
        {
            sequence = rows.Number(0);
            var happened = JournalReading.EventOf(connection, rows, stream, sequence, kind: 2, body: 3);
            state = After(connection, stream, sequence, state, happened, JournalTime.From(rows.Number(1)));
            since++;
        }
        return new StreamHistory(sequence, state, since);
    }

    private static (long Sequence, JournalState State) Begin(JournalConnection connection, string stream, long id, long until)
    {
        using var use = connection.Use(NewestState, out var row);
        return row.Bind(1, id).Bind(2, until).Step()
            ? (row.Number(0), JournalReading.StateOf(connection, row, stream, row.Number(0), body: 1))
            : (0, JournalState.Empty(stream));
    }

    // A fold fails only for content that no host has written.
    private static JournalState After(
        JournalConnection connection, string stream, long sequence, JournalState state, JournalEvent happened, DateTimeOffset at)
    {
        try
        {
            return state.After(happened, at);
        }
        catch (ArgumentException error)
        {
            throw JournalFaults.Content(
                connection.Database.Path,
                $"event {sequence} of {stream}",
                new JournalException(
                    JournalFault.Corrupt, $"it contradicts itself: {error.Message}; restore the journal from a backup", error));
        }
    }

    private static bool Find(JournalConnection connection, string stream, out long id)
    {
        using var use = connection.Use(FindStream, out var row);
        var isFound = row.Bind(1, stream).Step();
        id = isFound ? row.Number(0) : 0;
        return isFound;
    }
}
