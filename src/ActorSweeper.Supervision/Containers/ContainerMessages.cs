using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Supervision.Containers;

/// <summary>Asks for all containers; answered by <see cref="ContainersListed"/> or <see cref="ContainersUnlisted"/>.</summary>
internal sealed record ListContainers;

internal sealed record ContainersListed(IReadOnlyList<Container> Containers);

internal sealed record ContainersUnlisted(string Why);

/// <summary>Takes one rung of the stop ladder; answered by <see cref="StopEnded"/>.</summary>
internal sealed record StopContainer(Container Container, Session? Session, StopRung Rung, string Reason);

/// <summary>How a rung ended. Where the runtime could not be asked at all, climbing further makes no sense.</summary>
internal sealed record StopEnded(StopResult Result, bool RuntimeDown, string Detail);

/// <summary>
/// Asks for a place among the running containers; answered by <see cref="SlotGranted"/> or <see cref="SlotQueued"/>. Who is
/// queued is told <see cref="SlotGranted"/> later, oldest due message first.
/// </summary>
internal sealed record RequestSlot(SessionId Session, DateTimeOffset DueSince, IActorRef Waiter);

internal sealed record SlotGranted;

internal sealed record SlotQueued(int Ahead);

/// <summary>Gives a place, or a place in the queue, back.</summary>
internal sealed record ReleaseSlot(SessionId Session);

/// <summary>Starts a container in a granted place; answered by <see cref="StartEnded"/>.</summary>
internal sealed record StartContainer(Session Session, string Reason);

/// <summary>How a start ended. A closed set.</summary>
internal abstract record StartEnded
{
    public sealed record Started(Container Container) : StartEnded;

    /// <summary>Whoever was asked starts it later; until then it must not be asked again.</summary>
    public sealed record Requested : StartEnded;

    public sealed record Failed(StartFailure Failure, string Text) : StartEnded;

    public sealed record Unknown(string Text) : StartEnded;
}

/// <summary>A container ended, as the runtime's event stream tells it.</summary>
internal sealed record ContainerEnded(ContainerDeath Death);

/// <summary>The event stream broke off for good.</summary>
internal sealed record WatchEnded(string Why);

internal sealed record GatewayChanged(GatewaySettings Gateway, StopSettings Stopping);
