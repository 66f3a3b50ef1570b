using ActorSweeper.Core.Quarantine;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Supervision.Sessions;

namespace ActorSweeper.Supervision.Passes;

/// <summary>What the supervisor keeps about one session's actor.</summary>
internal sealed class SessionChild
{
    public required IActorRef Actor { get; init; }

    public required SessionMemory Memory { get; init; }

    /// <summary>The session as its source listed it last.</summary>
    public required Session Session { get; set; }

    public required string Source { get; set; }

    /// <summary>Whether the actor is still carrying out what an earlier look led to.</summary>
    public bool Busy { get; set; }

    /// <summary>The actor's failures: too many, and the session is quarantined.</summary>
    public CrashHistory Failures { get; set; } = CrashHistory.None;

    /// <summary>The actor is not asked to look before then.</summary>
    public DateTimeOffset? NotBefore { get; set; }
}
