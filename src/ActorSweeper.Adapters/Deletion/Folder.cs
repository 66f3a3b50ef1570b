using Microsoft.Win32.SafeHandles;

namespace ActorSweeper.Adapters.Deletion;

/// <summary>
/// An opened directory beneath a root. Everything in it is reached through its descriptor, so that no path is resolved again: who
/// renames a directory on the way, or puts a link in its place, changes nothing here. Not for two threads at once.
/// </summary>
internal sealed class Folder : IDisposable
{
    internal Folder(OpenedRoot root, Descriptor descriptor, FolderPath path, in EntryFacts facts)
    {
        Root = root;
        Descriptor = descriptor;
        Path = path;
        Facts = facts;
    }

    public OpenedRoot Root { get; }

    /// <summary>Where it is.</summary>
    public FolderPath Path { get; }

    /// <summary>What was known about it when it was opened.</summary>
    public EntryFacts Facts { get; }

    internal Descriptor Descriptor { get; }

    /// <summary>
    /// Lists what is in it, in the file system's order. What vanishes between its name and the look at it is left out; a directory on
    /// which something is mounted is there, marked as such.
    /// </summary>
    /// <param name="cancellation">Ends it between two entries.</param>
    /// <exception cref="DeletionException">The directory cannot be read.</exception>
    public List<Entry> List(CancellationToken cancellation)
    {
        var entries = new List<Entry>();
        List(entries.Add, cancellation);
        return entries;
    }

    /// <summary>Hands out what is in it, one after the other; as <see cref="List(CancellationToken)"/>.</summary>
    public void List(Action<Entry> found, CancellationToken cancellation)
    {
        using var reading = new DirectoryReading(Descriptor);
        while (reading.Next())
        {
            cancellation.ThrowIfCancellationRequested();
            if (Find(reading.Name) is { } entry) found(entry);
        }

        if (reading.Error != 0) throw new DeletionException(Fault.Text(Path.ToString(), "list it", reading.Error), reading.Error);
    }

    /// <summary>Looks at one entry; null when it is not there.</summary>
    /// <exception cref="DeletionException">It cannot be looked at.</exception>
    public Entry? Find(RawName name)
    {
        if (Calls.TryStat(Descriptor, name, out var facts)) return new Entry(name, facts);
        if (Calls.Error is Errno.NotThere or Errno.NameTooLong) return null;
        throw Fault.Last(PathOf(name), "look at it");
    }

    /// <summary>Opens a directory in it.</summary>
    /// <exception cref="DeletionException">It is not there, no directory, a link, on another file system, or may not be opened.</exception>
    public Folder OpenFolder(RawName name)
    {
        var opened = Calls.OpenDirectory(Descriptor, Root.Device, name, out var facts, Root.IsOldKernel)
            ?? throw Fault.Last(PathOf(name), "open the directory");
        return new Folder(Root, opened, Path.Of(name), facts);
    }

    /// <summary>Opens a file in it for reading. Never waits, follows no link, and is refused for everything but a file.</summary>
    /// <exception cref="DeletionException">It is not there, no file, a link, on another file system, or may not be read.</exception>
    public Stream OpenFile(RawName name)
    {
        // Looked at first as well: to open a device may already do something.
        if (Calls.TryStat(Descriptor, name, out var before) && before.Kind != EntryKind.File)
            throw new DeletionException($"{PathOf(name)}: expected a file, found {Words.Of(before.Kind)}", Errno.Invalid);
        var opened = Calls.OpenEntry(Descriptor, name, SystemCalls.ReadOnly | SystemCalls.NonBlocking, Root.IsOldKernel)
            ?? throw Fault.Last(PathOf(name), "read it");
        if (!Calls.TryStat(opened, out var facts) || facts.Kind != EntryKind.File || facts.Device != Root.Device)
        {
            opened.Dispose();
            throw new DeletionException($"{PathOf(name)}: expected a file of this file system", Errno.Invalid);
        }

        var handle = new SafeFileHandle(opened.DangerousGetHandle(), ownsHandle: true);
        opened.SetHandleAsInvalid();
        return new FileStream(handle, FileAccess.Read, bufferSize: 0);
    }

