using System.Globalization;
using ActorSweeper.Adapters.Sqlite.Journal;
using ActorSweeper.Core.Journal;
using ActorSweeper.Simulation.Recorded;
using ActorSweeper.Simulation.Tests.Recorded;
using ActorSweeper.Supervision;

namespace ActorSweeper.Benchmarks;

/// <summary>
/// What-if: the record of a month of production, from a SQLite file, played again under its own settings and under others.
/// </summary>
internal static class ReplaySuite
{
    private const int Sessions = 500;
    private const int Days = 30;
    private const double MessagesPerHour = 0.1;
    private const int Batch = 10_000;

    public static void Run(Options options)
    {
        var table = new Table(options, "asked for");
        table.Header();
        var folder = Directory.CreateTempSubdirectory("replay-bench-");
        try
        {
            var path = Path.Join(folder.FullName, "state.db");
            var begin = TimeProvider.System.GetTimestamp();
            Record(path);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"({Days} virtual days of {Sessions} sessions, {MessagesPerHour} messages an hour each:"
                + $" {new FileInfo(path).Length / 1e6:0} MB,"
                + $" recorded in {Seconds(begin):0} s)"));
            var columns = new[]
            {
                ("s in all", "under 60"), ("s of it reading", ""), ("records", ""), ("decisions", ""), ("differences", ""),
            };
            table.Once("30 days, 500 sessions, as recorded", columns, () => Play(path, null));
            var tolerant = Production.Tolerating(TimeSpan.FromMinutes(5));
            table.Once("30 days, 500 sessions, claim-tolerance 5m", columns, () => Play(path, tolerant));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Record(string path)
    {
        var journal = new SqliteJournal(new SqliteJournalOptions(path, JournalAccess.Create, TimeSpan.FromSeconds(30)));
        var pending = new List<JournalEntry>(Batch);
        var production = new Production(1, Sessions, MessagesPerHour);
        production.World.KeepsEvents = false;
        production.World.Journal.KeepsRecords = false;
        production.World.Journal.Appending = (entry, _) =>
        {
            pending.Add(entry);
            if (pending.Count == Batch) Write();
        };
        production.World.Start(Production.Settings);
        production.Run(TimeSpan.FromDays(Days));
        Write();
        journal.DisposeAsync().AsTask().GetAwaiter().GetResult();

        void Write()
        {
            journal.AppendAsync([.. pending], CancellationToken.None).GetAwaiter().GetResult();
            pending.Clear();
        }
    }

    private static double[] Play(string path, SupervisionSettings? settings)
    {
        var begin = TimeProvider.System.GetTimestamp();
        var journal = new SqliteJournal(new SqliteJournalOptions(path, JournalAccess.Read, TimeSpan.FromSeconds(30)));
        var recording = Recording.ReadAsync(journal, null, CancellationToken.None).GetAwaiter().GetResult();
        var reading = Seconds(begin);
        var comparison = WhatIf.Play(recording, settings, null, null);
        var all = Seconds(begin);
        journal.DisposeAsync().AsTask().GetAwaiter().GetResult();
        if (settings is null && comparison.Differences.Count > 0)
            throw new InvalidOperationException($"{comparison.Differences.Count} decisions were not made again");
        return [all, reading, recording.Count, comparison.Decisions, comparison.Differences.Count];
    }

    private static double Seconds(long begin) => TimeProvider.System.GetElapsedTime(begin).TotalSeconds;
}
