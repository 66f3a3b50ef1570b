using ActorSweeper.Core.Journal;

namespace ActorSweeper.Adapters.Sqlite.Journal;

/// <summary>
/// One compaction: drops events, deletes them and gives their room back to the file system. In many short transactions, so that those
/// who append wait for one of them at most.
/// </summary>
internal sealed class JournalCompaction(JournalFile file, CancellationToken cancellation)
{
    private const int StreamsAtOnce = 50;
    private const int EventsAtOnce = 1_000;

    /// <summary>One part in so many is dropped beyond what the bound asks for, so that the next event does not reach it again.</summary>
    private const int Spare = 32;

    private const string EndOfBatch =
        "SELECT max(number) FROM (SELECT number FROM event WHERE number > ?1 AND number <= ?2 ORDER BY number LIMIT ?3)";

    private const string Delete =
        """
        DELETE FROM event WHERE number > ?1 AND number <= ?2
        AND sequence <= (SELECT dropped FROM stream WHERE id = event.stream)
        """;

    // So many pages are some milliseconds.
    private const string Shrink = "PRAGMA incremental_vacuum(500)";
    private const string FreePages = "PRAGMA freelist_count";
    private const string Checkpoint = "PRAGMA wal_checkpoint(PASSIVE)";

    /// <summary>Events of the last minute stay whatever the bound: somebody is about to read them.</summary>
    private static readonly TimeSpan AlwaysKept = TimeSpan.FromMinutes(1);

    private JournalException? _refusal;

    /// <summary>Runs it.</summary>
    /// <exception cref="JournalException">
    /// The journal cannot be used; or the events of a stream cannot be read, and are kept: then everything else was done.
    /// </exception>
    public async Task<CompactionSummary> RunAsync(JournalRetention retention, DateTimeOffset now)
    {
        var before = await file.ReadAsync(JournalSize.Of, cancellation);
        var events = await DropAsync(
            await file.ReadAsync(connection => JournalCut.ByAge(connection, Before(now, retention.KeepFor), now), cancellation));
        if (retention.MaxBytes is { } most)
            events += await DropUntilAsync(most, now);
        await ShrinkAsync();
        var after = await file.ReadAsync(JournalSize.Of, cancellation);
        return _refusal is null ? new CompactionSummary(events, Math.Max(0, before.Total - after.Total)) : throw _refusal;
    }

    private async Task<long> DropUntilAsync(long most, DateTimeOffset now)
    {
        for (var events = 0L; ;)
        {
            var size = await file.ReadAsync(JournalSize.Of, cancellation);
            if (size.Used <= most)
                return events;
            var dropped = await DropAsync(await file.ReadAsync(
                connection => JournalCut.BySize(connection, size.Used - most + most / Spare, Before(now, AlwaysKept), now), cancellation));
            if (dropped == 0)
                return events;
            events += dropped;
        }
    }

    private async Task<long> DropAsync(long? cut)
    {
        if (cut is not { } last)
            return 0;
        var streams = await file.ReadAsync(connection => JournalBases.StreamsWith(connection, last), cancellation);
        foreach (var some in streams.Chunk(StreamsAtOnce))
        {
            var bases = await file.ReadAsync(connection => BasesOf(connection, some, last), cancellation);
            if (bases.Count > 0)
                _ = await WriteAsync(connection => JournalBases.Write(connection, bases));
        }
        return await DeleteAsync(last);
    }

    private List<NewBase> BasesOf(JournalConnection connection, long[] streams, long cut)
    {
        var bases = new List<NewBase>(streams.Length);
        foreach (var stream in streams)
        {
            try
            {
                if (JournalBases.Of(connection, stream, cut) is { } made)
                    bases.Add(made);
            }
            catch (JournalException error)
            {
                _refusal ??= error;
            }
        }
        return bases;
    }

    private async Task<long> DeleteAsync(long last)
    {
        var (events, from) = (0L, 0L);
        for (; ; )
        {
            var begin = from;
            var end = await file.ReadAsync(connection => connection.Number(EndOfBatch, begin, last, EventsAtOnce), cancellation);
            if (end is not { } until)
                return events;
            events += await file.WriteAsync(connection => DeleteRange(connection, begin, until), cancellation);
            from = until;
        }
    }

    private static long DeleteRange(JournalConnection connection, long from, long until)
    {
        connection.BeginWrite();
        long deleted;
        using (connection.Use(Delete, out var delete))
            deleted = delete.Bind(1, from).Bind(2, until).Run();
        connection.Commit();
        return deleted;
    }

    private async Task ShrinkAsync()
    {
        var free = await FreePagesAsync();
        for (var before = long.MaxValue; free > 0 && free < before; free = await FreePagesAsync())
        {
            before = free;
            _ = await WriteAsync(connection => connection.Run(Shrink));
        }
        // Only what is carried from the log into the file makes the file smaller.
        _ = await WriteAsync(connection => connection.Run(Checkpoint));
    }

    private async Task<long> FreePagesAsync() =>
        await file.ReadAsync(connection => connection.Number(FreePages), cancellation) ?? 0;

    private Task<bool> WriteAsync(Action<JournalConnection> work) => file.WriteAsync(
        connection =>
        {
            work(connection);
            return true;
        },
        cancellation);

    private static DateTimeOffset Before(DateTimeOffset now, TimeSpan span) =>
        span < now - DateTimeOffset.MinValue ? now - span : DateTimeOffset.MinValue;
}
