namespace ActorSweeper.Adapters.Sqlite.Journal;

/// <summary>
/// Decides up to which number events are dropped. Always the oldest ones in the order of their numbers: the wall clock may have been
/// stepped between two events. An event from the future counts as old as those around it.
/// </summary>
internal static class JournalCut
{
    /// <summary>What an event takes besides its body in its page and in the index, about, in bytes.</summary>
    private const int RowOverhead = 45;

    private const int IndexOverhead = 15;
    private const int Page = 4096;
    private const int PageOverhead = 16;

    private const string FirstSince = "SELECT number FROM event WHERE at >= ?1 AND at <= ?2 ORDER BY number LIMIT 1";
    private const string LastBefore = "SELECT number FROM event WHERE at < ?1 AND number < ?2 ORDER BY number DESC LIMIT 1";
    private const string Sizes = "SELECT number, length(body) FROM event WHERE number < ?1 ORDER BY number";

    /// <summary>The last event before the first that is not older than an instant.</summary>
    /// <returns>Null when nothing is older.</returns>
    public static long? ByAge(JournalConnection connection, DateTimeOffset oldest, DateTimeOffset now)
    {
        connection.Begin();
        var first = connection.Number(FirstSince, JournalTime.Of(oldest), JournalTime.Of(now)) ?? long.MaxValue;
        var cut = connection.Number(LastBefore, JournalTime.Of(oldest), first);
        connection.Commit();
        return cut;
    }

    /// <summary>The last of the oldest events that together have a size.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="bytes">The size.</param>
    /// <param name="young">Events since then are left out.</param>
    /// <param name="now">The instant.</param>
    /// <returns>Null when there are none.</returns>
    public static long? BySize(JournalConnection connection, long bytes, DateTimeOffset young, DateTimeOffset now)
    {
        connection.Begin();
        var first = connection.Number(FirstSince, JournalTime.Of(young), JournalTime.Of(now)) ?? long.MaxValue;
        long? cut = null;
        using (connection.Use(Sizes, out var rows))
        {
            _ = rows.Bind(1, first);
            while (bytes > 0 && rows.Step())
            {
                cut = rows.Number(0);
                bytes -= RoomOf(rows.Number(1));
            }
        }
        connection.Commit();
        return cut;
    }

    /// <summary>
    /// The room that an event takes among others of its size. Rather too much: what is dropped for nothing does not come back, and what
    /// still is too much goes next.
    /// </summary>
    private static long RoomOf(long body)
    {
        var row = body + RowOverhead;
        var inPage = (Page - PageOverhead) / row;
        return IndexOverhead + (inPage > 0 ? Page / inPage : (row / Page + 1) * Page);
    }
}
