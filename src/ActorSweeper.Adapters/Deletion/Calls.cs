using System.Runtime.InteropServices;

namespace ActorSweeper.Adapters.Deletion;

/// <summary>The system calls on safe types. Those that return a Boolean leave the error number for <see cref="Error"/>.</summary>
internal static unsafe class Calls
{
    private static readonly byte[] Nothing = [0];
    private static readonly byte[] Self = ".\0"u8.ToArray();
    private static readonly byte[] Parent = "..\0"u8.ToArray();

    // Kernels before 5.6, and filters of system calls that do not know it, refuse openat2.
    private static volatile bool _hasOpenAt2 = true;

    /// <summary>Of the last call in this thread.</summary>
    public static int Error => Marshal.GetLastPInvokeError();

    /// <summary>Opens a directory by a whole path, links followed; null when it cannot be.</summary>
    public static Descriptor? OpenPath(byte[] ended)
    {
        fixed (byte* path = ended)
            return Own(SystemCalls.Open(path, SystemCalls.ReadOnly | SystemCalls.Directory | SystemCalls.CloseOnExec));
    }

    /// <summary>
    /// Opens an entry of a directory, never through a link and never on another file system; null when it cannot be. Where the
    /// kernel has no openat2 the caller compares the devices, as the opening of directories below does.
    /// </summary>
    /// <param name="directory">Where it is.</param>
    /// <param name="name">Its name.</param>
    /// <param name="flags">How it is opened.</param>
    /// <param name="old">Whether to do as on an old kernel.</param>
    public static Descriptor? OpenEntry(Descriptor directory, RawName name, int flags, bool old = false)
    {
        flags |= SystemCalls.NoFollow | SystemCalls.CloseOnExec;
        fixed (byte* bytes = name.Ended)
        {
            if (_hasOpenAt2 && !old)
            {
                var number = SystemCalls.OpenBeneath(directory, bytes, flags);
                if (number >= 0 || Error is not (Errno.NoSuchCall or Errno.NotPermitted)) return Own(number);
                if (Error == Errno.NoSuchCall) _hasOpenAt2 = false;
            }

            return Own(SystemCalls.OpenAt(directory, bytes, flags, 0));
        }
    }

    /// <summary>Opens a directory in a directory, never through a link and never across a mount point; null when it cannot be.</summary>
    public static Descriptor? OpenDirectory(Descriptor directory, ulong device, RawName name, out EntryFacts facts, bool old = false)
    {
        facts = default;
        var opened = OpenEntry(directory, name, SystemCalls.ReadOnly | SystemCalls.Directory | SystemCalls.NonBlocking, old);
        if (opened is null) return null;
        if (!TryStat(opened, out facts))
        {
            opened.Dispose();
            return null;
        }

        if (facts.Device == device && !facts.IsMountPoint) return opened;
        opened.Dispose();
        Marshal.SetLastPInvokeError(Errno.OtherDevice);
        return null;
    }

    /// <summary>Opens the directory that a directory is in: the caller must check that it is the one that is meant.</summary>
    public static Descriptor? OpenParent(Descriptor directory) => OpenDirectory(directory, Parent);

    /// <summary>Opens a directory once more, at its beginning.</summary>
    public static Descriptor? OpenSelf(Descriptor directory) => OpenDirectory(directory, Self);

    private static Descriptor? OpenDirectory(Descriptor directory, byte[] ended)
    {
        fixed (byte* name = ended)
        {
            return Own(SystemCalls.OpenAt(
                directory,
                name,
                SystemCalls.ReadOnly | SystemCalls.Directory | SystemCalls.NoFollow | SystemCalls.CloseOnExec,
                0));
        }
    }

    /// <summary>Creates a file that must not be there yet, for writing.</summary>
    public static Descriptor? CreateFile(Descriptor directory, RawName name)
    {
        const int Flags = SystemCalls.WriteOnly | SystemCalls.Create | SystemCalls.Exclusive | SystemCalls.CloseOnExec;
        fixed (byte* bytes = name.Ended)
            return Own(SystemCalls.OpenAt(directory, bytes, Flags | SystemCalls.NoFollow, 0x180));
    }

