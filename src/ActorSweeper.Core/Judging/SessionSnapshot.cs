using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Liveness;
using ActorSweeper.Core.Quarantine;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Waking;

namespace ActorSweeper.Core.Judging;

/// <summary>Everything that a decision about one session depends on, at one instant.</summary>
/// <param name="Session">Which session.</param>
/// <param name="Container">What is known about its container.</param>
/// <param name="Evidence">What its files say; stamps by the wall clock.</param>
/// <param name="Liveness">The same for the running container, on the steady clock; null unless one runs.</param>
/// <param name="Answered">The claimed messages that have a reply; read only when no container runs.</param>
/// <param name="Starts">Its failed starts.</param>
/// <param name="Crashes">Its containers' recent deaths.</param>
public sealed record SessionSnapshot(
    Session Session,
    ContainerView Container,
    SessionEvidence Evidence,
    LivenessEvidence? Liveness,
    IReadOnlySet<string> Answered,
    StartBackoff Starts,
    CrashHistory Crashes)
{
    /// <summary>
    /// Whether the series of messages that were finished earlier wait for the next recurrence tick. One that this very look finishes
    /// moves its series on at once.
    /// </summary>
    public bool SeriesWait { get; init; }
}
