using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Liveness;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Simulation.Recorded;

/// <summary>A container's life as the recorded host saw it.</summary>
/// <param name="Container">The container.</param>
/// <param name="CountedFrom">From when it was judged, by the steady clock; null where the record does not say.</param>
internal sealed record RecordedLife(Container Container, DateTimeOffset? CountedFrom)
{
    /// <summary>What a record makes of a session's present life.</summary>
    /// <param name="life">The life before it; null for none.</param>
    /// <param name="timed">The record.</param>
    /// <param name="adopts">Whether a container that the host found running was judged from then on.</param>
    public static RecordedLife? After(RecordedLife? life, Timed timed, bool adopts)
    {
        return timed.Event switch
        {
            SessionEvent.LifeBegan began => new(began.Container, From(began.Container, adopts || !began.Adopted)),
            SessionEvent.LifeContinued when life is not null => life with { CountedFrom = From(life.Container, adopts) },
            SessionEvent.Graced when life is not null => life with { CountedFrom = timed.Steady },
            SessionEvent.LifeEnded => null,
            _ => life,
        };

        DateTimeOffset? From(Container container, bool isFromNow) =>
            isFromNow ? timed.Steady : OwnEvidence.BeginningOf(container, new ClockReading(timed.Record.At, timed.Steady));
    }
}
