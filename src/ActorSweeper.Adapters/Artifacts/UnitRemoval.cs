using ActorSweeper.Adapters.Deletion;
using ActorSweeper.Core.Retention;

namespace ActorSweeper.Adapters.Artifacts;

/// <summary>
/// Carries out single items of a plan. Roots and directories are opened anew, and kept open as long as items follow in them.
/// </summary>
/// <param name="options">What the janitor does.</param>
/// <param name="ids">The ids of active sessions; null when no rule is protected by them.</param>
/// <param name="time">Says how old things are by now.</param>
/// <param name="planned">When the plan was made: what is moved into the trash bears this instant.</param>
/// <param name="cancellation">Ends the removal of a tree between two of its entries.</param>
internal sealed class UnitRemoval(
    ArtifactsOptions options, ActiveIdsReader? ids, TimeProvider time, DateTimeOffset planned, CancellationToken cancellation) : IDisposable
{
    private readonly Dictionary<PlannedRoot, (OpenedRoot Root, Trash Trash)> _roots = [];
    private PlannedUnit? _openFor;
    private Folder? _folder;

    /// <summary>Checks an item once more, and does what is planned for it.</summary>
    public ItemOutcome Apply(ArtifactItem item)
    {
        var unit = item.Unit;
        if (unit.IsKept) return ItemOutcome.Done(item);
        if (options.Mode == ArtifactsMode.DryRun) return ItemOutcome.Kept(item, "mode = dry-run: nothing is changed");
        try
        {
            if (KeptByNow(unit) is { } why) return ItemOutcome.Kept(item, why);
            var folder = FolderOf(unit);
            return item.Action == JanitorAction.Trash ? OutcomeOf(item, Discard(unit, folder)) : OutcomeOf(item, Remove(unit, folder));
        }
        catch (ActiveIdsException unknown)
        {
            return ItemOutcome.Failed(item, unknown.Message);
        }
        catch (DeletionException gone) when (gone.IsNotThere)
        {
            return ItemOutcome.Kept(item, "it is gone already");
        }
        catch (DeletionException refused)
        {
            return ItemOutcome.Failed(item, refused.Message);
        }
    }

    public void Dispose()
    {
        _folder?.Dispose();
        foreach (var (root, trash) in _roots.Values)
        {
            trash.Dispose();
            root.Dispose();
        }
    }

    private static ItemOutcome OutcomeOf(JanitorItem item, in Removal removal) => removal.End switch
    {
        RemovalEnd.Removed => new ItemOutcome(item, item.Action, item.Action == JanitorAction.Trash ? 0 : removal.Bytes),
        RemovalEnd.Failed => new ItemOutcome(item, JanitorAction.Keep, removal.Bytes, removal.Text, IsFailed: true),
        _ => new ItemOutcome(item, JanitorAction.Keep, removal.Bytes, removal.Text),
    };

    private string? KeptByNow(PlannedUnit unit)
    {
        var active = ids?.Current(cancellation);
        if (unit.Rule is not { } rule) return null;
        if (!ArtifactAge.IsOver(rule, unit.Instant, time.GetUtcNow())) return "the clock was set back: it has not expired";
        return active is not null ? RulePlanning.ActiveReason(rule, unit.Entry.Name, active) : null;
    }

    private Removal Remove(PlannedUnit unit, Folder folder)
    {
        var entry = unit.Entry;
        if (unit.Rule is null) return folder.Remove(entry, cancellation, withSpecial: true);
        if (NewerCompanion(unit, folder) is { } newer) return newer;
        if (ChangedTime(unit, folder) is { } touched) return touched;
        if (unit.Companion is not { } companion) return folder.Remove(entry, cancellation, size => Younger(unit, size));
        var results = folder.Remove(
            companion.Entry,
            cancellation,
            size => folder.Find(entry.Name) is not { } now || !now.Facts.IsSame(entry.Facts)
                ? "its transcript was written or removed meanwhile"
                : Younger(unit, size));
        // A directory that somebody else has removed does not keep its transcript.
        if (!results.IsRemoved && !(results.End == RemovalEnd.Changed && folder.Find(companion.Entry.Name) is null)) return results;
        var transcript = folder.Remove(entry, cancellation);
        return transcript with { Bytes = transcript.Bytes + results.Bytes };
    }

    private Removal Discard(PlannedUnit unit, Folder folder)
    {
        var trash = _roots[unit.Root].Trash;
        if (NewerCompanion(unit, folder) is { } newer) return newer;
        if (ChangedTime(unit, folder) is { } touched) return touched;
        var directory = unit.Entry.Kind == EntryKind.Directory ? unit.Entry : unit.Companion?.Entry;
        if (directory is { } tree)
        {
            using var opened = folder.OpenFolder(tree.Name);
            var size = TreeSize.Of(opened, cancellation);
            if (size.Problems.Count > 0) return Removal.Failed(string.Join("; ", size.Problems));
            if (Younger(unit, size) is { } why) return Removal.Changed(why);
        }

        if (unit.Companion is { } companion && trash.Put(folder, companion.Entry, planned) is { IsRemoved: false } stays) return stays;
        return trash.Put(folder, unit.Entry, planned);
    }

    /// <summary>A directory of tool results that was not there when the plan was made.</summary>
    private static Removal? NewerCompanion(PlannedUnit unit, Folder folder)
    {
        const string End = ".jsonl";
        if (unit.Rule!.Unit != ArtifactUnit.Transcript || unit.Companion is not null || unit.Entry.Kind == EntryKind.Directory) return null;
        var stem = RawName.Of(unit.Entry.Name.Bytes[..^End.Length]);
        return folder.Find(stem)?.Kind == EntryKind.Directory ? Removal.Changed("tool results have come beside it meanwhile") : null;
    }

    /// <summary>A time that a change of something else than the content moves is no part of a file's identity.</summary>
    private Removal? ChangedTime(PlannedUnit unit, Folder folder)
    {
        if (unit.Rule!.Source != AgeSource.Changed || unit.Entry.Kind == EntryKind.Directory) return null;
        return folder.Find(unit.Entry.Name) is { } now && !ArtifactAge.IsOver(unit.Rule, now.Facts.Changed, time.GetUtcNow())
            ? Removal.Changed("it was changed meanwhile")
            : null;
    }

    private string? Younger(PlannedUnit unit, TreeSize size) =>
        unit.Rule!.Source != AgeSource.NameDate
        && ArtifactAge.InstantOf(size, unit.Rule.Source) is { } newest
        && !ArtifactAge.IsOver(unit.Rule, newest, time.GetUtcNow())
            ? "something in it was written meanwhile"
            : null;

    private Folder FolderOf(PlannedUnit unit)
    {
        var root = RootOf(unit.Root);
        if (_folder is not null && ReferenceEquals(_openFor?.Root, unit.Root) && ReferenceEquals(_openFor?.Folder, unit.Folder))
            return _folder;
        _folder?.Dispose();
        _folder = null;
        _folder = root.OpenFolder(unit.Folder);
        _openFor = unit;
        return _folder;
    }

    private OpenedRoot RootOf(PlannedRoot root)
    {
        if (_roots.TryGetValue(root, out var known)) return known.Root;
        var opened = OpenedRoot.Open(root.Path);
        if (!opened.Facts.IsSameThing(root.Facts))
        {
            opened.Dispose();
            throw new DeletionException($"{root.Path}: it is another directory than when the plan was made: make a new plan");
        }

        _roots.Add(root, (opened, new Trash(opened)));
        return opened;
    }
}
