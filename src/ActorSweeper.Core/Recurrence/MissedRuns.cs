namespace ActorSweeper.Core.Recurrence;

/// <summary>Decides about the occurrences of a series that came due while nobody could run them.</summary>
public static class MissedRuns
{
    /// <summary>The most missed occurrences that a plan looks at; older ones are given up without being listed.</summary>
    public const int MaxListed = 100;

    /// <summary>Plans a series from the occurrence that was armed last.</summary>
    /// <param name="expression">The schedule of the series.</param>
    /// <param name="zone">The zone of the series.</param>
    /// <param name="planned">The occurrence that was armed and has not run; taken as it is, even if the schedule changed since.</param>
    /// <param name="now">The present; an occurrence at this very instant is due.</param>
    /// <param name="policy">What to do about due occurrences.</param>
    /// <returns>What to run, what to give up, and what to arm. While nothing is due, that is the planned occurrence itself.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The policy's cap or grace is out of its range.</exception>
    public static MissedRunPlan Plan(
        CronExpression expression, TimeZoneInfo zone, DateTimeOffset planned, DateTimeOffset now, MissedRunPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(expression);
        ArgumentNullException.ThrowIfNull(zone);
        ArgumentNullException.ThrowIfNull(policy);
        if (planned > now)
            return new MissedRunPlan([], [], MoreSkipped: false, planned);

        var (due, more) = Due(expression, zone, planned, now);
        var runs = Math.Min(due.Count, policy switch
        {
            MissedRunPolicy.All all => CheckedCap(all),
            MissedRunPolicy.Skip skip => now - due[^1] <= CheckedGrace(skip) ? 1 : 0,
            _ => 1,
        });
        return new MissedRunPlan(due[^runs..], due[..^runs], more, expression.Next(now, zone));
    }

    // Collected from the newest backwards: years of a schedule that fires every second must not be walked through.
    private static (List<DateTimeOffset> OldestFirst, bool More) Due(
        CronExpression expression, TimeZoneInfo zone, DateTimeOffset planned, DateTimeOffset now)
    {
        var due = new List<DateTimeOffset>();
        var until = now;
        while (due.Count < MaxListed && expression.Latest(planned.AddTicks(1), until, zone) is { } occurrence)
        {
            due.Add(occurrence);
            until = occurrence.AddTicks(-1);
        }
        var more = due.Count == MaxListed;
        if (!more)
            due.Add(planned.ToUniversalTime());
        due.Reverse();
        return (due, more);
    }

    private static int CheckedCap(MissedRunPolicy.All all)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(all.Cap, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(all.Cap, MaxListed);
        return all.Cap;
    }

    private static TimeSpan CheckedGrace(MissedRunPolicy.Skip skip)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(skip.Grace, TimeSpan.Zero);
        return skip.Grace;
    }
}
