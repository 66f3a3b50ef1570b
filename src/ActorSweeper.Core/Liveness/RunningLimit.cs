using ActorSweeper.Core.Time;

namespace ActorSweeper.Core.Liveness;

/// <summary>One limit that runs against a container.</summary>
/// <param name="Rule">Which rule it belongs to.</param>
/// <param name="Since">From when on its age counts.</param>
/// <param name="Limit">The greatest age that is not past it, widened by a tool in flight where there is one.</param>
/// <param name="MessageId">The claimed message concerned; null when none is.</param>
/// <param name="Tool">The tool that widened it; null when none did.</param>
internal readonly record struct RunningLimit(StopRule Rule, DateTimeOffset Since, TimeSpan Limit, string? MessageId, string? Tool)
{
    public TimeSpan Age(DateTimeOffset now) => now - Since;

    public bool IsPassed(DateTimeOffset now) => Age(now) > Limit;

    /// <summary>When it is passed, to the millisecond.</summary>
    public DateTimeOffset PassedFrom => Since + Limit + Durations.JustPast;
}
