using ActorSweeper.Core.Journal;

namespace ActorSweeper.Adapters.Sqlite.Journal;

/// <summary>
/// The file of a journal and the connections to it: one that writes, and a few that read. A connection that has failed is closed, and
/// the next use opens another; all are closed when the file is found to have been removed or replaced. Safe for several threads.
/// </summary>
internal sealed class JournalFile(SqliteJournalOptions options, JournalSchema schema) : IAsyncDisposable
{
    private const int MostReaders = 4;
    private const int MostTries = 3;
    private const int CannotOpen = 14;

    private readonly SemaphoreSlim _writing = new(1);
    private readonly SemaphoreSlim _reading = new(MostReaders);
    private readonly Stack<JournalConnection> _readers = [];
    private JournalConnection? _writer;
    private volatile JournalPlace? _opened;
    private (ulong Device, ulong Inode)? _lastFile;
    private long _replaced;
    private bool _isDisposed;

    public string Path => options.Path;

    /// <summary>How often another file has taken the place of the one that was open before.</summary>
    public long Replaced => Interlocked.Read(ref _replaced);

    /// <summary>Runs work on the one connection that writes.</summary>
    /// <param name="work">One transaction. It is repeated as a whole if the file is replaced meanwhile: nobody would find it there.</param>
    /// <param name="cancellation">Ends the wait for earlier writers, not the work.</param>
    /// <exception cref="JournalException">It failed. The journal may be usable later.</exception>
    public async Task<T> WriteAsync<T>(Func<JournalConnection, T> work, CancellationToken cancellation)
    {
        if (options.Access == JournalAccess.Read)
            throw new InvalidOperationException($"The journal {options.Path} was opened for reading.");
        // Taken by the caller's thread: who calls first writes first.
        await _writing.WaitAsync(cancellation);
        try
        {
            return await Task.Run(() => WriteInTurnAsync(work, cancellation), CancellationToken.None);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Runs work on a connection that reads.</summary>
    /// <param name="work">Short, for what it reads cannot be reclaimed meanwhile.</param>
    /// <param name="cancellation">Ends the wait for other readers, not the work.</param>
    /// <exception cref="JournalException">It failed. The journal may be usable later.</exception>
    public Task<T> ReadAsync<T>(Func<JournalConnection, T> work, CancellationToken cancellation) => Task.Run(
        async () =>
        {
            for (; ; )
            {
                if (!IsInPlace())
                    await EnsureOpenAsync(cancellation);
                await _reading.WaitAsync(cancellation);
                try
                {
                    var result = Read(work);
                    // Without locks nothing keeps a host from changing the file under a reader's eyes.
                    if (_opened is not { IsUnlocked: true } || IsInPlace())
                        return result;
                }
                finally
                {
                    _reading.Release();
                }
            }
        },
        cancellation);

    public async ValueTask DisposeAsync()
    {
        await _writing.WaitAsync();
        try
        {
            await WithoutReadersAsync(
                () =>
                {
                    Close();
                    _isDisposed = true;
                },
                CancellationToken.None);
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task<T> WriteInTurnAsync<T>(Func<JournalConnection, T> work, CancellationToken cancellation)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            await ReopenIfReplacedAsync(cancellation);
            var result = Write(work);
            if (IsInPlace())
                return result;
        }
        throw JournalFaults.KeepsChanging(options.Path);
    }

    private async Task EnsureOpenAsync(CancellationToken cancellation)
    {
        await _writing.WaitAsync(cancellation);
        try
        {
            await ReopenIfReplacedAsync(cancellation);
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task ReopenIfReplacedAsync(CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (IsInPlace())
            return;
        // All are closed before the first is opened: two files must never share the memory that lies beside the path.
        await WithoutReadersAsync(
            () =>
            {
                Close();
                try
                {
                    Open();
                }
                catch (DatabaseException error)
                {
                    throw JournalFaults.From(options.Path, error);
                }
            },
            cancellation);
    }

    private async Task WithoutReadersAsync(Action work, CancellationToken cancellation)
    {
        var held = 0;
        try
        {
            for (; held < MostReaders; held++)
                await _reading.WaitAsync(cancellation);
            work();
        }
        finally
        {
            if (held > 0)
                _reading.Release(held);
        }
    }

    private T Write<T>(Func<JournalConnection, T> work)
    {
        try
        {
            return work(_writer ??= Connect());
        }
        catch (Exception error)
        {
            _writer?.Dispose();
            _writer = null;
            if (error is DatabaseException refused)
                throw JournalFaults.From(options.Path, refused);
            throw;
        }
    }

    private T Read<T>(Func<JournalConnection, T> work)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        JournalConnection? connection;
        lock (_readers)
            _ = _readers.TryPop(out connection);
        try
        {
            connection ??= Connect();
            var result = work(connection);
            lock (_readers)
                _readers.Push(connection);
            return result;
        }
        catch (Exception error)
        {
            connection?.Dispose();
            if (error is DatabaseException refused)
                throw JournalFaults.From(options.Path, refused);
            throw;
        }
    }

    private void Open()
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (options.Access == JournalAccess.Create)
                JournalPlace.Begin(options.Path);
            JournalPlace.RequireNotEmptied(options.Path);
            var before = FileStat.Of(options.Path);
            var (connection, isUnlocked, isNew) = OpenFirst();
            var opened = JournalPlace.Of(options.Path, connection.Database.FileName, isUnlocked);
            if (before.Exists && opened.IsStill(before))
            {
                if (options.Access == JournalAccess.Read)
                    _readers.Push(connection);
                else
                    _writer = connection;
                // A number of a file that is gone may be given out again.
                if (_lastFile is { } last && (isNew || last != opened.FileId))
                    _ = Interlocked.Increment(ref _replaced);
                _lastFile = opened.FileId;
                _opened = opened;
                return;
            }
            connection.Dispose();
        }
        throw JournalFaults.KeepsChanging(options.Path);
    }

    private (JournalConnection Connection, bool IsUnlocked, bool IsNew) OpenFirst()
    {
        // A reader would leave two files behind that it cannot remove, of its own user.
        if (options.Access == JournalAccess.Read && JournalPlace.IsAtRest(options.Path))
            return (Prepared(unlocked: true).Connection, true, false);
        try
        {
            var (connection, isNew) = Prepared(unlocked: false);
            return (connection, false, isNew);
        }
        catch (DatabaseException error) when (options.Access == JournalAccess.Read && error.Primary == CannotOpen)
        {
            // In WAL mode even reading wants files beside it.
            if (!JournalPlace.IsClosed(options.Path))
                throw JournalFaults.NotClosed(options.Path, error);
            return (Prepared(unlocked: true).Connection, true, false);
        }
    }

    private (JournalConnection Connection, bool IsNew) Prepared(bool unlocked)
    {
        var connection = Connect(unlocked);
        try
        {
            return (connection, schema.Prepare(connection, options.Access));
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private JournalConnection Connect() => Connect(_opened is { IsUnlocked: true });

    private JournalConnection Connect(bool unlocked)
    {
        var access = DatabaseAccess.FollowLink
            | (options.Access == JournalAccess.Read ? DatabaseAccess.Read : DatabaseAccess.Write)
            | (unlocked ? DatabaseAccess.Unchanging : DatabaseAccess.Read);
        var database = Database.Open(options.Path, access, options.BusyTimeout);
        try
        {
            // FULL: each commit is on the disk before it returns. The cache, in KB, holds the inner pages of a large journal.
            database.Execute("PRAGMA synchronous = FULL");
            database.Execute("PRAGMA cache_size = -8000");
            database.Execute("PRAGMA journal_size_limit = 16777216");
            return new JournalConnection(database);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private void Close()
    {
        if (_opened is { } opened && !opened.IsStill(FileStat.Of(options.Path)))
            JournalPlace.Complete(_writer);
        _opened = null;
        foreach (var reader in _readers)
            reader.Dispose();
        _readers.Clear();
        _writer?.Dispose();
        _writer = null;
    }

    private bool IsInPlace() => _opened is { } opened && opened.IsInPlace(options.Path);
}
