using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Adapters.NanoClaw;

/// <summary>Lists the active sessions of a NanoClaw v2 installation from its central database, which it only reads.</summary>
public sealed class NanoClawSource : ISessionSource
{
    private const string Nameless = "(no id)";

    private readonly NanoClawInstall _install;
    private readonly LockWait _locks;

    /// <summary>Creates the source; touches no file.</summary>
    /// <param name="options">Which installation, and how long a lock on its database is waited for.</param>
    /// <param name="time">The clock for waits.</param>
    public NanoClawSource(NanoClawOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        Name = options.Name;
        _install = new NanoClawInstall(options.Root);
        _locks = new LockWait(time, options.BusyTimeout, StoreFaults.OfCentral);
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public async Task<IReadOnlyList<Session>> ListActiveAsync(CancellationToken cancellation)
    {
        var rows = await _locks.RunAsync(() => CentralDatabase.List(_install.CentralDatabase, _locks.Block), cancellation);
        return rows.ConvertAll(ToSession);
    }

    /// <summary>Why a session whose ids cannot be folder names is not touched.</summary>
    internal static string Refusal(string group, string session) =>
        $"session '{Printable(session)}' of group '{Printable(group)}' has no folder of its own: its ids must be folder names; " +
        "correct the row in data/v2.db";

    /// <summary>
    /// A session with a hostile id is listed, so that somebody sees it, and barred; its folder is the folder of all sessions,
    /// which the store refuses to touch.
    /// </summary>
    private Session ToSession(SessionRow row)
    {
        var directory = _install.SessionDirectory(row.Group, row.Id);
        return new Session(
            new SessionId(row.Id.Length == 0 ? Nameless : row.Id),
            row.Group,
            row.Folder,
            directory ?? _install.SessionsDirectory,
            string.IsNullOrWhiteSpace(row.Zone) ? null : row.Zone,
            directory is null ? Refusal(row.Group, row.Id) : row.Barrier,
            row.Running);
    }

    private static string Printable(string id) => string.Concat(id.Select(static c => char.IsControl(c) ? '\uFFFD' : c));
}