    public static bool TryStat(Descriptor descriptor, out EntryFacts facts) =>
        TryStat(descriptor, Nothing, SystemCalls.EmptyPath, out facts, out _);

    public static bool TryStat(Descriptor directory, RawName name, out EntryFacts facts) =>
        TryStat(directory, name.Ended, SystemCalls.NoFollowAt, out facts, out _);

    /// <summary>Who owns what is open, and what its mode allows.</summary>
    public static bool TryStat(Descriptor descriptor, out EntryFacts facts, out uint owner, out int mode)
    {
        var isRead = TryStat(descriptor, Nothing, SystemCalls.EmptyPath, out facts, out var found);
        (owner, mode) = (found.Owner, found.Mode & 0xfff);
        return isRead;
    }

    /// <summary>Removes an entry that is not a directory.</summary>
    public static bool TryUnlink(Descriptor directory, RawName name)
    {
        fixed (byte* bytes = name.Ended) return SystemCalls.UnlinkAt(directory, bytes, 0) == 0;
    }

    /// <summary>Removes an empty directory.</summary>
    public static bool TryRemoveDirectory(Descriptor directory, RawName name)
    {
        fixed (byte* bytes = name.Ended) return SystemCalls.UnlinkAt(directory, bytes, SystemCalls.RemoveDirectory) == 0;
    }

    /// <summary>
    /// Renames without replacing anything. A file system that cannot do that in one step gets a second name for a file and loses the
    /// first; a directory is then not renamed.
    /// </summary>
    public static bool TryRename(Descriptor from, RawName name, Descriptor to, RawName newName)
    {
        fixed (byte* old = name.Ended, fresh = newName.Ended)
        {
            if (SystemCalls.Rename(from, old, to, fresh, SystemCalls.NoReplace) == 0) return true;
            if (Error is not (Errno.Invalid or Errno.NoSuchCall)) return false;
            if (SystemCalls.LinkAt(from, old, to, fresh, 0) == 0) return SystemCalls.UnlinkAt(from, old, 0) == 0;
            if (Error == Errno.NotPermitted) Marshal.SetLastPInvokeError(Errno.Invalid);
            return false;
        }
    }

    /// <summary>
    /// Gives a directory a name that nobody else uses, in the same place. Where the file system cannot do that without replacing, only
    /// an empty directory that was put under this very name could be replaced.
    /// </summary>
    public static bool TryRenameToFresh(Descriptor directory, RawName name, RawName fresh)
    {
        if (TryRename(directory, name, directory, fresh)) return true;
        if (Error is not Errno.Invalid || TryStat(directory, fresh, out _)) return false;
        fixed (byte* old = name.Ended, target = fresh.Ended) return SystemCalls.RenameAt(directory, old, directory, target) == 0;
    }

    /// <summary>Creates a directory; one that is there already is as good.</summary>
    public static bool TryMakeDirectory(Descriptor directory, RawName name, int mode)
    {
        fixed (byte* bytes = name.Ended)
            return SystemCalls.MakeDirectoryAt(directory, bytes, mode) == 0 || Error == Errno.Exists;
    }

    /// <summary>Writes all bytes and waits until they are on the disk.</summary>
    public static bool TryWrite(Descriptor file, ReadOnlySpan<byte> content)
    {
        fixed (byte* bytes = content)
        {
            for (nint written = 0; written < content.Length;)
            {
                var count = SystemCalls.Write(file, bytes + written, content.Length - written);
                if (count < 0) return false;
                written += count;
            }
        }

        return SystemCalls.Flush(file) == 0;
    }

    private static bool TryStat(Descriptor directory, byte[] ended, int flags, out EntryFacts facts, out SystemCalls.StatXResult found)
    {
        SystemCalls.StatXResult result;
        fixed (byte* name = ended)
        {
            if (SystemCalls.StatX(directory, name, flags | SystemCalls.NoAutomount, SystemCalls.StatFields, &result) != 0)
            {
                (facts, found) = (default, default);
                return false;
            }
        }

        found = result;
        facts = EntryFacts.Of(result);
        return true;
    }

    private static Descriptor? Own(int number) => number < 0 ? null : new Descriptor(number);
}
