using System.Text;
using ActorSweeper.Adapters.Sqlite.Journal;
using ActorSweeper.Core.Journal;
using ActorSweeper.Workspaces;

namespace ActorSweeper.EndToEnd.Tests.Journal;

/// <summary>
/// A copy of a host's journal, as it lies on the disk: with the log of a host that was killed, and without its shared memory.
/// </summary>
internal static class JournalCopy
{
    /// <summary>
    /// The copy is intact, and what each stream recovers to, with the help of snapshots, is what all of its events add up to.
    /// </summary>
    /// <returns>How many streams and events there are.</returns>
    public static async Task<(int Streams, int Events)> ShouldBeSoundAsync(string dataDirectory)
    {
        var folder = Directory.CreateTempSubdirectory("journal-copy-");
        try
        {
            foreach (var file in Directory.GetFiles(dataDirectory, "state.db*"))
            {
                if (!file.EndsWith("-shm", StringComparison.Ordinal)) File.Copy(file, Path.Join(folder.FullName, Path.GetFileName(file)));
            }

            var path = Path.Join(folder.FullName, "state.db");
            var recovered = await RecoverAsync(path);
            SqliteScript.Scalar(path, "PRAGMA integrity_check").ShouldBe("ok");
            SqliteScript.Execute(path, "DELETE FROM snapshot");
            (await RecoverAsync(path)).ShouldBe(recovered);
            return (recovered.Count, await ShouldFollowAsync(path));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<List<string>> RecoverAsync(string path)
    {
        await using var journal = Open(path);
        var streams = new List<string>();
        foreach (var stream in (await journal.StreamsAsync(CancellationToken.None)).Order(StringComparer.Ordinal))
        {
            var history = await journal.RecoverAsync(stream, CancellationToken.None);
            streams.Add($"{stream} {history.Sequence} {Encoding.UTF8.GetString(JournalCodec.Encode(history.State))}");
        }

        return streams;
    }

    /// <summary>No event is missing, and lives are numbered without a gap.</summary>
    private static async Task<int> ShouldFollowAsync(string path)
    {
        await using var journal = Open(path);
        var (sequences, lives) = (new Dictionary<string, long>(), new Dictionary<string, int>());
        var events = 0;
        await foreach (var record in journal.ReadAsync(new JournalQuery(), CancellationToken.None))
        {
            events++;
            record.Sequence.ShouldBe(sequences.GetValueOrDefault(record.Stream) + 1, record.Stream);
            sequences[record.Stream] = record.Sequence;
            if (record.Event is not SessionEvent.LifeBegan began) continue;
            began.Incarnation.ShouldBe(lives.GetValueOrDefault(record.Stream) + 1, record.Stream);
            lives[record.Stream] = began.Incarnation;
        }

        return events;
    }

    private static SqliteJournal Open(string path) =>
        new(new SqliteJournalOptions(path, JournalAccess.Create, TimeSpan.FromSeconds(10)));
}
