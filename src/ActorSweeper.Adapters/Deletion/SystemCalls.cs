using System.Runtime.InteropServices;

namespace ActorSweeper.Adapters.Deletion;

/// <summary>
/// The system calls of this module. Names are bytes that end in a zero, relative to an opened directory: a path that somebody could
/// change between two calls is never resolved twice. Numbers and flags are those of Linux on x64 and arm64.
/// </summary>
internal static unsafe partial class SystemCalls
{
    public const int ReadOnly = 0;
    public const int WriteOnly = 1;
    public const int Create = 0x40;
    public const int Exclusive = 0x80;
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;

    public const int NoFollowAt = 0x100; // AT_SYMLINK_NOFOLLOW
    public const int RemoveDirectory = 0x200; // AT_REMOVEDIR
    public const int NoAutomount = 0x800; // AT_NO_AUTOMOUNT
    public const int EmptyPath = 0x1000; // AT_EMPTY_PATH

    /// <summary>RENAME_NOREPLACE.</summary>
    public const uint NoReplace = 1;

    /// <summary>Type, mode, links, owner, times, inode, size, blocks, and the birth time where there is one.</summary>
    public const uint StatFields = 0x7ff | 0x800;

    /// <summary>RESOLVE_NO_XDEV, RESOLVE_NO_MAGICLINKS, RESOLVE_NO_SYMLINKS and RESOLVE_BENEATH.</summary>
    public const ulong ResolveBeneath = 0x01 | 0x02 | 0x04 | 0x08;

    // The two architectures have these two bits swapped with two others.
    private static readonly bool IsArm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    /// <summary>O_DIRECTORY.</summary>
    public static readonly int Directory = IsArm ? 0x4000 : 0x10000;

    /// <summary>O_NOFOLLOW.</summary>
    public static readonly int NoFollow = IsArm ? 0x8000 : 0x20000;

    private static readonly nint OpenAt2Number = 437;
    private static readonly nint RenameAt2Number = IsArm ? 276 : 316;
    private static readonly nint ReadEntriesNumber = IsArm ? 61 : 217;

    /// <summary>Throws where the numbers above do not hold.</summary>
    public static void RequireKnownMachine()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture is not (Architecture.X64 or Architecture.Arm64))
        {
            throw new PlatformNotSupportedException(
                $"Deleting needs Linux on x64 or arm64, not {RuntimeInformation.OSDescription} "
                + $"on {RuntimeInformation.ProcessArchitecture}.");
        }
    }

    public static int OpenBeneath(Descriptor directory, byte* name, int flags)
    {
        var how = new OpenHow { Flags = (ulong)(uint)flags, Resolve = ResolveBeneath };
        return (int)OpenAt2(OpenAt2Number, directory, name, &how, sizeof(OpenHow));
    }

    public static int Rename(Descriptor from, byte* name, Descriptor to, byte* newName, uint flags) =>
        (int)RenameAt2(RenameAt2Number, from, name, to, newName, (nint)flags);

    public static int ReadEntries(Descriptor directory, byte* buffer, int size) =>
        (int)ReadEntries(ReadEntriesNumber, directory, buffer, size);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true)]
    public static partial int Open(byte* path, int flags);

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true)]
    public static partial int OpenAt(Descriptor directory, byte* name, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(nint descriptor);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    public static partial int StatX(Descriptor directory, byte* name, int flags, uint mask, StatXResult* result);

    [LibraryImport("libc", EntryPoint = "unlinkat", SetLastError = true)]
    public static partial int UnlinkAt(Descriptor directory, byte* name, int flags);

    [LibraryImport("libc", EntryPoint = "linkat", SetLastError = true)]
    public static partial int LinkAt(Descriptor from, byte* name, Descriptor to, byte* newName, int flags);

    [LibraryImport("libc", EntryPoint = "renameat", SetLastError = true)]
    public static partial int RenameAt(Descriptor from, byte* name, Descriptor to, byte* newName);

    [LibraryImport("libc", EntryPoint = "mkdirat", SetLastError = true)]
    public static partial int MakeDirectoryAt(Descriptor directory, byte* name, int mode);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    public static partial int Flush(Descriptor descriptor);

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    public static partial long Seek(Descriptor descriptor, long offset, int whence);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(Descriptor descriptor, byte* bytes, nint count);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint EffectiveUser();

    // Called by number: older libraries have no name for them.
    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint OpenAt2(nint number, Descriptor directory, byte* name, OpenHow* how, nint size);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint RenameAt2(nint number, Descriptor from, byte* name, Descriptor to, byte* newName, nint flags);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint ReadEntries(nint number, Descriptor directory, byte* buffer, nint size);

    /// <summary>The kernel's struct open_how.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct OpenHow
    {
        public ulong Flags;
        public ulong Mode;
        public ulong Resolve;
    }

    /// <summary>The kernel's struct statx: 256 bytes with the same offsets on every architecture.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    public struct StatXResult
    {
        [FieldOffset(0)]
        public uint Mask;

        [FieldOffset(8)]
        public ulong Attributes;

        [FieldOffset(16)]
        public uint Links;

        [FieldOffset(20)]
        public uint Owner;

        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(40)]
        public long Size;

        [FieldOffset(48)]
        public long Blocks;

        [FieldOffset(80)]
        public long BornSeconds;

        [FieldOffset(88)]
        public uint BornNanoseconds;

        [FieldOffset(96)]
        public long ChangedSeconds;

        [FieldOffset(104)]
        public uint ChangedNanoseconds;

        [FieldOffset(112)]
        public long ModifiedSeconds;

        [FieldOffset(120)]
        public uint ModifiedNanoseconds;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }
}
