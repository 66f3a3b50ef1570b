using ActorSweeper.Core.Time;

namespace ActorSweeper.Core.Scheduling;

/// <summary>Something that is to happen again and again.</summary>
/// <param name="Name">Its name in the configuration, such as <c>daily-prune</c>.</param>
/// <param name="Trigger">When.</param>
/// <param name="Missed">What becomes of slots that passed while nobody could fire them.</param>
/// <param name="Jitter">Each slot fires later by up to this, always by the same time for the same slot; zero or more.</param>
/// <param name="Paused">Why nothing fires for now; null when it does.</param>
public sealed record Schedule(string Name, ScheduleTrigger Trigger, MissedSlotPolicy Missed, TimeSpan Jitter, string? Paused = null)
{
    /// <summary>When a slot fires: later than the slot by a part of the jitter that is the same each time.</summary>
    public DateTimeOffset DueAt(DateTimeOffset slot) =>
        Jitter == TimeSpan.Zero ? slot : slot + Jitter * RepeatableDraw.Of(new Slot(Name, slot).Id);
}

/// <summary>One instant at which a schedule fires.</summary>
/// <param name="Schedule">The schedule's name.</param>
/// <param name="At">The instant, without jitter.</param>
public readonly record struct Slot(string Schedule, DateTimeOffset At)
{
    /// <summary>What makes it one of a kind among all slots of all schedules: no id fires twice.</summary>
    public string Id => $"{Schedule}@{Timestamp.ToIso(At)}";

    /// <inheritdoc/>
    public override string ToString() => Id;
}

/// <summary>What becomes of slots that passed while nobody could fire them. The cases are the nested records.</summary>
public abstract record MissedSlotPolicy
{
    private MissedSlotPolicy()
    {
    }

    /// <summary>The newest one fires late and stands for all, unless it is older than the window.</summary>
    /// <param name="Window">More than zero.</param>
    public sealed record Latest(TimeSpan Window) : MissedSlotPolicy;

    /// <summary>None fires late.</summary>
    public sealed record Skip : MissedSlotPolicy;

    /// <summary>Each fires late, oldest first, one after the other; when there are more than the cap, the newest ones.</summary>
    /// <param name="Cap">1 to 100.</param>
    public sealed record All(int Cap) : MissedSlotPolicy;
}
