using ActorSweeper.Core.Recurrence;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Core.Judging;

/// <summary>
/// When a waiting message is given up, each rule once: whether it was missed is asked first. The judge decides by them, and the
/// explainer shows them.
/// </summary>
internal static class ExpiryRules
{
    /// <summary>The grace of a late run; null for a message that may be any time late.</summary>
    public static TimeSpan? Grace(Message message, SessionLimits limits) =>
        message is { Recurrence: not null, ProcessAfter: not null } && limits.MissedRuns is MissedRunPolicy.Skip skip ? skip.Grace : null;

    /// <summary>The longest time that a message may wait; null for one that may wait for ever.</summary>
    public static TimeSpan? Limit(Message message, SessionLimits limits) =>
        message.DueAt != DateTimeOffset.MinValue ? limits.MaxPendingAge : null;

    /// <summary>Whether it is asked about at all: a claimed message is its container's.</summary>
    public static bool IsAsked(Message message, IReadOnlySet<string> claimed, DateTimeOffset now) =>
        message.IsDue(now) && !claimed.Contains(message.Id);

    public static bool IsMissed(Message message, SessionLimits limits, DateTimeOffset now) => now - message.DueAt > Grace(message, limits);

    public static bool IsTooOld(Message message, SessionLimits limits, DateTimeOffset now) => now - message.DueAt > Limit(message, limits);

    /// <summary>When it is later than a limit allows, to the millisecond.</summary>
    public static DateTimeOffset PassedFrom(Message message, TimeSpan limit) => message.DueAt + limit + Durations.JustPast;
}
