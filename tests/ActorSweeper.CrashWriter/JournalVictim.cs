using ActorSweeper.Adapters.Sqlite.Journal;
using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Journal;

namespace ActorSweeper.CrashWriter;

/// <summary>
/// The victim of the journal's crash tests: two writers append, each always to three streams at once, and a compaction runs all the
/// time, until the process is killed. A line says what is acknowledged: the writer and the sequence.
/// </summary>
internal static class JournalVictim
{
    private static readonly DateTimeOffset Begin = new(2026, 1, 10, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(40);

    /// <summary>Appends until it is killed, or its input ends: it does not outlive the tests.</summary>
    public static async Task AppendAsync(string path)
    {
        _ = Task.Run(static () =>
        {
            _ = Console.In.ReadToEnd();
            Environment.Exit(0);
        });
        await using var journal = new SqliteJournal(new SqliteJournalOptions(path, JournalAccess.Create, TimeSpan.FromSeconds(30)));
        await Task.WhenAll(WriteAsync(journal, 0), WriteAsync(journal, 1), CompactAsync(journal));
    }

    /// <summary>Says whether a journal can be read: the number of its streams, or the fault.</summary>
    public static async Task ShowAsync(string path)
    {
        await using var journal = new SqliteJournal(new SqliteJournalOptions(path, JournalAccess.Read, TimeSpan.FromSeconds(30)));
        try
        {
            await Console.Out.WriteLineAsync($"{(await journal.StreamsAsync(CancellationToken.None)).Count} streams");
        }
        catch (JournalException error)
        {
            await Console.Out.WriteLineAsync($"{error.Fault}: {error.Message}");
        }
    }

    private static async Task WriteAsync(SqliteJournal journal, int writer)
    {
        var streams = new[] { 'a', 'b', 'c' }.Select(letter => $"session-{writer}{letter}").ToList();
        for (var sequence = (await journal.RecoverAsync(streams[0], CancellationToken.None)).Sequence + 1; ; sequence++)
        {
            var now = sequence;
            var entries = streams.ConvertAll<JournalEntry>(stream => new JournalEntry.Happened(stream, now, At(now), Life(now)));
            if (sequence % 25 == 0)
                entries.Add(new JournalEntry.Snapshot(streams[1], now, At(now), SessionRecord.Empty.After(Life(now), At(now))));
            await journal.AppendAsync(entries, CancellationToken.None);
            await Console.Out.WriteLineAsync($"{writer} {sequence}");
        }
    }

    private static async Task CompactAsync(SqliteJournal journal)
    {
        for (; ; )
        {
            var newest = (await journal.RecoverAsync("session-0a", CancellationToken.None)).Sequence;
            _ = await journal.CompactAsync(new JournalRetention(Kept, null), At(newest), CancellationToken.None);
        }
    }

    private static DateTimeOffset At(long sequence) => Begin.AddSeconds(sequence);

    private static SessionEvent.LifeBegan Life(long sequence) =>
        new((int)sequence, new Container($"c{sequence}", "", null, null, null), false);
}
