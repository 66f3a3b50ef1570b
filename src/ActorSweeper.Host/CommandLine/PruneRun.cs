using System.Globalization;
using ActorSweeper.Adapters.Sqlite.Journal;
using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Retention;
using ActorSweeper.Host.Hosting;
using ActorSweeper.Host.Records;
using ActorSweeper.Host.Reports;
using ActorSweeper.Supervision.Janitors;

namespace ActorSweeper.Host.CommandLine;

/// <summary>Janitors run by hand, one after the other, each on record.</summary>
/// <param name="dataDirectory">Where the journal is.</param>
/// <param name="surroundings">The outside.</param>
/// <param name="writesText">Whether each run is told to people as it ends.</param>
/// <param name="cancellation">The item in hand is finished, and no further one begun.</param>
internal sealed class PruneRun(string dataDirectory, Surroundings surroundings, bool writesText, CancellationToken cancellation)
{
    /// <summary>A person sees that it goes on, and the terminal is not what takes the time.</summary>
    private static readonly TimeSpan ProgressPause = TimeSpan.FromMilliseconds(200);

    /// <summary>Runs janitors.</summary>
    /// <exception cref="JournalException">The journal cannot be written: nothing was removed.</exception>
    public async Task<IReadOnlyList<JanitorRun>> RunAsync(IReadOnlyList<JanitorPort> ports)
    {
        await using var journal = ports.All(port => port.Order.IsDry) ? null : Journal();
        var runs = new List<JanitorRun>();
        foreach (var port in ports)
        {
            if (cancellation.IsCancellationRequested) break;
            var at = surroundings.Time.GetUtcNow();
            var stream = JanitorRecord.StreamOf(port.Janitor.Name, at, Environment.ProcessId);
            if (!port.Order.IsDry) await AppendAsync(journal!, stream, 1, new JanitorEvent.Began("prune"));
            var run = await JanitorRun.RunAsync(port.Janitor, port.Order, Progress(port.Janitor.Name), cancellation);
            if (!port.Order.IsDry) await AppendAsync(journal!, stream, 2, new JanitorEvent.Ran(run.Summary, "prune"));
            runs.Add(run);
            if (writesText) PruneText.Write(run, surroundings.Output);
        }

        return runs;
    }

    /// <summary>Brings things back from the trash.</summary>
    public async Task<int> RestoreAsync(IReadOnlyList<JanitorPort> ports, IReadOnlyList<string> paths)
    {
        var (restored, failed) = (0, 0);
        foreach (var trash in ports.Select(port => port.Janitor).OfType<ITrash>())
        {
            await foreach (var outcome in trash.RestoreAsync(path => paths.Any(wanted => IsWithin(path, wanted)), cancellation))
            {
                if (outcome.IsFailed) failed++;
                else restored++;
                surroundings.Output.WriteLine(
                    outcome.IsFailed ? $"error    {outcome.Item.Path}: {outcome.Note}" : $"restored {outcome.Item.Path}");
            }
        }

        surroundings.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{restored} restored, {failed} not"));
        if (restored + failed > 0) return failed > 0 ? ExitCode.Failures : ExitCode.Done;
        surroundings.Error.WriteLine("actorsweeper: nothing in the trash was at that path");
        return ExitCode.Failures;
    }

    private static bool IsWithin(string path, string wanted)
    {
        var whole = Path.TrimEndingDirectorySeparator(Path.GetFullPath(wanted));
        return path == whole || path.StartsWith(whole + "/", StringComparison.Ordinal);
    }

    private SqliteJournal Journal()
    {
        try
        {
            Directory.CreateDirectory(dataDirectory);
            return StateFile.OfHost(dataDirectory);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataDirectoryException(
                $"data directory {dataDirectory} cannot be written: {error.Message}; free it, or set actorsweeper.data-directory", error);
        }
    }

    private Task AppendAsync(SqliteJournal journal, string stream, long sequence, JanitorEvent happened) => journal.AppendAsync(
        [new JournalEntry.Happened(stream, sequence, surroundings.Time.GetUtcNow(), happened)], CancellationToken.None);

    /// <summary>One line that is written over, on a terminal only.</summary>
    private Action<ItemOutcome, int>? Progress(string janitor)
    {
        if (surroundings.TerminalWidth is null) return null;
        var (count, last) = (0, surroundings.Time.GetTimestamp());
        return (_, total) =>
        {
            if (++count < total && surroundings.Time.GetElapsedTime(last) < ProgressPause) return;
            last = surroundings.Time.GetTimestamp();
            surroundings.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{janitor}: {count} of {total}"));
            if (count == total) surroundings.Error.Write("\r\u001b[K");
        };
    }
}
