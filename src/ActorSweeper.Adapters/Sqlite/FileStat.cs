using System.Runtime.InteropServices;
using ActorSweeper.Adapters.Deletion;

namespace ActorSweeper.Adapters.Sqlite;

/// <summary>
/// What the file system knows about a path, links followed; taken in one call and without opening it. Two equal values, the first
/// of them <see cref="IsSettled"/>, mean that the file was not written in between.
/// </summary>
/// <param name="Exists">Whether there is anything, and it may be looked at.</param>
/// <param name="Device">The file system it is on.</param>
/// <param name="Inode">Its number there: with the device, the same only for the same file.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Modified">When the content last changed, to 100 ns.</param>
/// <param name="Changed">When the content or anything else last changed, to 100 ns; nobody can set it.</param>
internal readonly partial record struct FileStat(
    bool Exists, ulong Device, ulong Inode, long Size, DateTimeOffset Modified, DateTimeOffset Changed)
{
    private const int CurrentDirectory = -100;
    private const uint BasicFields = 0x7ff;

    // The calendar's ends; a container may set any time on its files.
    private const long FirstSecond = -62_135_596_800;
    private const long LastSecond = 253_402_300_799;

    // The coarsest clock among the file systems in use counts in steps of two seconds.
    private static readonly TimeSpan ClockStep = TimeSpan.FromSeconds(3);

    /// <summary>Device and inode as text.</summary>
    public string Identity => $"{Device:x}.{Inode:x}";

    /// <summary>
    /// Whether a write after this look must show in <see cref="Changed"/>: the last one is longer ago than a step of the file
    /// system's clock. That clock is the machine's, whatever clock the rest of the product runs on.
    /// </summary>
    public bool IsSettled() => TimeProvider.System.GetUtcNow() - Changed > ClockStep;

    /// <summary>Looks at a path. Never throws for what it finds there.</summary>
    public static FileStat Of(string path) =>
        StatX(CurrentDirectory, path, flags: 0, BasicFields, out var found) != 0
            ? default
            : new FileStat(
                Exists: true,
                (ulong)found.DeviceMajor << 32 | found.DeviceMinor,
                found.Inode,
                found.Size,
                Instant(found.ModifiedSeconds, found.ModifiedNanoseconds),
                Instant(found.ChangedSeconds, found.ChangedNanoseconds));

    private static DateTimeOffset Instant(long seconds, uint nanoseconds) =>
        DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(seconds, FirstSecond, LastSecond))
            .AddTicks(nanoseconds / TimeSpan.NanosecondsPerTick);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int StatX(int directory, string path, int flags, uint mask, out SystemCalls.StatXResult result);
}
