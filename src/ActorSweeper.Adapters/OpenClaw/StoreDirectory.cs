using ActorSweeper.Adapters.Deletion;
using ActorSweeper.Adapters.JsonStores;

namespace ActorSweeper.Adapters.OpenClaw;

/// <summary>The opened directory of one or more stores. Not for two threads at once.</summary>
internal sealed class StoreDirectory : IDisposable
{
    private readonly List<StoreFile> _stores = [];
    private readonly Dictionary<string, Folder> _folders = new(StringComparer.Ordinal);

    private References? _references;
    private List<StoreText> _referring = [];

    private HashSet<Guid>? _ids;
    private List<StoreText> _holding = [];

    private StoreDirectory(StorePlace place) => Place = place;

    public StorePlace Place { get; }

    /// <summary>The stores in it.</summary>
    public IReadOnlyList<StoreFile> Stores => _stores;

    /// <exception cref="DeletionException">It cannot be opened, or is no place to delete in.</exception>
    public static StoreDirectory Open(StorePlace place)
    {
        var directory = new StoreDirectory(place);
        try
        {
            foreach (var store in place.Stores) directory._stores.Add(StoreFile.Open(store));
            return directory;
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    /// <summary>A directory below it, or itself; stays open until this is disposed.</summary>
    /// <exception cref="DeletionException">It, or one on the way, is not there, no directory, or a link.</exception>
    public Folder Folder(string below)
    {
        if (_folders.TryGetValue(below, out var folder)) return folder;
        return _folders[below] = _stores[0].Root.OpenFolder(below);
    }

    /// <summary>What all entries refer to that are in the stores now.</summary>
    /// <exception cref="StoreException">A store cannot be read: then nothing may go.</exception>
    public References References()
    {
        var texts = _stores.ConvertAll(static store => store.Look());
        if (_references is { } known && _referring.SequenceEqual(texts, ReferenceEqualityComparer.Instance)) return known;
        var references = new References();
        foreach (var text in texts)
        {
            foreach (var entry in text.Members.Where(text.Counts)) references.Add(entry, Place.Directory);
        }

        (_references, _referring) = (references, texts);
        return references;
    }

    /// <summary>All ids of the form of a UUID that are anywhere in the stores now.</summary>
    /// <exception cref="StoreException">A store cannot be read: then nothing may go.</exception>
    public IReadOnlySet<Guid> Ids()
    {
        var texts = _stores.ConvertAll(static store => store.Look());
        if (_ids is { } known && _holding.SequenceEqual(texts, ReferenceEqualityComparer.Instance)) return known;
        var ids = new HashSet<Guid>();
        foreach (var text in texts) OpenClaw.References.CollectIds(text.Bytes, ids);
        (_ids, _holding) = (ids, texts);
        return ids;
    }

    /// <summary>Whether a file is a store, its lock, or a part of one: never a transcript, whatever an entry says.</summary>
    public bool IsOwn(RawName name) => _stores.Any(store => name.Bytes.StartsWith(store.Name.Bytes));

    public void Dispose()
    {
        foreach (var folder in _folders.Values) folder.Dispose();
        foreach (var store in _stores) store.Dispose();
    }
}
