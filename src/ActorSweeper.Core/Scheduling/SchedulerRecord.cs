using System.Collections.Immutable;
using ActorSweeper.Core.Journal;

namespace ActorSweeper.Core.Scheduling;

/// <summary>How far every schedule has come. Changed by <see cref="After"/> only.</summary>
/// <param name="Schedules">By name; also those that are no longer configured.</param>
public sealed record SchedulerRecord(ImmutableDictionary<string, ScheduleState> Schedules) : JournalState
{
    /// <summary>The stream of the scheduler.</summary>
    public const string Stream = "scheduler";

    /// <summary>The state before the first slot.</summary>
    public static SchedulerRecord None { get; } = new(ImmutableDictionary<string, ScheduleState>.Empty);

    /// <inheritdoc/>
    public override SchedulerRecord After(JournalEvent happened, DateTimeOffset at) => happened switch
    {
        ScheduleEvent.Begun begun => With(begun.Schedule, Of(begun.Schedule) with { Trigger = begun.Trigger, Cursor = begun.From }),
        ScheduleEvent.Fired fired => With(
            fired.Schedule, Of(fired.Schedule) with { Cursor = fired.Slot, Running = fired.Slot, LastFired = fired.Slot }),
        ScheduleEvent.Passed passed => With(passed.Schedule, Of(passed.Schedule) with { Cursor = passed.Last, LastPassed = passed }),
        ScheduleEvent.RunEnded ended when Of(ended.Schedule).Running == ended.Slot => With(
            ended.Schedule, Of(ended.Schedule) with { Running = null, LastRun = ended }),
        _ => this,
    };

    /// <inheritdoc/>
    public override SchedulerRecord Resuming(JournalState earlier) => earlier is SchedulerRecord before
        ? this with { Schedules = before.Schedules.SetItems(Schedules) }
        : this;

    /// <summary>How a schedule stands.</summary>
    public ScheduleState Of(string schedule) => Schedules.GetValueOrDefault(schedule, ScheduleState.None);

    private SchedulerRecord With(string schedule, ScheduleState state) => this with { Schedules = Schedules.SetItem(schedule, state) };
}

/// <summary>How far one schedule has come.</summary>
/// <param name="Trigger">The trigger that its slots are by; null before it has begun.</param>
/// <param name="Cursor">Every slot up to here has ended.</param>
/// <param name="Running">The slot whose run has not ended; null when none is.</param>
/// <param name="LastFired">The slot that fired last.</param>
/// <param name="LastPassed">The slots that did not fire last.</param>
/// <param name="LastRun">How the last run ended.</param>
public sealed record ScheduleState(
    string? Trigger,
    DateTimeOffset Cursor,
    DateTimeOffset? Running,
    DateTimeOffset? LastFired,
    ScheduleEvent.Passed? LastPassed,
    ScheduleEvent.RunEnded? LastRun)
{
    /// <summary>A schedule that has not begun.</summary>
    public static ScheduleState None { get; } = new(null, default, null, null, null, null);
}
