using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Supervision.Sessions;

/// <summary>What a session's actor reaches the world through.</summary>
/// <param name="Store">The sessions' files.</param>
/// <param name="Containers">The way to the container runtime.</param>
/// <param name="Journal">The way to the journal.</param>
/// <param name="CanAct">Whether the runtime can stop and start.</param>
/// <param name="Clock">Both clocks.</param>
internal sealed record SessionPorts(
    ISessionStore Store, IActorRef Containers, IActorRef Journal, bool CanAct, SupervisionClock Clock)
{
    /// <summary>The time of each session, where sessions do not share one: looks that are played again keep their own instants.</summary>
    public Func<SessionId, TimeProvider>? TimeOf { get; init; }

    /// <summary>From when a session's running container was judged, where its life is played again from the middle.</summary>
    public Func<SessionId, DateTimeOffset?>? CountedFrom { get; init; }

    /// <summary>The ports of one session.</summary>
    public SessionPorts Of(SessionId session) => TimeOf is { } time ? this with { Clock = Clock.On(time(session)) } : this;

    /// <summary>Whether everything is only reported.</summary>
    public bool Observes(SupervisionSettings settings) => !CanAct || settings.Mode.DryRun;
}
