using System.Runtime.CompilerServices;
using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Adapters.None;

/// <summary>The runtime <c>none</c>: nothing is listed and nothing is stopped, the supervisor only reports.</summary>
/// <param name="time">What a watch without events waits on.</param>
public sealed class NoContainerRuntime(TimeProvider time) : IContainerRuntime
{
    /// <inheritdoc/>
    public string Name => "none";

    /// <inheritdoc/>
    public bool CanAct => false;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Container>> ListAsync(CancellationToken cancellation) =>
        throw new ContainerRuntimeException("No container runtime is configured: what runs is not known.");

    /// <inheritdoc/>
    public Task<StopResult> StopAsync(
        Container container, Session? session, StopRung rung, TimeSpan grace, string reason, CancellationToken cancellation) =>
        throw new ContainerRuntimeException("No container runtime is configured: nothing can be stopped.");

    /// <inheritdoc/>
    public async IAsyncEnumerable<ContainerDeath> WatchAsync(
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        yield break;
    }
}
