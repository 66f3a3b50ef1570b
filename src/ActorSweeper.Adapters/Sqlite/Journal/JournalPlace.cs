namespace ActorSweeper.Adapters.Sqlite.Journal;

/// <summary>Which files were opened, to notice that others have taken their place.</summary>
/// <param name="Log">The path of the write-ahead log.</param>
/// <param name="IsUnlocked">Whether the journal was opened as one that nobody changes.</param>
/// <param name="Untouched">The file as it was, where it was opened as one that nobody changes; null otherwise.</param>
/// <param name="FileId">Device and number of the file itself.</param>
/// <param name="LogId">Device and number of the write-ahead log; zeros where there is none.</param>
internal sealed record JournalPlace(
    string Log, bool IsUnlocked, FileStat? Untouched, (ulong Device, ulong Inode) FileId, (ulong Device, ulong Inode) LogId)
{
    /// <summary>What is in place now.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">The file, links followed.</param>
    /// <param name="isUnlocked">How it is opened.</param>
    public static JournalPlace Of(string path, string name, bool isUnlocked)
    {
        var log = name + "-wal";
        var file = FileStat.Of(path);
        return new JournalPlace(log, isUnlocked, isUnlocked ? file : null, IdOf(file), IdOf(FileStat.Of(log)));
    }

    /// <summary>Whether both files are still those that were opened.</summary>
    public bool IsInPlace(string path) => IsStill(FileStat.Of(path)) && LogId == IdOf(FileStat.Of(Log));

    /// <summary>Whether this is the file that was opened.</summary>
    public bool IsStill(FileStat file) => FileId == IdOf(file) && (Untouched is not { } before || before == file);

    /// <summary>Whether nobody has the journal open for writing, and nothing of it lies in its log.</summary>
    public static bool IsClosed(string path) => File.Exists(path) && FileStat.Of(LogOf(path)).Size == 0;

    /// <summary>Whether nobody has the journal open at all: it was closed in order.</summary>
    public static bool IsAtRest(string path) => File.Exists(path) && !FileStat.Of(LogOf(path)).Exists;

    /// <summary>Refuses an empty file with a log that is not: opening it would delete the log.</summary>
    /// <exception cref="Core.Journal.JournalException">It is one.</exception>
    public static void RequireNotEmptied(string path)
    {
        if (FileStat.Of(path) is { Exists: true, Size: 0 } && FileStat.Of(LogOf(path)).Size > 0)
            throw JournalFaults.Emptied(path);
    }

    /// <summary>Creates an empty file where there is none. It names messages and errors: for its owner's eyes only.</summary>
    /// <exception cref="Core.Journal.JournalException">It cannot be created.</exception>
    public static void Begin(string path)
    {
        if (FileStat.Of(path).Exists)
            return;
        try
        {
            // What a removed journal left there must not be taken for the new one's.
            File.Delete(path + "-shm");
            var creation = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                creation.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            new FileStream(path, creation).Dispose();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Somebody else was faster.
            if (!FileStat.Of(path).Exists)
                throw JournalFaults.NotCreated(path, error);
        }
    }

    /// <summary>
    /// Carries the log into the file that it belongs to, wherever that is now: it must not be taken for that of the file which
    /// has its place. Without effect where the file itself is gone for good.
    /// </summary>
    public static void Complete(JournalConnection? writer)
    {
        try
        {
            writer?.Run("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        catch (DatabaseException)
        {
            // What became of the old file is in the hands of whoever took it away.
        }
    }

    private static string LogOf(string path) =>
        (File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path) + "-wal";

    private static (ulong Device, ulong Inode) IdOf(FileStat file) => (file.Device, file.Inode);
}
