using System.Diagnostics;
using System.Globalization;
using ActorSweeper.Adapters.Sqlite.Journal;
using ActorSweeper.Core.Journal;

namespace ActorSweeper.Benchmarks;

/// <summary>The journal in a SQLite file, on the disk of the temporary folder: every append is on the disk before it counts.</summary>
internal static class JournalSuite
{
    private const int Sessions = 10_000;
    private const int SnapshotEvery = 10;
    private const int LargeJournal = 1_000_000;

    public static void Run(Options options)
    {
        var table = new Table(options, "asked for");
        table.Header();
        table.Row("the disk itself: append 4 KB and fsync", [("fsyncs/s", "")], DiskOnly);
        foreach (var (batch, batches) in new[] { (1, 500), (10, 300), (100, 100), (1000, 30) })
        {
            table.Row(
                string.Create(CultureInfo.InvariantCulture, $"append, {batch:N0} events at a time, fsynced"),
                [("events/s", batch >= 100 ? "thousands" : ""), ("ms per append", "")],
                () => Append(batch, batches));
        }
        Recovery(table);
        Sizes(table);
        Compaction(table);
    }

    private static void Recovery(Table table)
    {
        var built = new Lazy<Place>(static () => Filled(Sessions, SnapshotEvery, withSnapshots: true));
        var columns = new[] { ("ms", "under 2,000"), ("ms of CPU", "") };
        table.Once("recover 10,000 sessions, first in the process", columns, () => Recover(built.Value, together: true));
        table.Row("recover 10,000 sessions, one after the other", columns, () => Recover(built.Value, together: false));
        table.Row("recover 10,000 sessions, all at once", columns, () => Recover(built.Value, together: true));
        table.Row("read all 100,000 events in their order", [("events/s", "")], () => ReadAll(built.Value));
        if (built.IsValueCreated)
            built.Value.Dispose();
    }

    private static void Sizes(Table table)
    {
        var kinds = new (string Name, Func<long, JournalEvent> Make)[]
        {
            ("observed", JournalEvents.Observed), ("judged", JournalEvents.Judged), ("intended", JournalEvents.Intended),
            ("acted", JournalEvents.Acted), ("life-began", JournalEvents.Began), ("pass-ended, 120 beats", n => JournalEvents.Pass(n, 120)),
            ("the average of the above stream", JournalEvents.Of),
        };
        foreach (var (name, make) in kinds)
            table.Row($"size of {name}", [("bytes in the file", ""), ("bytes of JSON", "")], () => SizeOf(make));
    }

    private static void Compaction(Table table)
    {
        var built = new Lazy<Place>(static () => Filled(Sessions, LargeJournal / Sessions, withSnapshots: true));
        foreach (var (name, kept) in new[] { ("the older half", LargeJournal / 2), ("all but 10,000", 10_000) })
        {
            table.Row(
                $"compact 1,000,000 events: drop {name}",
                [("s", ""), ("events dropped/s", ""), ("MB before", ""), ("MB after", ""), ("ms, longest append", "")],
                () => Compact(built.Value, kept));
        }
        if (built.IsValueCreated)
            built.Value.Dispose();
    }

