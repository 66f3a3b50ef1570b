using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Core.Liveness;

/// <summary>What the judge knows about one running container. All instants are on one scale that does not step.</summary>
/// <param name="CountFrom">
/// When this incarnation started, was adopted, or was last given a fresh tolerance: nothing older counts against it. Null where
/// it is unknown.
/// </param>
/// <param name="Heartbeat">The last heartbeat, if there was one.</param>
/// <param name="Tool">The declared tool in flight, if there is one.</param>
/// <param name="Claims">The claims that are held.</param>
/// <param name="LifeBegan">
/// When this incarnation really began: what is older is another's. Not later than <paramref name="CountFrom"/>; null where it is the
/// same.
/// </param>
public sealed record LivenessEvidence(
    DateTimeOffset? CountFrom,
    DateTimeOffset? Heartbeat,
    ToolInFlight? Tool,
    IReadOnlyList<Claim> Claims,
    DateTimeOffset? LifeBegan = null);
