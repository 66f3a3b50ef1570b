using System.Diagnostics;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Adapters.None;

/// <summary>No sessions at all: a host that only runs janitors.</summary>
public sealed class NoSessions : ISessionSource, ISessionStore
{
    /// <inheritdoc/>
    public string Name => "none";

    /// <inheritdoc/>
    public Task<IReadOnlyList<Session>> ListActiveAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<Session>>([]);

    /// <inheritdoc/>
    public Task<SessionEvidence> ObserveAsync(Session session, AckCursor since, CancellationToken cancellation) => throw Nobodys(session);

    /// <inheritdoc/>
    public Task<IReadOnlySet<string>> AnsweredAsync(
        Session session, IReadOnlyCollection<string> messageIds, CancellationToken cancellation) => throw Nobodys(session);

    /// <inheritdoc/>
    public Task<IReadOnlyList<bool>> ApplyAsync(
        Session session, IReadOnlyList<MessageChange> changes, IReadOnlyCollection<Claim> dropClaims, CancellationToken cancellation) =>
        throw Nobodys(session);

    /// <inheritdoc/>
    public Task RecoverAsync(Session session, CancellationToken cancellation) => throw Nobodys(session);

    /// <inheritdoc/>
    public Task PrepareStartAsync(Session session, CancellationToken cancellation) => throw Nobodys(session);

    /// <inheritdoc/>
    public Task ReportContainerAsync(Session session, bool running, CancellationToken cancellation) => throw Nobodys(session);

    private static UnreachableException Nobodys(Session session) => new($"no source lists sessions, and yet there is {session.Id}");
}
