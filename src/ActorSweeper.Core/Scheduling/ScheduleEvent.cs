using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Judging;

namespace ActorSweeper.Core.Scheduling;

/// <summary>An event in the stream of the scheduler. A closed set. Every slot is in exactly one Fired or Passed.</summary>
public abstract record ScheduleEvent : JournalEvent
{
    private ScheduleEvent()
    {
    }

    /// <summary>A schedule is new, or its trigger has changed: only slots after this instant are its own.</summary>
    /// <param name="Schedule">Its name.</param>
    /// <param name="Trigger">Its trigger as text.</param>
    /// <param name="From">The instant.</param>
    /// <param name="Why">Why it begins here.</param>
    public sealed record Begun(string Schedule, string Trigger, DateTimeOffset From, string Why) : ScheduleEvent;

    /// <summary>A slot has fired.</summary>
    /// <param name="Schedule">The schedule.</param>
    /// <param name="Slot">The slot.</param>
    /// <param name="Why">That it was on time, or why it fires late.</param>
    public sealed record Fired(string Schedule, DateTimeOffset Slot, string Why) : ScheduleEvent;

    /// <summary>Consecutive slots that will not fire.</summary>
    /// <param name="Schedule">The schedule.</param>
    /// <param name="First">The first of them.</param>
    /// <param name="Last">The last of them; the first itself when it is one.</param>
    /// <param name="Count">How many, at least 1.</param>
    /// <param name="End">How they ended.</param>
    /// <param name="Why">The reason.</param>
    public sealed record Passed(
        string Schedule, DateTimeOffset First, DateTimeOffset Last, long Count, SlotEnd End, string Why) : ScheduleEvent;

    /// <summary>What a fired slot led to has ended.</summary>
    /// <param name="Schedule">The schedule.</param>
    /// <param name="Slot">The slot.</param>
    /// <param name="Outcome">How.</param>
    public sealed record RunEnded(string Schedule, DateTimeOffset Slot, Outcome Outcome) : ScheduleEvent;
}

/// <summary>How a slot ended that did not fire.</summary>
public enum SlotEnd
{
    /// <summary>It was left out on purpose: paused, or the run before had not ended.</summary>
    Skipped,

    /// <summary>Nobody could fire it in its time, and the policy does not make up for it.</summary>
    Missed,
}
