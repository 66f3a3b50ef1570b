using ActorSweeper.Adapters.Sqlite;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Adapters.NanoClaw;

/// <summary>
/// Runs work on SQLite files off the caller's thread and repeats it as a whole while another program holds a lock. Only a short
/// part of the wait blocks a thread, so hundreds of locked sessions do not starve the others, and cancelling ends it.
/// </summary>
internal sealed class LockWait(TimeProvider time, TimeSpan limit, StoreFaults faults)
{
    private const int JournalTries = 3;

    private static readonly TimeSpan JournalPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestBlock = TimeSpan.FromMilliseconds(25);

    /// <summary>How long one attempt may wait for a lock in its own thread.</summary>
    public TimeSpan Block { get; } = limit < LongestBlock ? limit : LongestBlock;

    /// <summary>Runs the work until it succeeds or fails for good.</summary>
    /// <exception cref="SessionStoreException">It failed; <see cref="StoreFault.Locked"/> when the wait was in vain.</exception>
    public async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        var pause = TimeSpan.FromMilliseconds(1);
        for (var journals = 0; ;)
        {
            try
            {
                return await Task.Run(work, cancellation);
            }
            catch (DatabaseException error) when (error.IsHotJournal && journals < JournalTries)
            {
                // A reader cannot tell the journal of a commit in progress, gone in milliseconds, from one left behind (F53).
                journals++;
                pause = JournalPause;
            }
            catch (DatabaseException error) when (error.IsBusy && time.GetElapsedTime(began) < limit)
            {
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
            catch (DatabaseException error)
            {
                throw faults.From(error);
            }
            await Task.Delay(pause, time, cancellation);
        }
    }
}
