namespace ActorSweeper.Core.Judging;

/// <summary>What the supervisor can do. Reports spell these in kebab case.</summary>
public enum ActionKind
{
    /// <summary>Carried an ack into its message.</summary>
    Ack,

    /// <summary>Stopped a session's container.</summary>
    Stop,

    /// <summary>Started a container for due messages.</summary>
    Wake,

    /// <summary>Put a message back, with a delay.</summary>
    Retry,

    /// <summary>Gave a message up: a dead letter.</summary>
    Fail,

    /// <summary>Completed a message that had been answered already.</summary>
    Close,

    /// <summary>Dropped the claims that a dead container left behind.</summary>
    DropClaims,

    /// <summary>Created the next occurrence of a recurring message.</summary>
    Recur,

    /// <summary>Left a session alone for a while.</summary>
    Quarantine,

    /// <summary>Took a running container over that this host did not start.</summary>
    Adopt,

    /// <summary>Stopped a container that belongs to no active session, or a second one of a session.</summary>
    StopOrphan,

    /// <summary>Gave a dead letter another run, because an operator said so.</summary>
    Revive,
}
