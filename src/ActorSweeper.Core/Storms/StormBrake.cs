namespace ActorSweeper.Core.Storms;

/// <summary>When so many stops at once are more likely to be the supervisor's own mistake. Defaults live in
/// <c>reference.conf</c>.</summary>
/// <param name="Fraction">The share of the running containers, above 0 to 1; null switches the brake off.</param>
/// <param name="AtLeast">Fewer stops than this never trip the brake.</param>
public sealed record StormLimits(double? Fraction, int AtLeast);

/// <summary>The storm brake of rule 13. Pure.</summary>
public static class StormBrake
{
    /// <summary>Whether so many stops in one pass are a storm: nothing is then stopped in it.</summary>
    /// <param name="stops">How many containers the pass would stop.</param>
    /// <param name="running">How many run.</param>
    /// <param name="limits">The brake's limits.</param>
    public static bool Trips(int stops, int running, StormLimits limits) =>
        limits.Fraction is { } fraction && stops >= limits.AtLeast && stops > fraction * running;
}
