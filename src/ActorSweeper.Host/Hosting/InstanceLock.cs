using System.Globalization;
using ActorSweeper.Adapters.Launching;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Host.Hosting;

/// <summary>
/// One host per data directory (rule 15). The lock is an advisory lock of the operating system on <c>host.lock</c>: it ends with
/// its holder, however that ends, so that a dead holder is taken over and a process id that was given out again means nothing.
/// <c>host.holder</c> beside it only tells who holds it. On a network file system without such locks it protects nothing. Beside the
/// lock its holder keeps a mark on the file, which commands ask about: asking by taking the lock could keep a host from starting.
/// </summary>
internal sealed class InstanceLock : IDisposable
{
    /// <summary>EWOULDBLOCK, as .NET reports that somebody else holds the lock.</summary>
    private const int WouldBlock = 11;

    /// <summary>ENOSPC, likewise.</summary>
    private const int NoSpace = 28;

    private readonly FileStream _file;

    private InstanceLock(FileStream file) => _file = file;

    /// <summary>Takes the lock.</summary>
    /// <param name="dataDirectory">The data directory; created if it is missing.</param>
    /// <param name="now">This instant, for the file's text.</param>
    /// <exception cref="DataDirectoryException">Another host holds it, or the directory cannot be written.</exception>
    public static InstanceLock Take(string dataDirectory, DateTimeOffset now)
    {
        try
        {
            Directory.CreateDirectory(dataDirectory);
            var file = Lock(dataDirectory);
            _ = LockMark.Hold(file.SafeFileHandle);
            Tell(dataDirectory, now);
            return new InstanceLock(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataDirectoryException(
                $"data directory {dataDirectory} cannot be written: {error.Message}; free it, or set actorsweeper.data-directory", error);
        }
    }

    /// <summary>Whether a host holds the lock now. Disturbs nobody.</summary>
    /// <returns>Null where that cannot be told.</returns>
    public static bool? IsHeld(string dataDirectory) => LockMark.IsHeld(LockPath(dataDirectory));

    /// <summary>What the last holder said of itself; null before the first.</summary>
    public static string? HolderOf(string dataDirectory)
    {
        try
        {
            var path = HolderPath(dataDirectory);
            return File.Exists(path) && File.ReadAllText(path) is { Length: > 0 } text ? text : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>FileShare.None is what takes the advisory lock.</summary>
    private static FileStream Lock(string dataDirectory)
    {
        try
        {
            return new FileStream(LockPath(dataDirectory), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (error.HResult == WouldBlock)
        {
            var holder = HolderOf(dataDirectory) ?? "it has not said which yet";
            throw new DataDirectoryException(
                $"data directory {dataDirectory} is in use by another actorsweeper ({holder}); stop it first, or set another"
                    + " actorsweeper.data-directory",
                error);
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>A full disk is no reason not to supervise: only the text is missing then.</summary>
    private static void Tell(string dataDirectory, DateTimeOffset now)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture, $"pid {Environment.ProcessId} on {Environment.MachineName} since {Timestamp.ToIso(now)}");
        try
        {
            File.WriteAllText(HolderPath(dataDirectory), text);
        }
        catch (IOException full) when (full.HResult == NoSpace)
        {
            File.Delete(HolderPath(dataDirectory));
        }
    }

    private static string LockPath(string dataDirectory) => Path.Combine(dataDirectory, "host.lock");

    private static string HolderPath(string dataDirectory) => Path.Combine(dataDirectory, "host.holder");
}

/// <summary>The data directory cannot be used: another host holds it, or it cannot be written.</summary>
internal sealed class DataDirectoryException : Exception
{
    public DataDirectoryException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
