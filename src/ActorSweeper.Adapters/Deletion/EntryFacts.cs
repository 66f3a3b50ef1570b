namespace ActorSweeper.Adapters.Deletion;

/// <summary>What the file system knows about one entry, links not followed.</summary>
/// <param name="Device">The file system it is on.</param>
/// <param name="Inode">Its number there.</param>
/// <param name="Born">When it came to be, in nanoseconds since 1970; 0 where the file system does not say. A number is used again.</param>
/// <param name="Kind">What it is.</param>
/// <param name="IsMountPoint">Whether another file system, or another place of this one, is mounted on it.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Allocated">What it takes on the disk, in bytes: less than the size in a file with holes.</param>
/// <param name="Links">How many names the file has.</param>
/// <param name="ModifiedNanoseconds">When the content last changed, since 1970.</param>
/// <param name="ChangedNanoseconds">When anything about it last changed, since 1970; nobody can set it.</param>
/// <param name="Attributes">The bits of statx: immutable, append only, and others.</param>
internal readonly record struct EntryFacts(
    ulong Device,
    ulong Inode,
    long Born,
    EntryKind Kind,
    bool IsMountPoint,
    long Size,
    long Allocated,
    uint Links,
    long ModifiedNanoseconds,
    long ChangedNanoseconds,
    ulong Attributes)
{
    private const ulong MountRoot = 0x2000; // STATX_ATTR_MOUNT_ROOT, since Linux 5.8
    private const uint HasBirth = 0x800; // STATX_BTIME
    private const long Second = 1_000_000_000;

    // Nanoseconds in 64 bits end in the year 2262; anybody may set any time on a file.
    private const long LastSecond = long.MaxValue / Second - 1;

    public bool IsImmutable => (Attributes & 0x10) != 0;

    public bool IsAppendOnly => (Attributes & 0x20) != 0;

    /// <summary>When the content last changed, to 100 ns.</summary>
    public DateTimeOffset Modified => Instant(ModifiedNanoseconds);

    /// <summary>When anything about it last changed, to 100 ns.</summary>
    public DateTimeOffset Changed => Instant(ChangedNanoseconds);

    /// <summary>What is freed when this name goes, in bytes: nothing while the file has another name.</summary>
    public long Frees => Kind != EntryKind.File || Links > 1 ? 0 : Math.Min(Size, Allocated);

    /// <summary>
    /// Whether these are facts of the same thing, not written in between. Of a directory the time and size are no mark: they change
    /// with every entry.
    /// </summary>
    public bool IsSame(in EntryFacts other) => IsSameThing(other)
        && (Kind == EntryKind.Directory || (Size == other.Size && ModifiedNanoseconds == other.ModifiedNanoseconds));

    /// <summary>Whether these are facts of the same thing, whatever has been written to it.</summary>
    public bool IsSameThing(in EntryFacts other) =>
        Device == other.Device && Inode == other.Inode && Kind == other.Kind && Born == other.Born;

    internal static EntryFacts Of(in SystemCalls.StatXResult found) => new(
        (ulong)found.DeviceMajor << 32 | found.DeviceMinor,
        found.Inode,
        (found.Mask & HasBirth) != 0 ? Nanoseconds(found.BornSeconds, found.BornNanoseconds) : 0,
        KindOf(found.Mode),
        (found.Attributes & MountRoot) != 0,
        found.Size,
        found.Blocks * 512,
        found.Links,
        Nanoseconds(found.ModifiedSeconds, found.ModifiedNanoseconds),
        Nanoseconds(found.ChangedSeconds, found.ChangedNanoseconds),
        found.Attributes);

    private static EntryKind KindOf(ushort mode) => (mode & 0xf000) switch
    {
        0x8000 => EntryKind.File,
        0x4000 => EntryKind.Directory,
        0xa000 => EntryKind.Link,
        0xc000 => EntryKind.Socket,
        0x1000 => EntryKind.Pipe,
        _ => EntryKind.Other,
    };

    private static long Nanoseconds(long seconds, uint nanoseconds) =>
        Math.Clamp(seconds, -LastSecond, LastSecond) * Second + nanoseconds;

    private static DateTimeOffset Instant(long nanoseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / TimeSpan.NanosecondsPerTick);
}

/// <summary>One entry of a directory, as it was when it was looked at.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Facts">What the file system knew about it.</param>
internal readonly record struct Entry(RawName Name, EntryFacts Facts)
{
    public EntryKind Kind => Facts.Kind;
}
