using ActorSweeper.Adapters.Deletion;
using ActorSweeper.Core.Retention;
using ActorSweeper.Core.Retention.OpenClaw;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Adapters.OpenClaw;

/// <summary>
/// Finds the transcripts, checkpoints and trajectories that no session refers to: old ones whose ids occur nowhere in any store.
/// What has no id of the form of a UUID in its name is not known to be one, and stays.
/// </summary>
/// <param name="ids">The ids in all stores.</param>
/// <param name="everywhere">All stores.</param>
/// <param name="age">They are older.</param>
/// <param name="now">Of the whole plan.</param>
/// <param name="tally">Counts.</param>
internal sealed class OrphanLook(
    ISet<Guid> ids, IReadOnlyList<StorePlace> everywhere, OpenClawDuration age, DateTimeOffset now, RuleTally tally)
{
    /// <summary>Looks at one directory.</summary>
    /// <exception cref="DeletionException">It cannot be listed.</exception>
    public IEnumerable<JanitorItem> In(StoreDirectory directory, CancellationToken cancellation)
    {
        var folder = directory.Folder("");
        foreach (var entry in folder.List(cancellation).OrderBy(static entry => entry.Name.ToString(), StringComparer.Ordinal))
        {
            var own = entry.Kind == EntryKind.File ? Transcripts.IdsIn(entry.Name.ToString()) : [];
            if (own.Count == 0) continue;
            var old = now.ToUnixTimeMilliseconds() - entry.Facts.Modified.ToUnixTimeMilliseconds();
            var isOrphan = old > age.Milliseconds && !own.Any(ids.Contains) && !IsLocked(folder, entry.Name);
            tally.Count(Rules.Orphans, isOrphan, entry.Facts.Frees);
            if (!isOrphan) continue;
            var reason = $"no session refers to it, last written {Durations.Text(TimeSpan.FromMilliseconds(old))} ago, kept for {age}";
            yield return new OrphanItem(folder.PathOf(entry.Name), reason, directory.Place, entry, own, everywhere);
        }
    }

    /// <summary>Whether somebody is writing a transcript.</summary>
    public static bool IsLocked(Folder folder, RawName name) => folder.Find(RawName.Of([.. name.Bytes, .. ".lock"u8])) is not null;
}
