using ActorSweeper.Adapters.Deletion;
using ActorSweeper.Adapters.JsonStores;

namespace ActorSweeper.Adapters.Forge;

/// <summary>The file with the sessions. Agents write to it too: it is changed under its lock, and then in one step.</summary>
/// <param name="path">Its absolute path.</param>
/// <param name="time">Measures the wait for the lock.</param>
internal sealed class SessionsFile(string path, TimeProvider time)
{
    private const int MaxBytes = 256 * 1024 * 1024;

    /// <summary>Reads it.</summary>
    /// <exception cref="IOException">It cannot be read, or is no store; the message names it.</exception>
    public StoreText Read()
    {
        try
        {
            return StoreText.Read(PlainFile.Read(path, MaxBytes));
        }
        catch (Exception e) when (e is IOException or FormatException)
        {
            throw new IOException($"the sessions file {path} cannot be read: {e.Message}: correct sessions-file, or mend it", e);
        }
    }

    /// <summary>Drops records.</summary>
    /// <param name="choose">Picks them from what is there now, under the lock.</param>
    /// <param name="cancellation">Ends the wait for the lock.</param>
    /// <exception cref="IOException">It is locked or cannot be written; it is as it was.</exception>
    public async Task DropAsync(Func<StoreText, IReadOnlyList<AgentRecord>> choose, CancellationToken cancellation)
    {
        try
        {
            using var root = OpenedRoot.Open(Path.GetDirectoryName(path) ?? "/");
            using var folder = root.OpenFolder();
            var name = RawName.Of(Path.GetFileName(path));
            using var held = await StoreLock.TakeAsync(folder, name, time, cancellation);
            if (folder.Find(name) is not { Kind: EntryKind.File })
                throw new IOException($"the sessions file {path} is no file, or a link: configure the file itself");
            var store = Read();
            var dropped = choose(store);
            if (dropped.Count > 0 && !FileReplacement.Write(
                folder, name, store.Without(record => dropped.Any(record.IsStill)), held.IsStillHeld))
                throw new IOException($"the lock of {path} was lost to somebody else; nothing is dropped, the next run tries again");
        }
        catch (StoreException e)
        {
            throw new IOException(e.Message, e);
        }
    }
}
