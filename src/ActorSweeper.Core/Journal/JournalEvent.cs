namespace ActorSweeper.Core.Journal;

/// <summary>
/// Something that the journal keeps: a fact that has happened, or an intent that is about to be carried out. A closed set:
/// <see cref="SessionEvent"/> in the stream of one session, <see cref="HostEvent"/> in the stream of the supervisor,
/// <see cref="Scheduling.ScheduleEvent"/> in that of the scheduler, <see cref="Retention.JanitorEvent"/> in that of a janitor.
/// </summary>
public abstract record JournalEvent
{
    private protected JournalEvent()
    {
    }
}

/// <summary>An event with its place in the journal.</summary>
/// <param name="Number">Its place among all events; it grows, and may have gaps.</param>
/// <param name="Stream">Whose event it is: the persistence id of its writer, such as <c>session-s1</c> or <c>supervisor</c>.</param>
/// <param name="Sequence">Its place in the stream: 1, 2, 3 … without gaps.</param>
/// <param name="At">When it happened, by the wall clock.</param>
/// <param name="Event">What happened.</param>
public sealed record JournalRecord(long Number, string Stream, long Sequence, DateTimeOffset At, JournalEvent Event);
