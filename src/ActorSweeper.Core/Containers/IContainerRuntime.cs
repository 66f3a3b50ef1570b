using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Core.Containers;

/// <summary>
/// The port to a container runtime. Scoped: it only ever sees, and touches, containers that carry this installation's label,
/// and never the one that the supervisor itself runs in.
/// </summary>
public interface IContainerRuntime
{
    /// <summary>The runtime's name in configuration: <c>docker</c>, <c>process</c>, <c>command</c> or <c>none</c>.</summary>
    string Name { get; }

    /// <summary>Whether the runtime can list and stop. False for <c>none</c>: everything is then only reported.</summary>
    bool CanAct { get; }

    /// <summary>All starting and running containers of this installation.</summary>
    /// <exception cref="ContainerRuntimeException">The runtime cannot be asked.</exception>
    Task<IReadOnlyList<Container>> ListAsync(CancellationToken cancellation);

    /// <summary>Takes one rung of the stop ladder and then looks whether the container is gone.</summary>
    /// <param name="container">The container; one that is already gone is a success.</param>
    /// <param name="session">The session that it runs; null when no active session is known for it.</param>
    /// <param name="rung">How hard.</param>
    /// <param name="grace">How long the container may take to end by itself; used by <see cref="StopRung.Stop"/> only.</param>
    /// <param name="reason">Why, for commands and events.</param>
    /// <param name="cancellation">The rung's deadline.</param>
    /// <exception cref="ContainerRuntimeException">The runtime cannot be asked: the result is unknown.</exception>
    Task<StopResult> StopAsync(
        Container container, Session? session, StopRung rung, TimeSpan grace, string reason, CancellationToken cancellation);

    /// <summary>
    /// The deaths of containers of this installation, as they happen. Ends only by cancellation; reconnects by itself. May
    /// report a death twice, or late: the listing stays the truth. A runtime without events yields nothing.
    /// </summary>
    IAsyncEnumerable<ContainerDeath> WatchAsync(CancellationToken cancellation);
}

/// <summary>The port that starts a container for a session.</summary>
public interface IContainerStarter
{
    /// <summary>Starts a container for the session, unless one runs or is being started already.</summary>
    /// <returns>The started container; null when whoever was asked starts it later (an HTTP request, say).</returns>
    /// <exception cref="StartFailedException">It was not started.</exception>
    /// <exception cref="ContainerRuntimeException">The runtime cannot be asked; whether it started is unknown.</exception>
    Task<Container?> StartAsync(Session session, string reason, CancellationToken cancellation);
}

/// <summary>How hard a stop is.</summary>
public enum StopRung
{
    /// <summary>Ask it to end (SIGTERM) and let the runtime kill it after the grace.</summary>
    Stop,

    /// <summary>Kill it (SIGKILL).</summary>
    Kill,

    /// <summary>Remove it by force.</summary>
    Remove,
}

/// <summary>What a rung of the stop ladder came to. Only <see cref="Gone"/> frees the session.</summary>
public enum StopResult
{
    /// <summary>The runtime confirms that the container no longer runs.</summary>
    Gone,

    /// <summary>The runtime confirms that it still runs.</summary>
    StillRunning,

    /// <summary>The runtime did not say.</summary>
    Unknown,
}

/// <summary>A container's end, as the runtime's events tell it.</summary>
/// <param name="ContainerId">Which container; an event of an older incarnation is thereby recognised.</param>
/// <param name="ExitCode">The exit code, where known.</param>
/// <param name="LastLines">The last lines that it logged, where it ended with an error; at most 10.</param>
public sealed record ContainerDeath(string ContainerId, int? ExitCode, IReadOnlyList<string> LastLines);
