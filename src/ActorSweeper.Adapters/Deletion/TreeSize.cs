namespace ActorSweeper.Adapters.Deletion;

/// <summary>What a look at a whole tree has found.</summary>
/// <param name="Entries">How many entries that are no directories are in it.</param>
/// <param name="Directories">How many directories, without its top.</param>
/// <param name="Frees">What its removal frees, in bytes.</param>
/// <param name="NewestModified">The latest time of the content of what is in it, directories apart; null when there is nothing.</param>
/// <param name="NewestChanged">The latest time of any change of what is in it, directories apart; null when there is nothing.</param>
/// <param name="Special">The path of the first socket, pipe or device in it, as people may see it; null when there is none.</param>
/// <param name="HasDevice">Whether there is a device in it.</param>
/// <param name="Problems">What could not be looked at: the numbers are too small then.</param>
internal sealed record TreeSize(
    long Entries,
    long Directories,
    long Frees,
    DateTimeOffset? NewestModified,
    DateTimeOffset? NewestChanged,
    string? Special,
    bool HasDevice,
    IReadOnlyList<string> Problems)
{
    /// <summary>Looks at all of a tree and changes nothing.</summary>
    /// <exception cref="OperationCanceledException">It was ended before.</exception>
    public static TreeSize Of(Folder top, CancellationToken cancellation)
    {
        var measure = new Measure(top, cancellation);
        measure.Run();
        return measure.Result();
    }

    private sealed class Measure(Folder top, CancellationToken cancellation)
        : TreeWalk(top.Descriptor, top.Path.ToString(), top.Root.IsOldKernel, cancellation)
    {
        private long _entries;
        private long _directories;
        private long _frees;
        private DateTimeOffset? _modified;
        private DateTimeOffset? _changed;
        private string? _special;
        private bool _hasDevice;

        public TreeSize Result() => new(_entries, _directories, _frees, _modified, _changed, _special, _hasDevice, Problems);

        protected override bool Meet(Descriptor directory, in Entry entry)
        {
            _entries++;
            _frees += entry.Facts.Frees;
            if (!(entry.Facts.Modified <= _modified)) _modified = entry.Facts.Modified;
            if (!(entry.Facts.Changed <= _changed)) _changed = entry.Facts.Changed;
            if (entry.Kind is EntryKind.Socket or EntryKind.Pipe or EntryKind.Other) _special ??= PathOf(entry.Name);
            _hasDevice |= entry.Kind == EntryKind.Other;
            return true;
        }

        protected override int Leave(Descriptor parent, RawName name)
        {
            _directories++;
            return 0;
        }
    }
}
