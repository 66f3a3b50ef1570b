using System.Runtime.CompilerServices;
using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Simulation.InMemory;

/// <summary>
/// The line between one host and the world. Once it is cut, nothing that the host does reaches the world, and nothing that it waits
/// for comes: what a killed process was about to do next is never done.
/// </summary>
internal sealed class Lifeline : ISessionSource, ISessionStore, IContainerRuntime, IContainerStarter
{
    private readonly SimulatedFiles _files;
    private readonly SimulatedRuntime _runtime;

    public Lifeline(SimulatedFiles files, SimulatedRuntime runtime) => (_files, _runtime) = (files, runtime);

    public bool IsCut { get; private set; }

    string ISessionSource.Name => _files.Name;

    string IContainerRuntime.Name => _runtime.Name;

    public bool CanAct => _runtime.CanAct;

    public void Cut() => IsCut = true;

    public Task<IReadOnlyList<Session>> ListActiveAsync(CancellationToken cancellation) =>
        Through(() => _files.ListActiveAsync(cancellation));

    public Task<SessionEvidence> ObserveAsync(Session session, AckCursor since, CancellationToken cancellation) =>
        Through(() => _files.ObserveAsync(session, since, cancellation));

    public bool MayHaveChanged(Session session) => _files.MayHaveChanged(session);

    public Task<IReadOnlySet<string>> AnsweredAsync(
        Session session, IReadOnlyCollection<string> messageIds, CancellationToken cancellation) =>
        Through(() => _files.AnsweredAsync(session, messageIds, cancellation));

    public Task<IReadOnlyList<bool>> ApplyAsync(
        Session session, IReadOnlyList<MessageChange> changes, IReadOnlyCollection<Claim> dropClaims, CancellationToken cancellation) =>
        Through(() => _files.ApplyAsync(session, changes, dropClaims, cancellation));

    public Task RecoverAsync(Session session, CancellationToken cancellation) =>
        Through(() => _files.RecoverAsync(session, cancellation));

    public Task PrepareStartAsync(Session session, CancellationToken cancellation) =>
        Through(() => _files.PrepareStartAsync(session, cancellation));

    public Task ReportContainerAsync(Session session, bool running, CancellationToken cancellation) =>
        Through(() => _files.ReportContainerAsync(session, running, cancellation));

    public Task<IReadOnlyList<Container>> ListAsync(CancellationToken cancellation) => Through(() => _runtime.ListAsync(cancellation));

    public Task<StopResult> StopAsync(
        Container container, Session? session, StopRung rung, TimeSpan grace, string reason, CancellationToken cancellation) =>
        Through(() => _runtime.StopAsync(container, session, rung, grace, reason, cancellation));

    public Task<Container?> StartAsync(Session session, string reason, CancellationToken cancellation) =>
        Through(() => _runtime.StartAsync(session, reason, cancellation));

    public async IAsyncEnumerable<ContainerDeath> WatchAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var death in _runtime.WatchAsync(cancellation))
        {
            if (IsCut) yield break;
            yield return death;
        }
    }

    private Task<T> Through<T>(Func<Task<T>> call) => IsCut ? new TaskCompletionSource<T>().Task : call();

    private Task Through(Func<Task> call) => IsCut ? new TaskCompletionSource().Task : call();
}
