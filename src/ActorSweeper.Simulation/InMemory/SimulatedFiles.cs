using System.Runtime.InteropServices;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Simulation.InMemory;

/// <summary>A session source and its store, in memory.</summary>
public sealed class SimulatedFiles : ISessionSource, ISessionStore
{
    private readonly Dictionary<SessionId, SimulatedSession> _sessions = [];
    private readonly Dictionary<SessionId, (long Version, DateTimeOffset? Heartbeat)> _observed = [];

    /// <inheritdoc/>
    public string Name => "simulated";

    /// <summary>What listing the sessions throws; null when they can be listed.</summary>
    public Func<Exception>? ListFault { get; set; }

    /// <summary>
    /// Whether a newer heartbeat makes a session be looked at; without it long runs are faster and their journal coarser.
    /// </summary>
    public bool TellsOfHeartbeats { get; set; } = true;

    /// <summary>How often each session was read.</summary>
    public Dictionary<SessionId, int> Reads { get; } = [];

    /// <summary>All sessions, active or not.</summary>
    public IReadOnlyCollection<SimulatedSession> Sessions => _sessions.Values;

    /// <summary>A session by its id.</summary>
    public SimulatedSession this[string id] => _sessions[new SessionId(id)];

    /// <summary>Adds a session.</summary>
    public SimulatedSession Add(SimulatedSession session)
    {
        _sessions[session.Listed.Id] = session;
        return session;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Session>> ListActiveAsync(CancellationToken cancellation)
    {
        if (ListFault is { } fault) return Task.FromException<IReadOnlyList<Session>>(fault());
        return Task.FromResult<IReadOnlyList<Session>>(
            _sessions.Values.Where(session => session.Active).Select(session => session.Listed).ToList());
    }

    /// <inheritdoc/>
    public async Task<SessionEvidence> ObserveAsync(Session session, AckCursor since, CancellationToken cancellation)
    {
        CollectionsMarshal.GetValueRefOrAddDefault(Reads, session.Id, out _)++;
        var files = await OpenAsync(session, files => files.ReadFault);
        _observed[session.Id] = (files.Version, files.Heartbeat);
        return files.Evidence(since);
    }

    /// <inheritdoc/>
    public bool MayHaveChanged(Session session)
    {
        var files = _sessions[session.Id];
        return files.ReadFault is not null || files.Delay is not null
            || !_observed.TryGetValue(session.Id, out var observed)
            || observed.Version != files.Version
            || (TellsOfHeartbeats && observed.Heartbeat != files.Heartbeat);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlySet<string>> AnsweredAsync(
        Session session, IReadOnlyCollection<string> messageIds, CancellationToken cancellation) =>
        (await OpenAsync(session, files => files.ReadFault)).Answered(messageIds);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<bool>> ApplyAsync(
        Session session, IReadOnlyList<MessageChange> changes, IReadOnlyCollection<Claim> dropClaims, CancellationToken cancellation)
    {
        var files = await OpenAsync(session, files => files.WriteFault);
        var applied = changes.Select(files.Apply).ToList();
        foreach (var claim in dropClaims) files.Drop(claim);
        return applied;
    }

    /// <inheritdoc/>
    public Task RecoverAsync(Session session, CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task PrepareStartAsync(Session session, CancellationToken cancellation)
    {
        _sessions[session.Id].Heartbeat = null;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task ReportContainerAsync(Session session, bool running, CancellationToken cancellation) => Task.CompletedTask;

    private async Task<SimulatedSession> OpenAsync(Session session, Func<SimulatedSession, Func<Exception>?> fault)
    {
        var files = _sessions[session.Id];
        if (files.Delay is { } delay) await delay();
        return fault(files) is { } broken ? throw broken() : files;
    }
}
