namespace ActorSweeper.Core.Recurrence;

/// <summary>What to do about a series after a look at the clock.</summary>
/// <param name="Late">Due occurrences to run now, oldest first.</param>
/// <param name="Skipped">Due occurrences that are given up, oldest first; the newest ones when not all are listed.</param>
/// <param name="MoreSkipped">Whether older occurrences were given up that <paramref name="Skipped"/> does not list.</param>
/// <param name="Next">The process-after instant to arm next, in the future; null when the calendar ends before it.</param>
public sealed record MissedRunPlan(
    IReadOnlyList<DateTimeOffset> Late,
    IReadOnlyList<DateTimeOffset> Skipped,
    bool MoreSkipped,
    DateTimeOffset? Next);
