using ActorSweeper.Adapters.Deletion;
using ActorSweeper.Adapters.Sqlite;

namespace ActorSweeper.Adapters.Artifacts;

/// <summary>One SQLite file that ids are read from: read again when it was written since, or may have been.</summary>
/// <param name="path">The file.</param>
/// <param name="read">Reads the rows that count.</param>
/// <param name="busy">How long a lock is waited for.</param>
/// <param name="time">Says how long the last reading is ago.</param>
/// <typeparam name="T">What is read.</typeparam>
internal sealed class ActiveIdsFile<T>(string path, Func<Database, IReadOnlyList<T>> read, TimeSpan busy, TimeProvider time)
{
    // What was written within one step of the file system's clock after a reading does not show in its times. A file that has just been
    // written is therefore read again whatever its times say, but not for each of thousands of things.
    private static readonly TimeSpan LongestTrust = TimeSpan.FromMilliseconds(10);

    private FileStat _file;
    private FileStat _log;
    private bool _isRead;
    private long _read;

    public IReadOnlyList<T> Rows { get; private set; } = [];

    /// <summary>Reads it if need be.</summary>
    /// <returns>Whether it was read.</returns>
    /// <exception cref="ActiveIdsException">It cannot be read.</exception>
    public bool Refresh()
    {
        // Looked at before the reading: what is written meanwhile shows the next time.
        var (file, log) = (FileStat.Of(path), FileStat.Of(path + "-wal"));
        if (_isRead && file == _file && log == _log && (IsSettled(file, log) || time.GetElapsedTime(_read) < LongestTrust)) return false;
        _read = time.GetTimestamp();
        _isRead = false;
        if (!file.Exists) throw Unreadable("there is no such file: correct the configured root or database");
        try
        {
            using var database = Database.Open(path, DatabaseAccess.FollowLink, busy);
            database.BeginRead();
            Rows = read(database);
        }
        catch (DatabaseException refused) when (refused.IsBusy)
        {
            throw Unreadable("it is locked: it is tried again at the next run, or raise active-ids.busy-timeout");
        }
        catch (DatabaseException refused) when (refused.IsSchemaMismatch)
        {
            throw Unreadable($"{refused.Message}: correct active-ids.database or active-ids.query");
        }
        catch (DatabaseException refused)
        {
            throw Unreadable($"{refused.Message} (SQLite {refused.Code}): check the file with sqlite3 and PRAGMA integrity_check");
        }

        (_file, _log, _isRead) = (file, log, true);
        return true;
    }

    private static bool IsSettled(FileStat file, FileStat log) => file.IsSettled() && (!log.Exists || log.IsSettled());

    private ActiveIdsException Unreadable(string why) =>
        new($"{DisplayText.Of(System.Text.Encoding.UTF8.GetBytes(path))}: the ids of the active sessions cannot be read: {why}");
}
