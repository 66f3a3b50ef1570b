using System.Text.Json;
using ActorSweeper.Adapters.Deletion;
using ActorSweeper.Adapters.JsonStores;

namespace ActorSweeper.Adapters.OpenClaw;

/// <summary>A store that has been read.</summary>
/// <param name="Text">What is in it.</param>
/// <param name="Facts">What the file system knew about it.</param>
internal sealed record StoreReading(StoreText Text, EntryFacts Facts);

/// <summary>The file sessions.json in its opened directory. Not for two threads at once.</summary>
internal sealed class StoreFile : IDisposable
{
    private readonly OpenedRoot _root;
    private StoreReading? _last;

    private StoreFile(OpenedRoot root, string name)
    {
        (_root, Name) = (root, RawName.Of(name));
        Folder = root.OpenFolder();
        Path = System.IO.Path.Join(root.Path, name);
        Shown = Folder.PathOf(Name);
    }

    /// <summary>Its directory.</summary>
    public Folder Folder { get; }

    /// <summary>Its name there.</summary>
    public RawName Name { get; }

    /// <summary>Absolute, with the links in its directory's path resolved.</summary>
    public string Path { get; }

    /// <summary>Its path as people may see it.</summary>
    public string Shown { get; }

    /// <summary>The directory that nothing is touched outside of: the store's own, resolved.</summary>
    public OpenedRoot Root => _root;

    /// <summary>Opens the directory of a store.</summary>
    /// <exception cref="DeletionException">It cannot be opened, or is no place to delete in.</exception>
    public static StoreFile Open(string path)
    {
        var root = OpenedRoot.Open(System.IO.Path.GetDirectoryName(path) ?? "/");
        try
        {
            return new StoreFile(root, System.IO.Path.GetFileName(path));
        }
        catch
        {
            root.Dispose();
            throw;
        }
    }

    /// <summary>Reads the store.</summary>
    /// <exception cref="StoreException">It is not there, a link, cannot be read, or is no JSON object.</exception>
    public StoreReading Read()
    {
        try
        {
            for (; ; )
            {
                var before = Folder.Find(Name) ?? throw new StoreException($"{Shown}: there is no such store");
                var bytes = new byte[before.Facts.Size];
                using (var stream = Folder.OpenFile(Name))
                {
                    // A file that has been replaced, or has grown, between the look and the reading is read again.
                    if (stream.Length != bytes.Length) continue;
                    stream.ReadExactly(bytes);
                }

                if (Folder.Find(Name) is { } after && after.Facts.IsSame(before.Facts))
                    return new StoreReading(StoreText.Parse(bytes), before.Facts);
            }
        }
        catch (JsonException wrong)
        {
            throw new StoreException(
                $"{Shown}: it cannot be read as OpenClaw's store ({wrong.Message.TrimEnd('.')}), and so it is not written either: "
                + "repair it, or move it away", wrong);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or OverflowException or OutOfMemoryException)
        {
            throw new StoreException(e is DeletionException ? e.Message : $"{Shown}: cannot read it: {e.Message}", e);
        }
    }

    /// <summary>Reads the store unless it is the file that was read last.</summary>
    /// <exception cref="StoreException">As for <see cref="Read"/>.</exception>
    public StoreText Look()
    {
        if (_last is null || Folder.Find(Name) is not { } now || !now.Facts.IsSame(_last.Facts) || now.Facts.Changed != _last.Facts.Changed)
            _last = Read();
        return _last.Text;
    }

    public void Dispose()
    {
        Folder.Dispose();
        _root.Dispose();
    }
}
