using System.Runtime.InteropServices;

namespace ActorSweeper.Adapters.Launching;

/// <summary>Who a file belongs to.</summary>
internal readonly record struct FileOwner(uint UserId, uint GroupId, UnixFileMode Mode)
{
    /// <summary>Asks the file system, following links.</summary>
    /// <returns>Null when the file cannot be looked at.</returns>
    public static FileOwner? Of(string path)
    {
        var mask = StatxType | StatxMode | StatxUid | StatxGid;
        return Statx(CurrentDirectory, path, 0, mask, out var found) == 0
            ? new FileOwner(found.UserId, found.GroupId, (UnixFileMode)(found.Mode & PermissionBits))
            : null;
    }

    private const int CurrentDirectory = -100;
    private const uint StatxType = 1;
    private const uint StatxMode = 2;
    private const uint StatxUid = 8;
    private const uint StatxGid = 16;
    private const int PermissionBits = 0xFFF;

    // Explicit, because statx lays its answer out alike on every processor, which stat does not.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct StatxAnswer
    {
        [FieldOffset(20)]
        public uint UserId;

        [FieldOffset(24)]
        public uint GroupId;

        [FieldOffset(28)]
        public ushort Mode;
    }

    [DllImport("libc", EntryPoint = "statx", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int directory, string path, int flags, uint mask, out StatxAnswer answer);
}
