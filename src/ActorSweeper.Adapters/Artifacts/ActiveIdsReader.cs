using ActorSweeper.Adapters.Sqlite;

namespace ActorSweeper.Adapters.Artifacts;

/// <summary>
/// Keeps the ids of active sessions up to date. Ids that are not known are never taken for none: then it throws, and nothing is
/// deleted. A table that is there and empty does mean that no session is active.
/// </summary>
internal sealed class ActiveIdsReader
{
    private static readonly TimeSpan FoldersInterval = TimeSpan.FromMilliseconds(100);

    private readonly ActiveIdsOptions _options;
    private readonly TimeProvider _time;
    private readonly ActiveIdsFile<(string Id, string? Group)> _database;
    private readonly Dictionary<string, ActiveIdsFile<string>> _folders = new(StringComparer.Ordinal);
    private ActiveIds? _current;
    private long _foldersRead;

    /// <summary>Creates a reader that has read nothing yet.</summary>
    public ActiveIdsReader(ActiveIdsOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _database = new(options.Database, Select, options.BusyTimeout, time);
    }

    /// <summary>
    /// The ids of this instant. The database is read again when it was written since the last time; of session folders, which may be
    /// many, that is looked at ten times a second.
    /// </summary>
    /// <exception cref="ActiveIdsException">They cannot be read.</exception>
    public ActiveIds Current(CancellationToken cancellation)
    {
        var isNew = Refresh(_database);
        if (_options.SessionFolders is null) return Keep(isNew, _database.Rows.Select(row => row.Id));
        if (_current is not null && !isNew && _time.GetElapsedTime(_foldersRead) < FoldersInterval) return _current;
        var began = _time.GetTimestamp();
        isNew |= RefreshFolders(_options.SessionFolders, cancellation);
        _foldersRead = began;
        return Keep(isNew, _database.Rows.Select(row => row.Id).Concat(_folders.Values.SelectMany(file => file.Rows)));
    }

    private ActiveIds Keep(bool isNew, IEnumerable<string> ids) => _current = isNew || _current is null ? new ActiveIds(ids) : _current;

    private bool Refresh<T>(ActiveIdsFile<T> file)
    {
        try
        {
            return file.Refresh();
        }
        catch (ActiveIdsException)
        {
            _current = null;
            throw;
        }
    }

    private bool RefreshFolders(string folders, CancellationToken cancellation)
    {
        var isNew = false;
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (id, group) in _database.Rows)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!IsName(id) || group is null || !IsName(group))
                throw new ActiveIdsException($"{_options.Database}: session '{id}' of group '{group}': neither can be a folder's name");
            var path = Path.Combine(folders, group, id, "outbound.db");
            // A session whose folder was reset, or that has never run, has no id of the agent program.
            if (!FileStat.Of(path).Exists && !IsHidden(path)) continue;
            used.Add(path);
            if (!_folders.TryGetValue(path, out var file)) _folders[path] = file = new(path, States, _options.BusyTimeout, _time);
            isNew |= Refresh(file);
        }

        foreach (var path in _folders.Keys.Except(used, StringComparer.Ordinal).ToList()) isNew |= _folders.Remove(path);
        return isNew;
    }

    // There, but it may not be looked at: that is not the same as not there.
    private static bool IsHidden(string path)
    {
        try
        {
            _ = File.GetAttributes(path);
            return false;
        }
        catch (Exception refused) when (refused is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    private static bool IsName(string text) => text is not ("" or "." or "..") && text.AsSpan().IndexOfAny('/', '\0') < 0;

    private IReadOnlyList<(string Id, string? Group)> Select(Database database)
    {
        var rows = new List<(string Id, string? Group)>();
        using var statement = database.Prepare(_options.Query);
        while (statement.Step())
            if (statement.Text(0) is { Length: > 0 } id) rows.Add((id, _options.SessionFolders is null ? null : statement.Text(1)));
        return rows;
    }

    /// <summary>What the agent program in a container has noted: the value is its id, or holds it.</summary>
    private static IReadOnlyList<string> States(Database database)
    {
        var ids = new List<string>();
        using var statement = database.Prepare("SELECT value FROM session_state");
        while (statement.Step())
        {
            if (statement.Text(0) is not { Length: > 0 } value) continue;
            ids.Add(value.Trim('"'));
            ids.AddRange(ActiveIds.UuidsIn(value));
        }

        return ids;
    }
}
