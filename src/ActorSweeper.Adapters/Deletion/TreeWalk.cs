using System.Text;

namespace ActorSweeper.Adapters.Deletion;

/// <summary>
/// Goes through a tree, each directory before what is in it. Neither the stack nor the number of open descriptors grows with its depth:
/// two are open at a time. The way up is <c>..</c>, and what is found there must be the very directory that it came from: when
/// somebody moves a directory elsewhere meanwhile the walk ends instead of going on there.
/// </summary>
/// <param name="start">The top of the tree; stays open.</param>
/// <param name="path">Its path, as people may see it.</param>
/// <param name="isOldKernel">Whether to open as on a kernel before 5.6.</param>
/// <param name="cancellation">Ends it between two entries.</param>
internal abstract class TreeWalk(Descriptor start, string path, bool isOldKernel, CancellationToken cancellation)
{
    private const int MostProblems = 10;
    private const int MostAgain = 3;
    private const int ShownSteps = 16;

    private readonly List<Level> _levels = [];
    private readonly List<string> _problems = [];

    /// <summary>What could not be done, the first ten.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Goes through all of it.</summary>
    /// <exception cref="OperationCanceledException">It was ended before.</exception>
    public void Run()
    {
        if (!Calls.TryStat(start, out var facts) || Calls.OpenSelf(start) is not { } current)
        {
            Note(Fault.Text(path, "open the directory", Calls.Error));
            return;
        }

        try
        {
            _levels.Add(new Level(default, facts));
            Look(current);
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                var next = _levels[^1].Next() is { } name ? Down(current, name) : Up(current);
                if (next is null) return;
                if (ReferenceEquals(next, current)) continue;
                current.Dispose();
                current = next;
                if (_levels[^1].IsNew) Look(current);
            }
        }
        finally
        {
            current.Dispose();
        }
    }

    /// <summary>Something that is not a directory.</summary>
    /// <returns>Whether it need not keep the directory from going.</returns>
    protected abstract bool Meet(Descriptor directory, in Entry entry);

    /// <summary>A directory all of which has been gone through, seen from above.</summary>
    /// <returns>0, or the system's error number.</returns>
    protected abstract int Leave(Descriptor parent, RawName name);

    /// <summary>Notes what could not be done.</summary>
    protected void Note(string problem)
    {
        if (_levels.Count > 0) _levels[^1].Keeps = true;
        if (_problems.Count < MostProblems) _problems.Add(problem);
    }

    /// <summary>The path of an entry of the directory in hand, as people may see it; the middle of a very long one is left out.</summary>
    protected string PathOf(RawName name)
    {
        var text = new StringBuilder(path);
        for (var i = 1; i < _levels.Count; i++)
        {
            if (_levels.Count > 2 * ShownSteps && i == ShownSteps)
            {
                i = _levels.Count - ShownSteps;
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"/({i - ShownSteps} more)");
            }

            text.Append('/').Append(_levels[i].Name.ToString());
        }

        return text.Append('/').Append(name.ToString()).ToString();
    }

    // Kept and not handed on by name: all that is not a directory is met while the directory is read.
    private void Look(Descriptor directory)
    {
        var level = _levels[^1];
        level.IsNew = false;
        using var reading = new DirectoryReading(directory);
        while (reading.Next())
        {
            cancellation.ThrowIfCancellationRequested();
            if (reading.IsDirectory)
            {
                level.Add(reading.Name);
                continue;
            }

            if (!Calls.TryStat(directory, reading.Name, out var facts))
            {
                if (Calls.Error != Errno.NotThere) Note(Fault.Text(PathOf(reading.Name), "look at it", Calls.Error));
            }
            else if (facts.Kind == EntryKind.Directory) level.Add(reading.Name);
            else if (facts.IsMountPoint) Note(Fault.Text(PathOf(reading.Name), "remove it", Errno.Busy));
            else if (!Meet(directory, new Entry(reading.Name, facts))) level.Keeps = true;
        }

        if (reading.Error != 0) Note(Fault.Text(PathOf(RawName.Of("*")), "list it", reading.Error));
    }

    private Descriptor Down(Descriptor current, RawName name)
    {
        var opened = Calls.OpenDirectory(current, _levels[0].Facts.Device, name, out var facts, isOldKernel);
        if (opened is not null)
        {
            _levels.Add(new Level(name, facts));
            return opened;
        }

        if (Calls.Error != Errno.NotThere) Note(Fault.Text(PathOf(name), "open the directory", Calls.Error));
        return current;
    }

    private Descriptor? Up(Descriptor current)
    {
        var done = _levels[^1];
        _levels.RemoveAt(_levels.Count - 1);
        if (_levels.Count == 0) return null;
        var level = _levels[^1];
        if (Calls.OpenParent(current) is not { } parent)
        {
            Note(Fault.Text(PathOf(done.Name), "go back from it", Calls.Error));
            return null;
        }

        if (!Calls.TryStat(parent, out var facts) || !facts.IsSameThing(level.Facts))
        {
            parent.Dispose();
            Note($"{PathOf(done.Name)}: it was moved elsewhere while it was gone through");
            return null;
        }

        level.Keeps |= done.Keeps;
        var error = done.Keeps ? 0 : Leave(parent, done.Name);
        if (error == Errno.NotEmpty && level.Again++ < MostAgain) level.Add(done.Name);
        else if (error is not (0 or Errno.NotThere)) Note(Fault.Text(PathOf(done.Name), "remove the directory", error));
        return parent;
    }

    /// <summary>A directory between the top and the one in hand.</summary>
    private sealed class Level(RawName name, EntryFacts facts)
    {
        private Stack<RawName>? _directories;

        public RawName Name { get; } = name;

        public EntryFacts Facts { get; } = facts;

        /// <summary>Whether what is in it has not been looked at yet.</summary>
        public bool IsNew { get; set; } = true;

        /// <summary>Whether something in it stays, so that it stays too.</summary>
        public bool Keeps { get; set; }

        /// <summary>How often directories in it were gone through again, because something was left in them.</summary>
        public int Again { get; set; }

        public void Add(RawName directory) => (_directories ??= []).Push(directory);

        public RawName? Next() => _directories is not null && _directories.TryPop(out var next) ? next : null;
    }
}
