using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ActorSweeper.Adapters.Launching;

/// <summary>
/// A mark on a file that one process holds and others can ask about without touching it: Linux' lock of an open file description on the
/// file's first byte. It ends with its holder, however that ends. It has nothing to do with the locks of <see cref="FileShare"/>.
/// </summary>
public static unsafe partial class LockMark
{
    private const int Ask = 36; // F_OFD_GETLK
    private const int Set = 37; // F_OFD_SETLK
    private const short Exclusive = 1; // F_WRLCK
    private const short None = 2; // F_UNLCK
    private const int ReadOnly = 0x80000; // O_RDONLY | O_CLOEXEC
    private const int NoSuchFile = 2; // ENOENT

    /// <summary>Marks an open file, until it is closed.</summary>
    /// <param name="file">A file that is open for writing.</param>
    /// <returns>Whether it is marked; false where the system or the file system cannot, or another process has marked it.</returns>
    public static bool Hold(SafeFileHandle file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var range = new Range { Type = Exclusive, Length = 1 };
        return OperatingSystem.IsLinux() && Control((int)file.DangerousGetHandle(), Set, &range) == 0;
    }

    /// <summary>Whether some process holds the mark.</summary>
    /// <returns>Null where that cannot be told: the file may not be opened, or the system cannot.</returns>
    public static bool? IsHeld(string path)
    {
        if (!OperatingSystem.IsLinux()) return null;
        // Opening it by .NET would take a lock that a starting host could run into.
        var descriptor = Open(path, ReadOnly);
        if (descriptor < 0) return Marshal.GetLastPInvokeError() == NoSuchFile ? false : null;
        using var file = new SafeFileHandle(descriptor, ownsHandle: true);
        var range = new Range { Type = Exclusive, Length = 1 };
        return Control(descriptor, Ask, &range) == 0 ? range.Type != None : null;
    }

    // struct flock, alike on all 64-bit Linux.
    [StructLayout(LayoutKind.Explicit, Size = 32)]
    private struct Range
    {
        [FieldOffset(0)]
        public short Type;

        [FieldOffset(16)]
        public long Length;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Control(int descriptor, int command, Range* range);
}
