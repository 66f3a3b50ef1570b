using ActorSweeper.Adapters.Deletion;
using ActorSweeper.Adapters.JsonStores;

namespace ActorSweeper.Adapters.OpenClaw;

/// <summary>
/// Takes entries out of a store under OpenClaw's own lock: the new text is on the disk before it takes the old one's name, so that
/// whoever reads finds one or the other, whatever happens in between. Releases from 2026.5 on take no lock: therefore the store must be
/// unchanged right before it is replaced, and is read again afterwards. What such a gateway has loaded before and saves later still
/// undoes the removal; the next run finds it again. It is safe to run while the gateway is stopped.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="time">The clock.</param>
/// <param name="entering">Is told each step before it is done.</param>
internal sealed class StoreRewrite(StoreFile store, TimeProvider time, Action<StoreStep>? entering)
{
    private const int MostRounds = 5;

    /// <summary>Removes what is chosen.</summary>
    /// <param name="choose">Picks the keys in the text that is there now; is asked again in each round.</param>
    /// <param name="cancellation">Ends the wait for the lock.</param>
    /// <returns>The keys that were removed: those chosen in any round.</returns>
    /// <exception cref="StoreException">The store cannot be read, is locked, or is changed again and again.</exception>
    /// <exception cref="DeletionException">The disk refused.</exception>
    public async Task<IReadOnlySet<string>> RemoveAsync(Func<StoreText, IReadOnlySet<string>> choose, CancellationToken cancellation)
    {
        var removed = new HashSet<string>(StringComparer.Ordinal);
        for (var round = 0; round < MostRounds; round++)
        {
            entering?.Invoke(StoreStep.Lock);
            using var held = await StoreLock.TakeAsync(store.Folder, store.Name, time, cancellation);
            entering?.Invoke(StoreStep.Read);
            var before = store.Read();
            var keys = choose(before.Text);
            if (keys.Count > 0 && Replace(before, before.Text.Without(keys), held))
            {
                removed.UnionWith(keys);
                entering?.Invoke(StoreStep.Verify);
                keys = choose(store.Read().Text);
            }

            entering?.Invoke(StoreStep.Unlock);
            if (keys.Count == 0) return removed;
        }

        throw new StoreException(
            $"{store.Shown}: another process changes it without its lock, as OpenClaw does from 2026.5 on: "
            + "nothing is removed while it does; run this while the gateway is stopped");
    }

    /// <summary>Replaces the store; false when it, or the lock, is no longer what it was.</summary>
    private bool Replace(StoreReading before, byte[] text, StoreLock held)
    {
        entering?.Invoke(StoreStep.Create);
        using var temporary = FileReplacement.Begin(store.Folder, store.Name);
        entering?.Invoke(StoreStep.Write);
        temporary.TakeOwnerOf(store.Name);
        temporary.Write(text);
        entering?.Invoke(StoreStep.Flush);
        temporary.Flush();
        entering?.Invoke(StoreStep.Compare);
        var now = store.Read();
        if (!now.Facts.IsSame(before.Facts) || !now.Text.Bytes.AsSpan().SequenceEqual(before.Text.Bytes) || !held.IsStillHeld())
            return false;
        entering?.Invoke(StoreStep.Replace);
        temporary.Replace(store.Name);
        entering?.Invoke(StoreStep.FlushDirectory);
        store.Folder.Flush();
        return true;
    }
}
