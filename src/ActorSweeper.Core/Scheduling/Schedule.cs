namespace ActorSweeper.Core.Scheduling;

/// <summary>Something that is to happen again and again.</summary>
/// <param name="Name">Its name in the configuration, such as <c>daily-prune</c>.</param>
/// <param name="Trigger">When.</param>
/// <param name="Missed">What becomes of slots that passed while nobody could fire them.</param>
/// <param name="Jitter">Each slot fires later by up to this, always by the same time for the same slot; zero or more.</param>
/// <param name="Paused">Why nothing fires for now; null when it does.</param>
public sealed record Schedule(string Name, ScheduleTrigger Trigger, MissedSlotPolicy Missed, TimeSpan Jitter, string? Paused = null)
{
    private const ulong Offset = 14_695_981_039_346_656_037;
    private const ulong Prime = 1_099_511_628_211;

    /// <summary>When a slot fires: the slot and its jitter, which is a hash of both names (FNV-1a) and not a draw.</summary>
    public DateTimeOffset DueAt(DateTimeOffset slot)
    {
        if (Jitter == TimeSpan.Zero) return slot;
        var hash = Offset;
        foreach (var character in new Slot(Name, slot).Id) hash = (hash ^ character) * Prime;
        return slot + Jitter * (hash % 1_000_000 / 1_000_000.0);
    }
}

/// <summary>One instant at which a schedule fires.</summary>
/// <param name="Schedule">The schedule's name.</param>
/// <param name="At">The instant, without jitter.</param>
public readonly record struct Slot(string Schedule, DateTimeOffset At)
{
    /// <summary>What makes it one of a kind among all slots of all schedules: no id fires twice.</summary>
    public string Id => $"{Schedule}@{Time.Timestamp.ToIso(At)}";

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
