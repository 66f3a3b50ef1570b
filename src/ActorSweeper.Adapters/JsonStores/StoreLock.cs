using System.Globalization;
using System.Security.Cryptography;

namespace ActorSweeper.Adapters.JsonStores;

/// <summary>
/// The lock of a JSON store that several programs change: a file <c>STORE.lock</c> beside it that only one can create (formats.md 1.5).
/// Others take it for stale after 30 s, whoever holds it: who has held it for long has to look before it writes.
/// </summary>
internal sealed class StoreLock : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int MaxBytes = 64 * 1024;
    private const int FileExists = 17; // EEXIST

    private static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private readonly byte[] _text;

    private StoreLock(string path, byte[] text) => (_path, _text) = (path, text);

    /// <summary>Takes the lock of a store; waits for it for at most 10 s.</summary>
    /// <param name="store">The store's path.</param>
    /// <param name="time">Measures the wait.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="IOException">Somebody else holds it, or its file cannot be created.</exception>
    public static async Task<StoreLock> TakeAsync(string store, TimeProvider time, CancellationToken cancellation)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(store))!;
        var path = Path.Combine(PlainFile.Real(folder) ?? folder, Path.GetFileName(store) + ".lock");
        var begin = time.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            if (TryCreate(path, time) is { } taken)
                return taken;
            var holder = Holder(path, out var text, out var modified);
            if (holder?.IsStale(time.GetUtcNow(), StaleAfter, modified) == true)
            {
                Discard(path, text);
                continue;
            }

            var wait = Step * attempt < LongestStep ? Step * attempt : LongestStep;
            if (time.GetElapsedTime(begin) + wait > LongestWait)
            {
                var pid = holder?.Pid?.ToString(CultureInfo.InvariantCulture);
                throw new IOException(
                    $"{store} is locked by {(pid is null ? "somebody" : $"process {pid}")} ({path}); it is tried again at the next run");
            }

            await Task.Delay(wait, time, cancellation);
        }
    }

    /// <summary>Makes sure that the lock is still ours.</summary>
    /// <exception cref="IOException">Somebody took it for stale.</exception>
    public void Check()
    {
        if (!IsOurs())
            throw new IOException($"the lock {_path} was taken by somebody else; nothing was written");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (IsOurs())
            File.Delete(_path);
    }

    private bool IsOurs()
    {
        try
        {
            return PlainFile.Read(_path, MaxBytes).AsSpan().SequenceEqual(_text);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static StoreLock? TryCreate(string path, TimeProvider time)
    {
        var text = LockOwner.Own(time.GetUtcNow()).Text();
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly, BufferSize = 0 };
        try
        {
            using var file = new FileStream(path, options);
            file.Write(text);
            return new StoreLock(path, text);
        }
        catch (IOException e) when (e.HResult == FileExists)
        {
            return null;
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"the lock {path} cannot be created: {e.Message}", e);
        }
    }

    private static LockOwner? Holder(string path, out byte[] text, out DateTimeOffset modified)
    {
        modified = File.GetLastWriteTimeUtc(path);
        try
        {
            text = PlainFile.Read(path, MaxBytes);
            return LockOwner.Read(text);
        }
        catch (IOException)
        {
            // Released meanwhile, or not to be read: the next attempt tells.
            text = [];
            return null;
        }
    }

    /// <summary>Removes a stale lock, and no other: two may find the same one stale, and the first may have taken it by now.</summary>
    private static void Discard(string path, byte[] text)
    {
        var aside = $"{path}.{Environment.ProcessId}.{new Guid(RandomNumberGenerator.GetBytes(16))}.stale";
        try
        {
            File.Move(path, aside);
        }
        catch (FileNotFoundException)
        {
            return;
        }

        if (!PlainFile.Read(aside, MaxBytes).AsSpan().SequenceEqual(text) && !File.Exists(path))
            File.Move(aside, path);
        else
            File.Delete(aside);
    }
}
