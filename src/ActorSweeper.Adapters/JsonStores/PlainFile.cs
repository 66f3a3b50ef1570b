using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ActorSweeper.Adapters.JsonStores;

/// <summary>
/// Reads small files in folders that others write to. Nothing that lies there can make the reader wait, or fill its memory.
/// </summary>
internal static partial class PlainFile
{
    private const int ReadOnlyWithoutWaiting = 0x80000 | 0x800; // O_RDONLY | O_CLOEXEC | O_NONBLOCK
    private const int NoSuchFile = 2; // ENOENT

    /// <summary>The whole file, links followed.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="most">The bound on its size, in bytes.</param>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="IOException">It cannot be read, is no file, or is larger; the message does not name it.</exception>
    public static byte[] Read(string path, int most)
    {
        // Opened by .NET, a pipe of that name would hold us until somebody writes into it.
        var descriptor = Open(path, ReadOnlyWithoutWaiting);
        if (descriptor < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            var message = Marshal.GetPInvokeErrorMessage(error);
            throw error == NoSuchFile ? new FileNotFoundException(message) : new IOException(message);
        }

        try
        {
            using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
            using var file = new FileStream(handle, FileAccess.Read, bufferSize: 0);
            if (!file.CanSeek)
                throw new IOException("it is no regular file");
            var size = file.Length;
            if (size > most)
                throw new IOException($"it is larger than {most} bytes");
            var content = new byte[size + 1];
            var read = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            return read <= size ? content[..read] : throw new IOException("it grew while it was read, or is no regular file");
        }
        catch (UnauthorizedAccessException e)
        {
            // What .NET makes of reading a folder.
            throw new IOException("it is no regular file", e);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);
}
