namespace ActorSweeper.Core.Recurrence;

/// <summary>When a series goes on after one of its occurrences has finished (rule 10). Pure.</summary>
public static class NextOccurrence
{
    /// <summary>The instant to arm; null when the calendar has no further one.</summary>
    /// <param name="expression">The schedule.</param>
    /// <param name="zone">Its zone.</param>
    /// <param name="planned">When the finished occurrence was due.</param>
    /// <param name="now">The present.</param>
    /// <param name="policy">
    /// What becomes of occurrences between the two: only <see cref="MissedRunPolicy.All"/> runs them, for the finished occurrence
    /// was itself the one late run that <see cref="MissedRunPolicy.Latest"/> grants.
    /// </param>
    public static DateTimeOffset? After(
        CronExpression expression, TimeZoneInfo zone, DateTimeOffset planned, DateTimeOffset now, MissedRunPolicy policy)
    {
        if (policy is not MissedRunPolicy.All || expression.Next(planned, zone) is not { } missed || missed > now)
            return expression.Next(now, zone);
        var plan = MissedRuns.Plan(expression, zone, missed, now, policy);
        return plan.Late.Count > 0 ? plan.Late[0] : plan.Next;
    }
}
