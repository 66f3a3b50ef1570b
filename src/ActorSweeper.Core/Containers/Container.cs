using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Core.Containers;

/// <summary>A container of this installation that the runtime lists as starting or running.</summary>
/// <param name="Id">The runtime's identity of it; never used again for another one.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Session">The session that its label names; null when it has no such label.</param>
/// <param name="Workspace">The host path that is mounted at <c>/workspace</c>; null when there is none.</param>
/// <param name="StartedAt">When it started; null where the runtime does not say.</param>
public sealed record Container(
    string Id, string Name, SessionId? Session, string? Workspace, DateTimeOffset? StartedAt);

/// <summary>What is known about a session's container at one instant. A closed set.</summary>
public abstract record ContainerView
{
    private ContainerView()
    {
    }

    /// <summary>The runtime could not be asked. Nothing follows from it, least of all that the container is stopped.</summary>
    /// <param name="Why">What the runtime said.</param>
    public sealed record Unknown(string Why) : ContainerView;

    /// <summary>The runtime was asked and lists no container for the session.</summary>
    public sealed record Stopped : ContainerView
    {
        /// <summary>The one value.</summary>
        public static Stopped Instance { get; } = new();
    }

    /// <summary>The runtime lists this container for the session.</summary>
    /// <param name="Container">The container.</param>
    public sealed record Running(Container Container) : ContainerView;
}
