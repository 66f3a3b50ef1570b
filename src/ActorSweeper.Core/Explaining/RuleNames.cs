using ActorSweeper.Core.Liveness;

namespace ActorSweeper.Core.Explaining;

/// <summary>
/// The names of all rules, as findings, reasons, reports and the documentation spell them. A rule that is asked about more than
/// one thing is named with what it is asked about: <c>claim-stuck(m1)</c>.
/// </summary>
public static class RuleNames
{
    /// <summary>The container runtime could be asked whether the session has a container; if it could not, nothing follows.</summary>
    public const string ContainerKnown = "container-known";

    // --- a session's messages ---

    /// <summary>Acks have ended that are not yet carried into their messages.</summary>
    public const string SyncAcks = "sync-acks";

    /// <summary>The message that a dead container had claimed is still pending; of one that is not, only the claim goes.</summary>
    public const string MessageOpen = "message-open";

    /// <summary>A reply to the claimed message exists: it is completed, not repeated.</summary>
    public const string Answered = "answered";

    /// <summary>The claimed message is to be tried again later already: it is not charged once more.</summary>
    public const string RetryScheduled = "retry-scheduled";

    /// <summary>The claimed message has been put back as often as is allowed: it is given up, a dead letter.</summary>
    public const string MaxTries = "max-tries";

    /// <summary>The reason of putting a message back: it is open, and nothing of the three above holds. No predicate of its own.</summary>
    public const string Retry = "retry";

    /// <summary>A late run of a recurring message is later than the grace of the policy <c>skip</c>: it is given up.</summary>
    public const string MissedRun = "missed-run";

    /// <summary>A due message has waited for longer than allowed: it is given up.</summary>
    public const string MaxPendingAge = "max-pending-age";

    /// <summary>A recurring message is finished: its series moves on to the next occurrence.</summary>
    public const string Recurrence = "recurrence";

    // --- a running container ---

    /// <summary>The container has just started and is not judged yet.</summary>
    public const string StartupGrace = "startup-grace";

    /// <summary>No sign of life for the ceiling, and nothing is claimed: an idle stop.</summary>
    public const string Idle = "idle";

    /// <summary>No sign of life for the ceiling while a message is claimed.</summary>
    public const string Ceiling = "ceiling";

    /// <summary>No sign of life for the stale threshold while a message is claimed.</summary>
    public const string Stale = "stale";

    /// <summary>A claim is older than its tolerance, without a heartbeat since.</summary>
    public const string ClaimStuck = "claim-stuck";

    // --- waking ---

    /// <summary>A pending message waits for a container, and its time has come.</summary>
    public const string Due = "due";

    /// <summary>The session's source says that it must not be woken.</summary>
    public const string WakeBarrier = "wake-barrier";

    /// <summary>The session's containers keep dying: it is left alone for a while.</summary>
    public const string Quarantine = "quarantine";

    /// <summary>The last start failed: the next attempt waits.</summary>
    public const string StartBackoff = "start-backoff";

    /// <summary>The reason of waking: something is due, and nothing of the three above holds. No predicate of its own.</summary>
    public const string Wake = "wake";

    // --- what holds a decision back; known to the session's actor, not to the judge ---

    /// <summary>The session's files can be used.</summary>
    public const string FilesUsable = "files-usable";

    /// <summary>The journal can be written; while it cannot, nothing is done that needs a durable intent.</summary>
    public const string JournalWritable = "journal-writable";

    /// <summary>So many stops at once are more likely to be a mistake: all get one full tolerance first.</summary>
    public const string StormBrake = "storm-brake";

    /// <summary>No rung of the ladder ended the container: it is left alone for a while.</summary>
    public const string CannotStop = "cannot-stop";

    /// <summary>Somebody else has been asked to start a container and has time to do so.</summary>
    public const string StartRequested = "start-requested";

    /// <summary>All places among the running containers are taken: it waits for one.</summary>
    public const string Queued = "queued";

    /// <summary>The session's source lists it as active; one that is not is left alone.</summary>
    public const string Listed = "listed";

    /// <summary>The session's actor has failed: it is not asked to look for a while.</summary>
    public const string ActorFailures = "actor-failures";

    /// <summary>The container runtime only observes, or it is a dry run: what would be done is reported and not done.</summary>
    public const string ReportedOnly = "reported-only";

    /// <summary>A rule together with what it is asked about.</summary>
    public static string About(string rule, string what) => $"{rule}({what})";

    /// <summary>The rule behind a stop.</summary>
    public static string Of(StopRule rule) => rule switch
    {
        StopRule.Idle => Idle,
        StopRule.Ceiling => Ceiling,
        StopRule.Stale => Stale,
        _ => ClaimStuck,
    };
}
