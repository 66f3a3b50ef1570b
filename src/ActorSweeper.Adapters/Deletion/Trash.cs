using System.Globalization;

namespace ActorSweeper.Adapters.Deletion;

/// <summary>
/// Where things wait before they are gone for good: beneath the root, so that moving them there is one step of the file system and
/// neither copies nor crosses anything. Each run and directory has a place of its own, <c>INSTANT/NUMBER/</c>, with the file
/// <c>origin</c> that says where its <c>items</c> were; it is on the disk before the first of them is moved.
/// </summary>
internal sealed class Trash : IDisposable
{
    private const string StampForm = "yyyyMMdd'T'HHmmssfff'Z'";
    private const int Private = 0x1c0; // 0700
    private const int MostPlaces = 1_000_000;

    private static readonly RawName Origin = RawName.Of("origin");
    private static readonly RawName Items = RawName.Of("items");

    private readonly OpenedRoot _root;
    private Folder? _open;
    private FolderPath? _openOf;
    private DateTimeOffset _openAt;

    /// <summary>The trash of one root.</summary>
    /// <param name="root">Must stay open as long as this is used.</param>
    public Trash(OpenedRoot root) => _root = root;

    /// <summary>The directory beneath the root. No rule looks into it.</summary>
    public static RawName FolderName { get; } = RawName.Of(".actorsweeper-trash");

    /// <summary>Moves what was planned into the trash. Nothing is freed by that.</summary>
    /// <param name="folder">Where it is.</param>
    /// <param name="planned">As it was found.</param>
    /// <param name="at">The instant of the run: what goes together can be purged together.</param>
    public Removal Put(Folder folder, in Entry planned, DateTimeOffset at)
    {
        try
        {
            var place = PlaceOf(folder.Path, at);
            var moved = folder.MoveTo(planned, place, planned.Name);
            if (!moved.IsTaken) return moved;
            // The same name was put there before in this run: it gets a place of its own.
            Close();
            return folder.MoveTo(planned, PlaceOf(folder.Path, at), planned.Name);
        }
        catch (DeletionException refused)
        {
            return Removal.Failed(refused.Message);
        }
    }

    /// <summary>Lists what is in the trash.</summary>
    /// <param name="problems">Gets what cannot be read, each with the remedy.</param>
    /// <param name="cancellation">Ends it between two entries.</param>
    public List<TrashedEntry> List(ICollection<string> problems, CancellationToken cancellation)
    {
        var found = new List<TrashedEntry>();
        try
        {
            using var trash = Open();
            if (trash is null) return found;
            foreach (var stamp in trash.List(cancellation))
            {
                if (InstantOf(stamp) is not { } at)
                {
                    problems.Add($"{trash.PathOf(stamp.Name)}: it is not from ActorSweeper and stays: move it away by hand");
                    continue;
                }

                using var run = trash.OpenFolder(stamp.Name);
                foreach (var number in run.List(cancellation)) ListPlace(run, number, at, found, problems, cancellation);
            }
        }
        catch (DeletionException unreadable)
        {
            problems.Add(unreadable.Message);
        }

        return found;
    }

    /// <summary>Moves an entry back to where it was; directories on the way that are gone are made again. Replaces nothing.</summary>
    public Removal Restore(TrashedEntry trashed)
    {
        try
        {
            using var items = _root.OpenFolder(trashed.Place);
            using var target = Make(trashed.Origin, 0x1ed);
            var moved = items.MoveTo(trashed.Entry, target, trashed.Entry.Name);
            if (!moved.IsRemoved) return moved;
            target.Flush();
            Tidy(trashed.Place);
            return moved;
        }
        catch (DeletionException refused)
        {
            return Removal.Failed(refused.Message);
        }
    }

    /// <summary>
    /// The runs whose things have been in the trash for long enough, each removed as a whole by <see cref="Folder.Remove"/> with what is
    /// special in it; also what an interrupted purge has left.
    /// </summary>
    /// <param name="before">What was put there before this instant.</param>
    /// <param name="problems">Gets what cannot be looked at.</param>
    /// <param name="cancellation">Ends it between two entries.</param>
    public IEnumerable<TrashedRun> Expired(DateTimeOffset before, ICollection<string> problems, CancellationToken cancellation)
    {
        using var trash = Open(problems);
        if (trash is null) yield break;
        foreach (var run in trash.List(cancellation))
        {
            var at = PrivateName.IsOne(run.Name) && run.Kind == EntryKind.Directory ? run.Facts.Changed : InstantOf(run);
            if (at is null || (at >= before && !PrivateName.IsOne(run.Name))) continue;
            if (SizeOf(trash, run, problems, cancellation) is { } size)
                yield return new TrashedRun(trash.Path, run, at.Value, size.Frees);
        }
    }

