using System.Collections.Concurrent;
using ActorSweeper.Adapters.Deletion;

namespace ActorSweeper.Adapters.JsonStores;

/// <summary>
/// The lock file <c>sessions.json.lock</c>, as OpenClaw 2026.2 to 2026.4 takes it; later releases take none for a store. Whoever
/// creates it holds it; what its owner has left behind, or holds for more than 30 seconds, anybody takes away. Between two who find
/// the same stale file at once this protocol has a gap: therefore <see cref="IsStillHeld"/> is asked before the store is replaced.
/// </summary>
internal sealed class StoreLock : IDisposable
{
    private const int MostPause = 1_000;
    private const int Pause = 50;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // Behind the lock file there is one queue for each store in this process: its waiters do not run against each other.
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Queues = new(StringComparer.Ordinal);

    private readonly Folder _folder;
    private readonly Entry _file;
    private readonly DateTimeOffset _since;
    private readonly SemaphoreSlim _queue;
    private readonly TimeProvider _time;

    private StoreLock(Folder folder, Entry file, DateTimeOffset since, SemaphoreSlim queue, TimeProvider time) =>
        (_folder, _file, _since, _queue, _time) = (folder, file, since, queue, time);

    /// <summary>Waits for the lock, 10 seconds at most once it is this waiter's turn in the process.</summary>
    /// <param name="folder">The store's directory, which must stay open while the lock is held.</param>
    /// <param name="store">Its name there.</param>
    /// <param name="time">Measures the wait.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StoreException">Another process holds it.</exception>
    /// <exception cref="DeletionException">It cannot be created.</exception>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public static async Task<StoreLock> TakeAsync(
        Folder folder, RawName store, TimeProvider time, CancellationToken cancellation)
    {
        var name = RawName.Of([.. store.Bytes, .. ".lock"u8]);
        var queue = Queues.GetOrAdd(folder.PathOf(store), static _ => new SemaphoreSlim(1, 1));
        await queue.WaitAsync(cancellation);
        try
        {
            var began = time.GetTimestamp();
            for (var attempt = 1; ; attempt++)
            {
                cancellation.ThrowIfCancellationRequested();
                var now = time.GetUtcNow();
                if (Create(folder, name, now) is { } created) return new StoreLock(folder, created, now, queue, time);
                if (Holder(folder, name, now) is not { } holder) continue;
                var left = Patience - time.GetElapsedTime(began);
                if (left <= TimeSpan.Zero) throw Refused(folder.PathOf(store), holder);
                var pause = TimeSpan.FromMilliseconds(Math.Min(Pause * attempt, MostPause));
                await Task.Delay(pause < left ? pause : left, time, cancellation);
            }
        }
        catch
        {
            queue.Release();
            throw;
        }
    }

    /// <summary>Whether the file is still the one that was created, and not so old that another may take it away any moment.</summary>
    public bool IsStillHeld() =>
        _time.GetUtcNow() - _since < LockRecord.StaleAge / 2
        && _folder.Find(_file.Name) is { } now && now.Facts.IsSame(_file.Facts);

    /// <summary>Gives it back. What is not ours any more stays.</summary>
    public void Dispose()
    {
        _ = _folder.Remove(_file, CancellationToken.None);
        _queue.Release();
    }

    private static Entry? Create(Folder folder, RawName name, DateTimeOffset now)
    {
        using var file = NewFile.TryCreate(folder, name);
        file?.Write(LockRecord.Own(now).ToBytes());
        return file?.Keep();
    }

    /// <summary>Who holds the lock; null when it is gone, or was stale and has been taken away.</summary>
    private static LockRecord? Holder(Folder folder, RawName name, DateTimeOffset now)
    {
        if (folder.Find(name) is not { } file) return null;
        var record = LockRecord.Read(Content(folder, name));
        if (!record.IsStale(file.Facts.Modified, now)) return record;
        // Removed only if it is the one that was looked at. One that cannot be removed is waited for like one that is held.
        return folder.Remove(file, CancellationToken.None).IsFailed ? record : null;
    }

    private static byte[] Content(Folder folder, RawName name)
    {
        try
        {
            using var file = folder.OpenFile(name);
            using var content = new MemoryStream();
            file.CopyTo(content);
            return content.ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return []; // Gone, or unreadable, or no file: it says nothing then.
        }
    }

    private static StoreException Refused(string store, LockRecord holder) => new(
        $"{store}: session file locked (timeout 10000ms): {(holder.Pid is { } pid ? $"pid={pid}" : "unknown")} {store}.lock: "
        + "it is tried again at the next run; if that process does not use the store, end it");
}
