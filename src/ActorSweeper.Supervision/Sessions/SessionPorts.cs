using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Supervision.Sessions;

/// <summary>What a session's actor reaches the world through.</summary>
internal sealed record SessionPorts(
    ISessionStore Store, IActorRef Containers, IActorRef Journal, bool CanAct, SupervisionClock Clock)
{
    /// <summary>Whether everything is only reported.</summary>
    public bool Observes(SupervisionSettings settings) => !CanAct || settings.Mode.DryRun;
}
