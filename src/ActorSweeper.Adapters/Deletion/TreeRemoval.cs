namespace ActorSweeper.Adapters.Deletion;

/// <summary>
/// Removes one planned tree. Before anything in it is touched all of it is looked at, so that what cannot go (a mount point, a
/// directory that may not be read) keeps the whole; then it gets a private name, under which nobody puts anything, and is looked at
/// again. What is not removed in the end has its old name back.
/// </summary>
/// <param name="folder">Where it is.</param>
/// <param name="planned">As it was found.</param>
/// <param name="check">The last look, see <see cref="Folder.Remove"/>.</param>
/// <param name="withSpecial">Whether sockets and pipes in it were planned too.</param>
/// <param name="cancellation">Ends it between two entries.</param>
internal sealed class TreeRemoval(
    Folder folder, Entry planned, Func<TreeSize, string?>? check, bool withSpecial, CancellationToken cancellation)
{
    private const int MostAttempts = 8;

    private string Path => folder.PathOf(planned.Name);

    public Removal Run()
    {
        Folder tree;
        try
        {
            tree = folder.OpenFolder(planned.Name);
        }
        catch (DeletionException refused)
        {
            return refused.IsNotThere ? Removal.Changed("it is gone already") : Removal.Failed(refused.Message);
        }

        using (tree)
        {
            if (!tree.Facts.IsSameThing(planned.Facts)) return Removal.Changed("another one has its name now");
            try
            {
                return Unfit(tree) ?? Removed(tree);
            }
            catch (OperationCanceledException)
            {
                return Removal.Stopped(0);
            }
        }
    }

    private Removal Removed(Folder tree)
    {
        if (Hide(out var hidden) is { } failed) return failed;
        var elements = new Elements(tree, Path, cancellation);
        Removal result;
        try
        {
            result = Swapped(hidden) ?? Unfit(tree) ?? Emptied(elements, hidden);
        }
        catch (OperationCanceledException)
        {
            result = Removal.Stopped(elements.Freed);
        }

        return result.IsRemoved || Calls.TryRename(folder.Descriptor, hidden, folder.Descriptor, planned.Name)
            ? result
            : Removal.Failed(
                $"{result.Text}; it is {folder.PathOf(hidden)} now, because its name is in use: rename or remove it", result.Bytes);
    }

    private Removal Emptied(Elements elements, RawName hidden)
    {
        elements.Run();
        if (elements.Problems.Count > 0) return Removal.Failed(Joined(elements.Problems), elements.Freed);
        if (Calls.TryRemoveDirectory(folder.Descriptor, hidden)) return Removal.Removed(elements.Freed);
        return Removal.Failed(Fault.Text(Path, "remove the directory", Calls.Error), elements.Freed);
    }

    /// <summary>Gives it the private name.</summary>
    private Removal? Hide(out RawName hidden)
    {
        for (var attempt = 0; ; attempt++)
        {
            hidden = PrivateName.Of(planned, attempt);
            if (Calls.TryRenameToFresh(folder.Descriptor, planned.Name, hidden)) return null;
            var error = Calls.Error;
            if (error == Errno.NotThere) return Removal.Changed("it is gone already");
            if (error != Errno.Exists || attempt == MostAttempts) return Removal.Failed(folder.Why(planned, "remove it", error));
        }
    }

    private Removal? Swapped(RawName hidden) => Calls.TryStat(folder.Descriptor, hidden, out var now) && now.IsSameThing(planned.Facts)
        ? null
        : Removal.Changed("another one was put in its place");

    /// <summary>Why the whole stays; null when it may go.</summary>
    private Removal? Unfit(Folder tree)
    {
        var size = TreeSize.Of(tree, cancellation);
        if (size.Problems.Count > 0) return Removal.Failed(Joined(size.Problems));
        if (size.HasDevice || (size.Special is not null && !withSpecial))
            return Removal.Failed($"{size.Special}: a socket, pipe or device keeps the directory {planned.Name}: remove it by hand");
        return check?.Invoke(size) is { } why ? Removal.Changed(why) : null;
    }

    private static string Joined(IReadOnlyList<string> problems) => string.Join("; ", problems);

    /// <summary>Removes all that is in the tree, the deepest first.</summary>
    private sealed class Elements(Folder tree, string path, CancellationToken cancellation)
        : TreeWalk(tree.Descriptor, path, tree.Root.IsOldKernel, cancellation)
    {
        public long Freed { get; private set; }

        protected override bool Meet(Descriptor directory, in Entry entry)
        {
            if (entry.Kind == EntryKind.Other)
            {
                Note($"{PathOf(entry.Name)}: a device is not removed: remove it by hand");
                return false;
            }

            if (Calls.TryUnlink(directory, entry.Name))
            {
                Freed += entry.Facts.Frees;
                return true;
            }

            if (Calls.Error == Errno.NotThere) return true;
            Note(Calls.Error == Errno.NotPermitted && entry.Facts.IsImmutable
                ? $"{PathOf(entry.Name)}: cannot remove it: it is immutable: allow it with chattr -i"
                : Fault.Text(PathOf(entry.Name), "remove it", Calls.Error));
            return false;
        }

        protected override int Leave(Descriptor parent, RawName name) => Calls.TryRemoveDirectory(parent, name) ? 0 : Calls.Error;
    }
}
