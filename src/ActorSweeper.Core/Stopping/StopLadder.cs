using ActorSweeper.Core.Containers;

namespace ActorSweeper.Core.Stopping;

/// <summary>What follows a rung of the ladder. A closed set.</summary>
public abstract record LadderStep
{
    private LadderStep()
    {
    }

    /// <summary>The container is confirmed gone: the session is free.</summary>
    public sealed record Done : LadderStep;

    /// <summary>Take the next rung.</summary>
    /// <param name="Rung">The next rung.</param>
    public sealed record Climb(StopRung Rung) : LadderStep;

    /// <summary>No rung is left: quarantine, and a loud alarm.</summary>
    public sealed record CannotStop : LadderStep;
}

/// <summary>The ladder of rule 11: stop with grace, kill, remove by force, give up. Pure.</summary>
public static class StopLadder
{
    /// <summary>What follows a rung.</summary>
    /// <param name="rung">The rung that was taken.</param>
    /// <param name="result">What it came to; <see cref="StopResult.Unknown"/> when its deadline passed without an answer.</param>
    public static LadderStep After(StopRung rung, StopResult result) => (rung, result) switch
    {
        (_, StopResult.Gone) => new LadderStep.Done(),
        (StopRung.Stop, StopResult.StillRunning) => new LadderStep.Climb(StopRung.Kill),
        // A runtime that did not answer a stop is not likely to answer a kill: removal is its own path through the daemon.
        (StopRung.Stop, _) => new LadderStep.Climb(StopRung.Remove),
        (StopRung.Kill, _) => new LadderStep.Climb(StopRung.Remove),
        _ => new LadderStep.CannotStop(),
    };

    /// <summary>How long a rung may take before it counts as unanswered.</summary>
    /// <param name="rung">The rung.</param>
    /// <param name="grace">The grace that the container has to end by itself.</param>
    /// <param name="slack">What the runtime may need beyond that.</param>
    public static TimeSpan Deadline(StopRung rung, TimeSpan grace, TimeSpan slack) => rung == StopRung.Stop ? grace + slack : slack;
}