    /// <summary>
    /// Removes what was planned, if it is still that. The check and the removal are two calls, which no call of the kernel joins. What
    /// remains: who puts something else under the name between the two, within a microsecond, in this very directory, has that removed.
    /// It can be a file, link, socket or pipe (<c>unlinkat</c> refuses directories and follows no link), and it is an entry of this
    /// directory, which lay beneath the root when it was opened; nothing elsewhere can be touched. A directory is given a private name
    /// first and looked at again under it, so that another one in its place is given back.
    /// </summary>
    /// <param name="planned">As it was found.</param>
    /// <param name="cancellation">Ends the removal of a tree between two of its entries; a single entry is always finished.</param>
    /// <param name="check">
    /// Of a directory: the last look at what is in it; returns why it is kept after all, or null. Called once before and once after it
    /// has got its private name.
    /// </param>
    /// <param name="withSpecial">Of a directory: whether sockets and pipes in it were planned too. Without that it is kept.</param>
    public Removal Remove(
        in Entry planned, CancellationToken cancellation, Func<TreeSize, string?>? check = null, bool withSpecial = false)
    {
        if (Changes(planned, out var now) is { } changed) return changed;
        if (planned.Kind == EntryKind.Other)
            return Removal.Failed($"{PathOf(planned.Name)}: a device is not removed; remove it by hand");
        if (planned.Facts.IsMountPoint) return Removal.Failed(Fault.Text(PathOf(planned.Name), "remove it", Errno.Busy));
        if (planned.Kind == EntryKind.Directory)
            return new TreeRemoval(this, planned, check, withSpecial, cancellation).Run();
        if (Calls.TryUnlink(Descriptor, planned.Name)) return Removal.Removed(now.Frees);
        var error = Calls.Error;
        return error switch
        {
            Errno.NotThere => Removal.Changed("it is gone already"),
            Errno.IsDirectory => Removal.Changed("it is a directory now"),
            _ => Removal.Failed(Why(planned, "remove it", error)),
        };
    }

    /// <summary>
    /// Gives what was planned a new name in the same directory and replaces nothing. It is looked at again under the new name:
    /// something else that was put in its place meanwhile gets its name back.
    /// </summary>
    public Removal Rename(in Entry planned, RawName newName) => MoveTo(planned, this, newName);

    /// <summary>Moves what was planned into another directory of the same root, see <see cref="Rename"/>.</summary>
    public Removal MoveTo(in Entry planned, Folder target, RawName newName)
    {
        if (Changes(planned, out _) is { } changed) return changed;
        if (planned.Facts.IsMountPoint) return Removal.Failed(Fault.Text(PathOf(planned.Name), "rename it", Errno.Busy));
        if (!Calls.TryRename(Descriptor, planned.Name, target.Descriptor, newName))
        {
            var error = Calls.Error;
            return error switch
            {
                Errno.NotThere => Removal.Changed("it is gone already"),
                Errno.Exists => Removal.Failed(Fault.Text(target.PathOf(newName), $"give {planned.Name} this name", error), isTaken: true),
                _ => Removal.Failed(Why(planned, "rename it", error)),
            };
        }

        if (Calls.TryStat(target.Descriptor, newName, out var facts) && facts.IsSame(planned.Facts)) return Removal.Removed(0);
        return Calls.TryRename(target.Descriptor, newName, Descriptor, planned.Name)
            ? Removal.Changed("another thing was put in its place")
            : Removal.Failed($"{PathOf(planned.Name)}: another thing was put in its place; it is now {target.PathOf(newName)}");
    }

    /// <summary>Waits until what was done in it is on the disk.</summary>
    /// <exception cref="DeletionException">The disk refused.</exception>
    public void Flush()
    {
        if (SystemCalls.Flush(Descriptor) != 0) throw Fault.Last(Path.ToString(), "write it to the disk");
    }

    /// <summary>The absolute path of an entry, as people may see it.</summary>
    public string PathOf(RawName name) => $"{Path}/{name}";

    public void Dispose() => Descriptor.Dispose();

    /// <summary>What has become of a planned entry; null when it is still the same.</summary>
    private Removal? Changes(in Entry planned, out EntryFacts now)
    {
        if (!Calls.TryStat(Descriptor, planned.Name, out now))
        {
            return Calls.Error == Errno.NotThere
                ? Removal.Changed("it is gone already")
                : Removal.Failed(Fault.Text(PathOf(planned.Name), "look at it", Calls.Error));
        }

        if (now.IsSame(planned.Facts)) return null;
        return Removal.Changed(now.IsSameThing(planned.Facts)
            ? "it was written meanwhile"
            : now.Kind != planned.Kind ? $"it is {Words.Of(now.Kind)} now" : "another one has its name now");
    }

    /// <summary>The sentence for what failed, with the attribute that forbids it where there is one.</summary>
    internal string Why(in Entry entry, string doing, int error)
    {
        var path = PathOf(entry.Name);
        if (error != Errno.NotPermitted) return Fault.Text(path, doing, error);
        if (entry.Facts.IsImmutable) return $"{path}: cannot {doing}: it is immutable: allow it with chattr -i";
        if (entry.Facts.IsAppendOnly) return $"{path}: cannot {doing}: it is append-only: allow it with chattr -a";
        return Calls.TryStat(Descriptor, out var own) && (own.IsImmutable || own.IsAppendOnly)
            ? $"{path}: cannot {doing}: its directory is {(own.IsImmutable ? "immutable" : "append-only")}: allow it with chattr -ia"
            : Fault.Text(path, doing, error);
    }
}
