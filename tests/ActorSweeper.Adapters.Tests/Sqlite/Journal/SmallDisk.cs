namespace ActorSweeper.Adapters.Tests.Sqlite.Journal;

/// <summary>A file system of its own, small enough to be filled. Disposing unmounts it.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string folder) => Folder = folder;

    public string Folder { get; }

    /// <summary>Mounts one, or skips the test with the reason why that cannot be done.</summary>
    public static SmallDisk MountOrSkip(int kilobytes)
    {
        var folder = Directory.CreateTempSubdirectory("disk-").FullName;
        if (OtherProcess.Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", folder) is { } refusal)
        {
            Directory.Delete(folder);
            Assert.Skip($"A file system cannot be mounted here: {refusal}");
        }
        return new SmallDisk(folder);
    }

    public void MakeReadOnly() => OtherProcess.Run("mount", "-o", "remount,ro", Folder).ShouldBeNull();

    public void MakeWritable() => OtherProcess.Run("mount", "-o", "remount,rw", Folder).ShouldBeNull();

    /// <summary>Fills it to the last byte.</summary>
    /// <returns>The file that takes the room.</returns>
    public string Fill()
    {
        var path = Path.Join(Folder, "filler");
        using var filler = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            for (; ; )
                filler.Write(new byte[4096]);
        }
        catch (IOException)
        {
            return path;
        }
    }

    public void Dispose()
    {
        OtherProcess.Run("umount", Folder).ShouldBeNull();
        Directory.Delete(Folder);
    }
}
