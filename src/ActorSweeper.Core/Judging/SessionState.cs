namespace ActorSweeper.Core.Judging;

/// <summary>The states of a session, as operators see them.</summary>
public enum SessionState
{
    /// <summary>No container, nothing to do.</summary>
    Idle,

    /// <summary>Due, and waiting for a place among the running containers.</summary>
    Queued,

    /// <summary>Its container is being started or is too young to be judged.</summary>
    Starting,

    /// <summary>Its container runs.</summary>
    Running,

    /// <summary>Its container is being stopped.</summary>
    Stopping,

    /// <summary>Due, but not woken for the stated reason.</summary>
    Waiting,

    /// <summary>The runtime cannot be asked.</summary>
    Unknown,

    /// <summary>Its files cannot be used.</summary>
    Degraded,

    /// <summary>Left alone: its containers keep dying, cannot be stopped, or its actor keeps failing.</summary>
    Quarantined,
}
