using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Adapters.NanoClaw;

/// <summary>The session folders of a NanoClaw v2 installation. Safe for use by many callers at once.</summary>
public sealed class NanoClawStore : ISessionStore
{
    private readonly QuietSessions _quiet;
    private readonly SessionLook _look;
    private readonly string? _memoryFile;
    private readonly NanoClawInstall _install;
    private readonly LockWait _locks;
    private readonly LockWait _centralLocks;
    private readonly TimeProvider _time;
    private readonly Func<double> _draw;
    private readonly Action<string, int>? _measure;

    /// <summary>Creates the store; touches no file of a session.</summary>
    /// <param name="options">Which installation, and how long locks are waited for.</param>
    /// <param name="time">The clock for waits and for the ids and times of new occurrences.</param>
    /// <param name="draw">Random numbers from 0 up to but without 1, for the ids of new occurrences. Called by many threads.</param>
    public NanoClawStore(NanoClawOptions options, TimeProvider time, Func<double> draw)
        : this(options, time, draw, measure: null)
    {
    }

    internal NanoClawStore(NanoClawOptions options, TimeProvider time, Func<double> draw, Action<string, int>? measure)
    {
        ArgumentNullException.ThrowIfNull(options);
        _memoryFile = options.MemoryFile;
        _quiet = QuietSessions.Load(_memoryFile);
        _look = new SessionLook(_quiet);
        _install = new NanoClawInstall(options.Root);
        _locks = new LockWait(time, options.BusyTimeout, StoreFaults.OfSession);
        _centralLocks = new LockWait(time, options.BusyTimeout, StoreFaults.OfCentral);
        _time = time;
        _draw = draw;
        _measure = measure;
    }

    /// <summary>Keeps for the next host which sessions are quiet. Does nothing without a memory file.</summary>
    /// <exception cref="IOException">The memory file cannot be written: the next host reads every session once.</exception>
    public void KeepMemory()
    {
        if (_memoryFile is not null) _quiet.Save(_memoryFile);
    }

    /// <inheritdoc />
    public Task<SessionEvidence> ObserveAsync(Session session, AckCursor since, CancellationToken cancellation) =>
        RunAsync(session, files => _look.Take(files, since), cancellation);

    /// <inheritdoc />
    public Task<IReadOnlySet<string>> AnsweredAsync(
        Session session, IReadOnlyCollection<string> messageIds, CancellationToken cancellation) =>
        RunAsync<IReadOnlySet<string>>(session, files => Replies.To(files, messageIds), cancellation);

    /// <inheritdoc />
    public Task<IReadOnlyList<bool>> ApplyAsync(
        Session session, IReadOnlyList<MessageChange> changes, IReadOnlyCollection<Claim> dropClaims, CancellationToken cancellation) =>
        RunAsync<IReadOnlyList<bool>>(
            session, files => changes.Count + dropClaims.Count == 0 ? [] : Apply(files, changes, dropClaims), cancellation);

    /// <inheritdoc />
    public Task RecoverAsync(Session session, CancellationToken cancellation) =>
        RunAsync(session, Recover, cancellation);

    /// <inheritdoc />
    public Task PrepareStartAsync(Session session, CancellationToken cancellation) =>
        RunAsync(session, PrepareStart, cancellation);

    /// <inheritdoc />
    public Task ReportContainerAsync(Session session, bool running, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(session);
        return _centralLocks.RunAsync(
            () => CentralDatabase.Report(_install.CentralDatabase, session.Id, running, _centralLocks.Block), cancellation);
    }

    private Task<T> RunAsync<T>(Session session, Func<SessionFiles, T> work, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(session);
        return _locks.RunAsync(
            () => work(new SessionFiles(new SessionFolder(_install, session), _locks.Block, _measure)), cancellation);
    }

    private bool[] Apply(SessionFiles files, IReadOnlyList<MessageChange> changes, IReadOnlyCollection<Claim> dropClaims)
    {
        var acks = RevivedAcks.Read(files, changes);
        using var database = files.Write(withOutbound: dropClaims.Count + acks.Failures.Count > 0);
        database.Execute("BEGIN IMMEDIATE");
        var writer = new ChangeWriter(database, new OccurrenceWriter(database, _time.GetUtcNow(), _draw), acks);
        var applied = changes.Select(writer.Apply).ToArray();
        if (dropClaims.Count > 0)
            writer.Drop(dropClaims);
        // Closing an open transaction rolls it back, so whatever fails up to here leaves both files as they were.
        database.Execute("COMMIT");
        return applied;
    }

    private static bool Recover(SessionFiles files)
    {
        // Inbound first: a journal of both files is settled by the file that the transaction began in.
        files.Recover(files.Folder.Inbound);
        files.Recover(files.Folder.Outbound);
        return true;
    }

    /// <summary>
    /// Also recovers: a journal of a change to both files names the other by its path on this machine. A container does not see
    /// that path and would take the change for finished.
    /// </summary>
    private static bool PrepareStart(SessionFiles files)
    {
        var heartbeat = files.Folder.Heartbeat;
        try
        {
            File.Delete(heartbeat);
        }
        catch (DirectoryNotFoundException error)
        {
            throw StoreFaults.OfSession.Missing(files.Folder.Directory, error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SessionStoreException(
                StoreFault.Forbidden, $"{heartbeat} cannot be removed; delete it, and give this user access to its folder", error);
        }
        return Recover(files);
    }
}
