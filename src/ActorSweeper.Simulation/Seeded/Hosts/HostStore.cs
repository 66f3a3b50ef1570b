using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Simulation.Seeded.Hosts;

/// <summary>The sessions' files as one host reaches them: they take their time and fail as planned.</summary>
internal sealed class HostStore(Stage stage, ISessionStore inner) : ISessionStore
{
    public Task<SessionEvidence> ObserveAsync(Session session, AckCursor since, CancellationToken cancellation) =>
        Use(session, writes: false, () => inner.ObserveAsync(session, since, cancellation), cancellation);

    public bool MayHaveChanged(Session session) =>
        stage.Find(session.Id) is not { Store.Any: false, Slowness.Any: false } || inner.MayHaveChanged(session);

    public Task<IReadOnlySet<string>> AnsweredAsync(
        Session session, IReadOnlyCollection<string> messageIds, CancellationToken cancellation) =>
        Use(session, writes: false, () => inner.AnsweredAsync(session, messageIds, cancellation), cancellation);

    public Task<IReadOnlyList<bool>> ApplyAsync(
        Session session, IReadOnlyList<MessageChange> changes, IReadOnlyCollection<Claim> dropClaims, CancellationToken cancellation) =>
        Use(session, writes: true, () => inner.ApplyAsync(session, changes, dropClaims, cancellation), cancellation);

    public Task RecoverAsync(Session session, CancellationToken cancellation) =>
        Use(session, writes: true, () => Told(inner.RecoverAsync(session, cancellation)), cancellation);

    public Task PrepareStartAsync(Session session, CancellationToken cancellation) => Use(
        session,
        writes: true,
        () =>
        {
            // Where somebody else's container runs, its agent writes the heartbeat anew with its next beat.
            var agent = stage.Find(session.Id)!.Agents.LastOrDefault(agent => agent.WritesHeartbeatFrom is not null);
            var prepared = Told(inner.PrepareStartAsync(session, cancellation));
            agent?.WriteHeartbeat(stage.Now);
            return prepared;
        },
        cancellation);

    public Task ReportContainerAsync(Session session, bool running, CancellationToken cancellation) =>
        inner.ReportContainerAsync(session, running, cancellation);

    private static async Task<bool> Told(Task done)
    {
        await done;
        return true;
    }

    private Task<T> Use<T>(Session session, bool writes, Func<Task<T>> use, CancellationToken cancellation)
    {
        var of = stage.Find(session.Id)!;
        if (of.Store.Any && (writes ? of.Store.Newest.Writing : of.Store.Newest.Reading))
            return Task.FromException<T>(new SessionStoreException(of.Store.Newest.Fault, $"{of.Name}: {of.Store.Newest.Fault}"));
        return of.Slowness.Any ? Slowly() : use();

        async Task<T> Slowly()
        {
            await stage.World.Clock.DelayAsync(of.Slowness.Newest, cancellation);
            return await use();
        }
    }
}
