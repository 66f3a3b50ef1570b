using System.Runtime.InteropServices;

namespace ActorSweeper.Adapters.Deletion;

/// <summary>
/// A file that is written under a name of its own, to take the place of another in one step: whoever opens that finds the old one or the
/// new one, never a part.
/// </summary>
internal sealed unsafe partial class NewFile : IDisposable
{
    private const uint Any = uint.MaxValue;

    private readonly Folder _folder;
    private readonly Descriptor _file;
    private RawName _name;
    private bool _isDone;

    private NewFile(Folder folder, RawName name, Descriptor file) => (_folder, _name, _file) = (folder, name, file);

    /// <summary>Creates it with mode 0600.</summary>
    /// <returns>Null when there is something of that name already.</returns>
    /// <exception cref="DeletionException">It cannot be created.</exception>
    public static NewFile? TryCreate(Folder folder, RawName name)
    {
        var file = Calls.CreateFile(folder.Descriptor, name);
        if (file is not null) return new NewFile(folder, name, file);
        return Calls.Error == Errno.Exists ? null : throw Fault.Last(folder.PathOf(name), "create it");
    }

    /// <summary>Gives it to the owner of the file whose place it takes, so that that owner can read it.</summary>
    /// <exception cref="DeletionException">That is somebody else, and we may not.</exception>
    public void TakeOwnerOf(RawName other)
    {
        if (!Calls.TryStat(_file, out _, out var ours, out _)) throw Fault.Last(_folder.PathOf(_name), "look at it");
        using var opened = Calls.OpenEntry(_folder.Descriptor, other, SystemCalls.ReadOnly | SystemCalls.NonBlocking)
            ?? throw Fault.Last(_folder.PathOf(other), "read it");
        if (!Calls.TryStat(opened, out _, out var owner, out _)) throw Fault.Last(_folder.PathOf(other), "look at it");
        if (owner == ours || ChangeOwner(_file, owner, Any) == 0) return;
        throw new DeletionException(
            $"{_folder.PathOf(other)}: it belongs to user {owner}, who could not read what user {ours} writes: run this as user {owner}",
            Marshal.GetLastPInvokeError());
    }

    /// <summary>Writes on.</summary>
    /// <exception cref="DeletionException">The disk refused.</exception>
    public void Write(ReadOnlySpan<byte> content)
    {
        fixed (byte* bytes = content)
        {
            for (nint written = 0; written < content.Length;)
            {
                var count = SystemCalls.Write(_file, bytes + written, content.Length - written);
                if (count < 0) throw Fault.Last(_folder.PathOf(_name), "write it");
                written += count;
            }
        }
    }

    /// <summary>Waits until it is on the disk.</summary>
    /// <exception cref="DeletionException">The disk refused.</exception>
    public void Flush()
    {
        if (SystemCalls.Flush(_file) != 0) throw Fault.Last(_folder.PathOf(_name), "write it to the disk");
    }

    /// <summary>It keeps its name.</summary>
    /// <returns>It, as the file system knows it now.</returns>
    /// <exception cref="DeletionException">It cannot be looked at.</exception>
    public Entry Keep()
    {
        if (!Calls.TryStat(_file, out var facts)) throw Fault.Last(_folder.PathOf(_name), "look at it");
        _isDone = true;
        return new Entry(_name, facts);
    }

    /// <summary>It takes the place of another file, or of the link under that name.</summary>
    /// <exception cref="DeletionException">It cannot be renamed.</exception>
    public void Replace(RawName other)
    {
        fixed (byte* from = _name.Ended, to = other.Ended)
        {
            if (SystemCalls.RenameAt(_folder.Descriptor, from, _folder.Descriptor, to) != 0)
                throw Fault.Last(_folder.PathOf(other), "replace it");
        }

        (_name, _isDone) = (other, true);
    }

    /// <summary>Closes it, and removes it unless it was kept or has taken its place.</summary>
    public void Dispose()
    {
        if (!_isDone) _ = Calls.TryUnlink(_folder.Descriptor, _name);
        _file.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "fchown", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ChangeOwner(Descriptor file, uint owner, uint group);
}
