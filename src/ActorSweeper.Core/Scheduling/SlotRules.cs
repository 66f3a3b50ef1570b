using System.Globalization;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Core.Scheduling;

/// <summary>What is to be done about a schedule at one instant. The cases are the nested records.</summary>
public abstract record SlotDecision
{
    private SlotDecision()
    {
    }

    /// <summary>Nothing, until then; null when only the end of a run, or other settings, can change that.</summary>
    /// <param name="Until">By the wall clock.</param>
    public sealed record Wait(DateTimeOffset? Until) : SlotDecision;

    /// <summary>The slots of a schedule begin here.</summary>
    /// <param name="Why">Why.</param>
    public sealed record Begin(string Why) : SlotDecision;

    /// <summary>Consecutive slots end without having fired.</summary>
    /// <param name="First">The first.</param>
    /// <param name="Last">The last.</param>
    /// <param name="Count">How many.</param>
    /// <param name="End">How they end.</param>
    /// <param name="Why">The reason.</param>
    public sealed record Pass(DateTimeOffset First, DateTimeOffset Last, long Count, SlotEnd End, string Why) : SlotDecision;

    /// <summary>A slot fires.</summary>
    /// <param name="Slot">Which.</param>
    /// <param name="Why">That it is on time, or why it fires late.</param>
    public sealed record Fire(DateTimeOffset Slot, string Why) : SlotDecision;
}

/// <summary>
/// Decides what becomes of the slots of a schedule: each one, in order, fires, is skipped or is missed. Pure; asked again after each
/// decision until it says to wait.
/// </summary>
public static class SlotRules
{
    /// <summary>A slot that is no later than this is on time.</summary>
    public static readonly TimeSpan Punctuality = TimeSpan.FromMinutes(1);

    /// <summary>
    /// A clock that is further back than this behind the last slot was wrong before: the schedule begins anew. Less is waited for, so
    /// that no slot ends twice.
    /// </summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    /// <summary>Why a schedule begins that was not there before.</summary>
    internal const string New = "it is new";

    /// <summary>Why a slot fires in its time.</summary>
    internal const string OnTime = "on time";

    // So many slots at most are counted in one decision: some ten milliseconds.
    private const int MostCounted = 10_000;

    private const string Nobody = "nobody could fire it in its time";
    private const string NotMadeUp = Nobody + ", and the policy is skip";

    /// <summary>The next thing to do.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="state">How far it has come.</param>
    /// <param name="now">By the wall clock.</param>
    public static SlotDecision Decide(Schedule schedule, ScheduleState state, DateTimeOffset now)
    {
        if (state.Trigger is null) return new SlotDecision.Begin(New);
        if (state.Trigger != schedule.Trigger.Text) return new SlotDecision.Begin($"before, it was {state.Trigger}");
        if (state.Cursor - now > LongestWait)
            return new SlotDecision.Begin($"the clock was set back: slots up to {Timestamp.ToIso(state.Cursor)} had ended");
        if (schedule.Trigger.Next(state.Cursor) is not { } next) return new SlotDecision.Wait(null);
        var due = schedule.DueAt(next);
        if (due > now) return new SlotDecision.Wait(due);

        var newest = Newest(schedule, next, now);
        if (schedule.Paused is { } why) return Pass(schedule, next, newest, SlotEnd.Skipped, $"paused: {why}");
        if (next == newest && now - due <= Punctuality) return FireUnlessRunning(schedule, state, next, OnTime);
        if (FirstLate(schedule, next, newest, now) is not { } late)
            return Pass(schedule, next, newest, SlotEnd.Missed, GivenUp(schedule, newest, now));
        return late > next
            ? Pass(schedule, next, late.AddTicks(-1), SlotEnd.Missed, StoodFor(schedule, late))
            : Late(schedule, state, next, now);
    }

    private static SlotDecision Late(Schedule schedule, ScheduleState state, DateTimeOffset slot, DateTimeOffset now) =>
        FireUnlessRunning(
            schedule, state, slot, $"late by {Durations.Text(now - schedule.DueAt(slot))}: {Nobody}");

    private static SlotDecision FireUnlessRunning(Schedule schedule, ScheduleState state, DateTimeOffset slot, string why) =>
        (state.Running, schedule.Missed) switch
        {
            (null, _) => new SlotDecision.Fire(slot, why),
            ({ }, MissedSlotPolicy.All) => new SlotDecision.Wait(null),
            ({ } running, _) => new SlotDecision.Pass(
                slot, slot, 1, SlotEnd.Skipped, $"the run of {Timestamp.ToIso(running)} has not ended"),
        };

    /// <summary>The newest slot that is due.</summary>
    private static DateTimeOffset Newest(Schedule schedule, DateTimeOffset next, DateTimeOffset now)
    {
        var newest = schedule.Trigger.Latest(next, now) ?? next;
        while (newest > next && schedule.DueAt(newest) > now)
            newest = schedule.Trigger.Latest(next, newest.AddTicks(-1)) ?? next;
        return newest;
    }

    /// <summary>The first slot that fires late; null when none does.</summary>
    private static DateTimeOffset? FirstLate(Schedule schedule, DateTimeOffset next, DateTimeOffset newest, DateTimeOffset now)
    {
        switch (schedule.Missed)
        {
            case MissedSlotPolicy.Latest latest:
                return now - newest <= latest.Window || IsPunctual(schedule, newest, now) ? newest : null;
            case MissedSlotPolicy.All all:
                var first = newest;
                for (var more = all.Cap - 1; more > 0 && first > next; more--)
                    first = schedule.Trigger.Latest(next, first.AddTicks(-1)) ?? next;
                return first;
            default:
                return IsPunctual(schedule, newest, now) ? newest : null;
        }
    }

    private static bool IsPunctual(Schedule schedule, DateTimeOffset slot, DateTimeOffset now) => now - schedule.DueAt(slot) <= Punctuality;

    private static SlotDecision.Pass Pass(Schedule schedule, DateTimeOffset first, DateTimeOffset until, SlotEnd end, string why)
    {
        var (count, last) = schedule.Trigger.Count(first, until, MostCounted);
        return new SlotDecision.Pass(first, last, count, end, why);
    }

    private static string GivenUp(Schedule schedule, DateTimeOffset newest, DateTimeOffset now) => schedule.Missed switch
    {
        MissedSlotPolicy.Latest latest => $"{Nobody}, and the newest is {Durations.Text(now - newest)} old, window "
            + Durations.Text(latest.Window),
        _ => NotMadeUp,
    };

    private static string StoodFor(Schedule schedule, DateTimeOffset late) => schedule.Missed switch
    {
        MissedSlotPolicy.All all => string.Create(CultureInfo.InvariantCulture, $"{Nobody}, and no more than {all.Cap} are made up for"),
        MissedSlotPolicy.Latest => $"{Nobody}; {Timestamp.ToIso(late)} stands for it",
        _ => NotMadeUp,
    };
}
