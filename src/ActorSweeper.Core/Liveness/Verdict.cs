namespace ActorSweeper.Core.Liveness;

/// <summary>What the judge concludes about one running container at one instant. A closed set.</summary>
/// <param name="Deadline">The next instant at which the verdict could change by itself; null when only new evidence can.</param>
public abstract record Verdict(DateTimeOffset? Deadline)
{
    /// <summary>Too young to be judged.</summary>
    /// <param name="Until">When its grace ends.</param>
    public sealed record Starting(DateTimeOffset Until) : Verdict(Until);

    /// <summary>Within all limits.</summary>
    /// <param name="Silent">How long it has shown no sign of life; null where nothing is known to count from.</param>
    /// <param name="Deadline">When the first limit will be passed.</param>
    public sealed record Alive(TimeSpan? Silent, DateTimeOffset? Deadline) : Verdict(Deadline);

    /// <summary>A limit is passed: the container is to be stopped.</summary>
    /// <param name="Rule">Which one.</param>
    /// <param name="Age">The observed age.</param>
    /// <param name="Limit">The limit that it passed, widened by a tool in flight where there is one.</param>
    /// <param name="MessageId">The claimed message that is stuck; null when none is concerned.</param>
    /// <param name="Tool">The tool that widened the limit; null when none did.</param>
    public sealed record Stop(
        StopRule Rule, TimeSpan Age, TimeSpan Limit, string? MessageId, string? Tool) : Verdict((DateTimeOffset?)null);
}

/// <summary>The rule behind a stop.</summary>
public enum StopRule
{
    /// <summary>No sign of life for the ceiling, and nothing claimed: an idle stop, not a failure.</summary>
    Idle,

    /// <summary>No sign of life for the ceiling while work is claimed.</summary>
    Ceiling,

    /// <summary>No sign of life for the stale threshold while work is claimed.</summary>
    Stale,

    /// <summary>A claim without any heartbeat since, older than its tolerance.</summary>
    ClaimStuck,
}
