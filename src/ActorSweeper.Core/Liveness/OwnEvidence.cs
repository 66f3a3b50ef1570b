using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Core.Liveness;

/// <summary>
/// The evidence about one container life, put together from the stamps of its session's files (rule 4): a watching host does so, and
/// whoever reads its journal does it in the same way. Pure.
/// </summary>
public static class OwnEvidence
{
    private static readonly TimeSpan JustAfter = TimeSpan.FromTicks(1);

    /// <summary>When a container really began, on the steady clock; null where the runtime does not say.</summary>
    public static DateTimeOffset? BeginningOf(Container container, ClockReading now) =>
        container.StartedAt is { } at ? now.Steady - (at < now.Wall ? now.Wall - at : TimeSpan.Zero) : null;

    /// <summary>The evidence on the steady clock.</summary>
    /// <param name="seen">What the files say; stamps by the wall clock.</param>
    /// <param name="container">The container of this life.</param>
    /// <param name="countFrom">Nothing older counts against it.</param>
    /// <param name="lifeBegan">When it really began; null where that is the same.</param>
    /// <param name="place">Where a stamp lies on the steady clock, by what is stamped.</param>
    public static LivenessEvidence Of(
        SessionEvidence seen,
        Container container,
        DateTimeOffset? countFrom,
        DateTimeOffset? lifeBegan,
        Func<string, DateTimeOffset?, DateTimeOffset?> place)
    {
        var heartbeat = Place("heartbeat", seen.Heartbeat);
        var tool = seen.Tool is { } declared ? declared with { StartedAt = Place("tool", declared.StartedAt) } : null;
        var claims = seen.Claims.Count == 0 ? seen.Claims : new List<Claim>(seen.Claims.Count);
        foreach (var claim in seen.Claims)
        {
            var since = Place("claim " + claim.MessageId, claim.Since);
            ((List<Claim>)claims).Add(claim with { Since = since });
            // By its own stamps it has beaten since: a step of the clock between the two looks that found them does not undo that.
            if (seen.Heartbeat > claim.Since && heartbeat <= since) heartbeat = since + JustAfter;
        }

        return new LivenessEvidence(countFrom, heartbeat, tool, claims, lifeBegan);

        // What was stamped after its container was started belongs to it, even where a sleep or a step makes it look older than that.
        DateTimeOffset? Place(string what, DateTimeOffset? stamp)
        {
            var placed = place(what, stamp);
            return placed < lifeBegan && stamp >= container.StartedAt ? lifeBegan : placed;
        }
    }
}
