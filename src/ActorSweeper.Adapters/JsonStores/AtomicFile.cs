using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ActorSweeper.Adapters.Launching;
using Microsoft.Win32.SafeHandles;

namespace ActorSweeper.Adapters.JsonStores;

/// <summary>
/// Replaces a file in one step: whoever reads it, and whoever finds it after a crash, has the old or the new one whole (formats.md 1.4;
/// the syncs are ours).
/// </summary>
internal static partial class AtomicFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int OpenFolder = 0x80000; // O_RDONLY | O_CLOEXEC

    /// <summary>
    /// Replaces it. What is written beside it meanwhile is named <c>NAME.PID.UUID.tmp</c> and does not stay if this fails. Owner and mode
    /// are those of the file that is replaced; a new one belongs to us, mode 0600.
    /// </summary>
    /// <param name="path">Its path; a link is followed, and stays.</param>
    /// <param name="content">All of it.</param>
    /// <param name="check">Called when everything is on the disk, right before the step; what it throws leaves the file as it is.</param>
    /// <exception cref="IOException">It could not be written; the file is as it was.</exception>
    public static void Replace(string path, ReadOnlySpan<byte> content, Action? check = null)
    {
        var target = PlainFile.Real(path) ?? path;
        var uuid = new Guid(RandomNumberGenerator.GetBytes(16));
        var temporary = $"{target}.{Environment.ProcessId}.{uuid}.tmp";
        try
        {
            Write(temporary, content, FileOwner.Of(target));
            check?.Invoke();
            File.Move(temporary, target, overwrite: true);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e);
        }
        finally
        {
            File.Delete(temporary);
        }

        Sync(Path.GetDirectoryName(target)!);
    }

    private static void Write(string path, ReadOnlySpan<byte> content, FileOwner? owner)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly, BufferSize = 0,
        };
        using var file = new FileStream(path, options);
        file.Write(content);
        if (owner is { } former)
        {
            // A host that runs as another user must not lock the store's owner out.
            if (FileOwner.Of(path) is { } own && (own.UserId, own.GroupId) != (former.UserId, former.GroupId)
                && ChangeOwner((int)file.SafeFileHandle.DangerousGetHandle(), former.UserId, former.GroupId) != 0)
                throw new IOException($"the owner could not be kept: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
            File.SetUnixFileMode(file.SafeFileHandle, former.Mode);
        }

        file.Flush(flushToDisk: true);
    }

    private static void Sync(string folder)
    {
        using var handle = new SafeFileHandle(Open(folder, OpenFolder), ownsHandle: true);
        // Where a folder cannot be synced, the file system orders the rename by itself.
        if (!handle.IsInvalid)
            _ = Synchronize((int)handle.DangerousGetHandle());
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Synchronize(int descriptor);

    [LibraryImport("libc", EntryPoint = "fchown", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ChangeOwner(int descriptor, uint user, uint group);
}
