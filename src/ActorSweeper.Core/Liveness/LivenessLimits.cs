namespace ActorSweeper.Core.Liveness;

/// <summary>The limits that a running container is judged by. Defaults live in <c>reference.conf</c>.</summary>
/// <param name="StartupGrace">For so long after its start a container is not judged.</param>
/// <param name="ClaimTolerance">How old a claim may grow without a heartbeat since (rule 7).</param>
/// <param name="StaleThreshold">How long a container that holds a claim may be silent (rule 6); null switches the rule off.</param>
/// <param name="Ceiling">How long any container may be silent (rule 5).</param>
/// <param name="ToolMargin">Added to a declared tool timeout before it widens the limits.</param>
/// <param name="WideningTools">The tools whose declared timeout widens the limits; null means any tool.</param>
/// <param name="Silence">What counts as a sign of life for the ceiling.</param>
public sealed record LivenessLimits(
    TimeSpan StartupGrace,
    TimeSpan ClaimTolerance,
    TimeSpan? StaleThreshold,
    TimeSpan Ceiling,
    TimeSpan ToolMargin,
    IReadOnlySet<string>? WideningTools,
    SilenceRule Silence);

/// <summary>What counts as a sign of life for the ceiling.</summary>
public enum SilenceRule
{
    /// <summary>The newest of start, heartbeat and claim: taking up work is activity.</summary>
    Activity,

    /// <summary>The heartbeat alone, and without one the ceiling does not apply: NanoClaw 2.0's rule.</summary>
    HeartbeatOnly,
}