    public void Dispose() => Close();

    private static DateTimeOffset? InstantOf(in Entry stamp) => stamp.Kind == EntryKind.Directory && DateTimeOffset.TryParseExact(
        stamp.Name.ToString(), StampForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
        ? at
        : null;

    private void ListPlace(
        Folder run, Entry number, DateTimeOffset at, List<TrashedEntry> found, ICollection<string> problems, CancellationToken cancellation)
    {
        try
        {
            using var place = run.OpenFolder(number.Name);
            if (place.Find(Items) is null) return;
            using var items = place.OpenFolder(Items);
            FolderPath? origin = null;
            foreach (var entry in items.List(cancellation))
                found.Add(new TrashedEntry(items.Path, origin ??= ReadOrigin(place), entry, at));
        }
        catch (Exception unreadable) when (unreadable is DeletionException or FormatException)
        {
            problems.Add(unreadable.Message);
        }
    }

    private FolderPath ReadOrigin(Folder place)
    {
        using var content = new MemoryStream();
        using (var file = place.OpenFile(Origin)) file.CopyTo(content);
        var bytes = content.ToArray().AsSpan();
        var path = _root.Place;
        foreach (var part in bytes.Split((byte)'/'))
            if (bytes[part].Length > 0) path = path.Of(RawName.Of(bytes[part]));
        return path;
    }

    private Folder? Open()
    {
        using var root = _root.OpenFolder();
        return root.Find(FolderName) is null ? null : root.OpenFolder(FolderName);
    }

    private Folder? Open(ICollection<string> problems)
    {
        try
        {
            return Open();
        }
        catch (DeletionException refused)
        {
            problems.Add(refused.Message);
            return null;
        }
    }

    private static TreeSize? SizeOf(Folder trash, in Entry run, ICollection<string> problems, CancellationToken cancellation)
    {
        try
        {
            using var opened = trash.OpenFolder(run.Name);
            var size = TreeSize.Of(opened, cancellation);
            foreach (var problem in size.Problems) problems.Add(problem);
            return size.Problems.Count == 0 ? size : null;
        }
        catch (DeletionException refused)
        {
            problems.Add(refused.Message);
            return null;
        }
    }

    /// <summary>The directory in the trash for what comes out of one directory in one run.</summary>
    private Folder PlaceOf(FolderPath origin, DateTimeOffset at)
    {
        if (_open is not null && ReferenceEquals(_openOf, origin) && _openAt == at) return _open;
        Close();
        var stamp = RawName.Of(at.UtcDateTime.ToString(StampForm, CultureInfo.InvariantCulture));
        using var run = Make(_root.Place.Of(FolderName).Of(stamp), Private);
        for (var number = 0; number < MostPlaces; number++)
        {
            var name = RawName.Of(number.ToString(CultureInfo.InvariantCulture));
            if (run.Find(name) is not null) continue;
            using var place = Make(run, name, Private);
            using (var file = Calls.CreateFile(place.Descriptor, Origin))
            {
                // Another run of the same instant took the number first.
                if (file is null && Calls.Error == Errno.Exists) continue;
                if (file is null || !Calls.TryWrite(file, origin.ToBytes())) throw Fault.Last(place.PathOf(Origin), "write it");
            }

            _open = Make(place, Items, Private);
            place.Flush();
            run.Flush();
            (_openOf, _openAt) = (origin, at);
            return _open;
        }

        throw new DeletionException($"{run.Path}: there are too many directories in it: purge the trash");
    }

    private Folder Make(FolderPath path, int mode)
    {
        var folder = _root.OpenFolder();
        foreach (var step in path.Steps())
        {
            using var parent = folder;
            folder = Make(parent, step, mode);
        }

        return folder;
    }

    private static Folder Make(Folder parent, RawName name, int mode) => Calls.TryMakeDirectory(parent.Descriptor, name, mode)
        ? parent.OpenFolder(name)
        : throw Fault.Last(parent.PathOf(name), "make the directory");

    // What is not empty stays: the next purge takes it.
    private void Tidy(FolderPath items)
    {
        if (items.Parent is not { Parent: { } runPath } placePath) return;
        using var run = _root.OpenFolder(runPath);
        using (var place = run.OpenFolder(placePath.Name))
        {
            if (!Calls.TryRemoveDirectory(place.Descriptor, Items)) return;
            _ = Calls.TryUnlink(place.Descriptor, Origin);
        }

        _ = Calls.TryRemoveDirectory(run.Descriptor, placePath.Name);
        if (runPath.Parent is null) return;
        using var trash = _root.OpenFolder(runPath.Parent);
        _ = Calls.TryRemoveDirectory(trash.Descriptor, runPath.Name);
    }

    private void Close()
    {
        _open?.Dispose();
        _open = null;
    }
}
