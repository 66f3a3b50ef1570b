using ActorSweeper.Adapters.Deletion;
using ActorSweeper.Adapters.JsonStores;
using ActorSweeper.Core.Retention;
using ActorSweeper.Core.Retention.OpenClaw;

namespace ActorSweeper.Adapters.OpenClaw;

/// <summary>Carries out a plan. Every step is checked again right before.</summary>
internal sealed class OpenClawWork(
    OpenClawOptions options, TimeProvider time, LastLooks looks, Action<string, StoreStep>? entering) : IDisposable
{
    private const int MostNames = 100;

    private readonly Dictionary<string, StoreDirectory> _open = new(StringComparer.Ordinal);

    /// <summary>Drops entries of one store.</summary>
    /// <returns>Null when the end was asked for before anything was done.</returns>
    public async Task<IReadOnlyList<ItemOutcome>?> DropAsync(IReadOnlyList<DropItem> drops, CancellationToken cancellation)
    {
        try
        {
            using var store = StoreFile.Open(drops[0].Store);
            Action<StoreStep>? told = entering is null ? null : step => entering(drops[0].Store, step);
            var planned = drops.ToDictionary(static drop => drop.Key, static drop => drop.Digest, StringComparer.Ordinal);
            var expiry = new SessionExpiry(options.CronRetention, options.HookRetention, Jobs());
            var removed = await Task.Run(
                () => new StoreRewrite(store, time, told).RemoveAsync(text => StillGoing(text, planned, expiry), cancellation),
                CancellationToken.None);
            var left = store.Look();
            return [.. drops.Select(drop => OutcomeOf(drop, removed.Contains(drop.Key), left.Find(drop.Key) is not null))];
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception e) when (e is StoreException or IOException)
        {
            looks.Forget(drops[0].Store);
            // One error for the store, not one for each entry.
            return
            [
                ItemOutcome.Failed(drops[0], e.Message),
                .. drops.Skip(1).Select(static drop => ItemOutcome.Kept(drop, "its store could not be changed")),
            ];
        }
    }

    /// <summary>Does what is planned with one file; for all else there is nothing to do.</summary>
    public ItemOutcome Do(JanitorItem item)
    {
        try
        {
            return item switch
            {
                TranscriptItem transcript => WhyKept(transcript) is { } why ? ItemOutcome.Kept(item, why) : Archive(transcript),
                OrphanItem orphan => WhyKept(orphan) is { } why ? ItemOutcome.Kept(item, why) : Archive(orphan),
                AgedItem aged when time.GetUtcNow().ToUnixTimeMilliseconds() - aged.Since <= aged.Limit =>
                    ItemOutcome.Kept(item, "by the clock it has not expired any more"),
                AgedItem aged => Outcome(item, Folder(aged).Remove(aged.Planned, CancellationToken.None)),
                _ => ItemOutcome.Done(item),
            };
        }
        catch (Exception e) when (e is StoreException or IOException)
        {
            return ItemOutcome.Failed(item, e.Message);
        }
    }

    public void Dispose()
    {
        foreach (var directory in _open.Values) directory.Dispose();
    }

    private IReadOnlySet<string> StillGoing(StoreText text, IReadOnlyDictionary<string, string> planned, SessionExpiry expiry)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return planned
            .Where(drop => text.Find(drop.Key) is { } entry
                && entry.DigestIn(text.Bytes) == drop.Value
                && expiry.Of(SessionKey.Read(drop.Key), entry.UpdatedAt, now).IsExpired)
            .Select(static drop => drop.Key).ToHashSet(StringComparer.Ordinal);
    }

    private static ItemOutcome OutcomeOf(DropItem drop, bool isRemoved, bool isThere) => (isRemoved, isThere) switch
    {
        (true, false) => ItemOutcome.Done(drop),
        (false, false) => ItemOutcome.Kept(drop, "it is gone already"),
        _ => ItemOutcome.Kept(drop, "it was changed meanwhile, or has not expired any more"),
    };

    private IReadOnlySet<string>? Jobs()
    {
        try
        {
            return options.JobsFile is { } file ? JobList.Read(file) : null;
        }
        catch (StoreException)
        {
            return null; // The plan has told it; without the list the sessions of all jobs are kept.
        }
    }

    private string? WhyKept(TranscriptItem item)
    {
        var references = Opened(item.Place).References();
        if (references.HasSession(item.SessionId)) return "its session is still in the store";
        return references.KeyOf(item.RealPath) is not null ? "another session has it as its transcript now" : null;
    }

    private string? WhyKept(OrphanItem item)
    {
        if (item.Everywhere.Any(place => item.Ids.Any(Opened(place).Ids().Contains))) return "a session refers to it now";
        return OrphanLook.IsLocked(Folder(item), item.Planned.Name) ? "somebody is writing it" : null;
    }

    private ItemOutcome Archive(FileItem item)
    {
        // The name tells the instant; where two files would get one name the later gets a later millisecond.
        var at = time.GetUtcNow();
        for (var attempt = 1; ; attempt++)
        {
            var stamp = System.Text.Encoding.ASCII.GetBytes(ArchiveStamp.Name("", ArchiveStamp.Deleted, at));
            var archived = Folder(item).Rename(item.Planned, RawName.Of([.. item.Planned.Name.Bytes, .. stamp]));
            if (!archived.IsTaken || attempt == MostNames) return Outcome(item, archived);
            at = at.AddMilliseconds(1);
        }
    }

    private static ItemOutcome Outcome(JanitorItem item, Removal removal) => removal.End switch
    {
        RemovalEnd.Removed => new ItemOutcome(item, item.Action, removal.Bytes),
        RemovalEnd.Failed => ItemOutcome.Failed(item, removal.Text ?? ""),
        _ => ItemOutcome.Kept(item, removal.Text ?? ""),
    };

    private Folder Folder(FileItem item) => Opened(item.Place).Folder(item.Below);

    private StoreDirectory Opened(StorePlace place)
    {
        if (_open.TryGetValue(place.Directory, out var open)) return open;
        return _open[place.Directory] = StoreDirectory.Open(place);
    }
}