    private static double[] DiskOnly()
    {
        const int Syncs = 300;
        using var place = new Place();
        using var file = new FileStream(place.Path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var elapsed = Time(() =>
        {
            for (var sync = 0; sync < Syncs; sync++)
            {
                file.Write(new byte[4096]);
                file.Flush(flushToDisk: true);
            }
        });
        return [Syncs / elapsed.TotalSeconds];
    }

    private static double[] Append(int batch, int batches)
    {
        using var place = new Place();
        var journal = place.Open();
        var prepared = Enumerable.Range(0, batches + 1)
            .Select(number => Enumerable.Range(number * batch, batch).Select(static at => Entry(at % 500, at / 500 + 1, at)).ToList())
            .ToList();
        Wait(journal.AppendAsync(prepared[batches], CancellationToken.None));
        var elapsed = Time(() =>
        {
            for (var number = 0; number < batches; number++)
                Wait(journal.AppendAsync(prepared[number], CancellationToken.None));
        });
        Close(journal);
        return [batch * batches / elapsed.TotalSeconds, elapsed.TotalMilliseconds / batches];
    }

    private static double[] Recover(Place place, bool together)
    {
        var journal = place.Open();
        using var process = Process.GetCurrentProcess();
        var used = process.TotalProcessorTime;
        var elapsed = Time(() => Wait(RecoverAllAsync()));
        process.Refresh();
        used = process.TotalProcessorTime - used;
        Close(journal);
        return [elapsed.TotalMilliseconds, used.TotalMilliseconds];

        async Task RecoverAllAsync()
        {
            var recoveries = new List<Task<StreamHistory>>(Sessions);
            for (var session = 0; session < Sessions; session++)
            {
                recoveries.Add(journal.RecoverAsync(Stream(session), CancellationToken.None));
                if (!together)
                    _ = await recoveries[^1];
            }
            var histories = await Task.WhenAll(recoveries);
            if (histories.Where(static (history, session) => history.Since != SnapshotEvery - Snapshotted(session)).Any())
                throw new InvalidOperationException("a session was not recovered");
        }
    }

    private static double[] ReadAll(Place place)
    {
        var journal = place.Open();
        var count = 0;
        var elapsed = Time(() => Wait(CountAsync()));
        Close(journal);
        return [count / elapsed.TotalSeconds];

        async Task CountAsync()
        {
            await foreach (var _ in journal.ReadAsync(new JournalQuery(), CancellationToken.None))
                count++;
        }
    }

    private static double[] SizeOf(Func<long, JournalEvent> make)
    {
        const int Events = 5_000;
        using var place = new Place();
        var journal = place.Open();
        var json = 0L;
        for (var batch = 0; batch < Events; batch += 500)
        {
            var entries = Enumerable.Range(batch, 500).Select(number => (JournalEntry)new JournalEntry.Happened(
                Stream(number % 100), number / 100 + 1, JournalEvents.At(number), make(number))).ToList();
            json += entries.Sum(static entry => (long)JournalCodec.Encode(((JournalEntry.Happened)entry).Event).Length);
            Wait(journal.AppendAsync(entries, CancellationToken.None));
        }
        Close(journal);
        return [(double)new FileInfo(place.Path).Length / Events, (double)json / Events];
    }

    /// <summary>Compacts a copy while somebody appends, one event after the other.</summary>
    private static double[] Compact(Place source, int kept)
    {
        using var place = new Place();
        File.Copy(source.Path, place.Path);
        var before = new FileInfo(place.Path).Length;
        var journal = place.Open();
        var now = JournalEvents.At(LargeJournal);
        CompactionSummary? summary = null;
        var longest = TimeSpan.Zero;
        var elapsed = Time(() =>
        {
            var compaction = journal.CompactAsync(new JournalRetention(TimeSpan.FromSeconds(kept), null), now, CancellationToken.None);
            for (var sequence = 1_000; !compaction.IsCompleted; sequence++)
            {
                var append = Time(() => Wait(journal.AppendAsync([Entry(1, sequence, LargeJournal)], CancellationToken.None)));
                longest = append > longest ? append : longest;
            }
            summary = compaction.GetAwaiter().GetResult();
        });
        Close(journal);
        var after = new FileInfo(place.Path).Length;
        return [elapsed.TotalSeconds, summary!.Events / elapsed.TotalSeconds, before / 1e6, after / 1e6, longest.TotalMilliseconds];
    }

    /// <summary>A journal of many sessions whose events are spread over the whole file; the oldest snapshot covers eight events.</summary>
    private static Place Filled(int sessions, int each, bool withSnapshots)
    {
        const int First = 9;
        var place = new Place();
        var journal = place.Open();
        for (var begin = 0; withSnapshots && begin < sessions; begin += 1_000)
        {
            Wait(journal.AppendAsync(
                [.. Enumerable.Range(begin, 1_000).Select(static session =>
                    new JournalEntry.Snapshot(
                        Stream(session), First - 1 + Snapshotted(session), JournalEvents.At(0), JournalEvents.State(session)))],
                CancellationToken.None));
        }
        for (var begin = 0L; begin < (long)sessions * each; begin += 10_000)
        {
            var number = begin;
            Wait(journal.AppendAsync(
                [.. Enumerable.Range(0, 10_000).Select(offset => Entry(
                    (number + offset) % sessions, First + (number + offset) / sessions, number + offset))],
                CancellationToken.None));
        }
        Close(journal);
        return place;
    }

    private static JournalEntry.Happened Entry(long session, long sequence, long number) =>
        new(Stream(session), sequence, JournalEvents.At(number), JournalEvents.Of(sequence));

    // As a host leaves them that takes a snapshot after every 10 events, which is the default, and ends at any moment.
    private static int Snapshotted(int session) => session % SnapshotEvery;

    private static string Stream(long session) => JournalState.StreamOf(JournalEvents.Session(session));

    private static void Wait(Task task) => task.GetAwaiter().GetResult();

    private static void Close(SqliteJournal journal) => journal.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static TimeSpan Time(Action work)
    {
        var begin = TimeProvider.System.GetTimestamp();
        work();
        return TimeProvider.System.GetElapsedTime(begin);
    }

    /// <summary>A folder for one journal. Disposing deletes it.</summary>
    private sealed class Place : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("journal-bench-").FullName;

        public string Path => System.IO.Path.Join(_folder, "state.db");

        public SqliteJournal Open() => new(new SqliteJournalOptions(Path, JournalAccess.Create, TimeSpan.FromSeconds(30)));

        public void Dispose() => Directory.Delete(_folder, recursive: true);
    }
}
