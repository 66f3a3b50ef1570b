using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;
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

    /// <summary>It need not look before then, by either clock, while nothing about it changes; null when it must.</summary>
    public ClockReading? Rest { get; set; }

    /// <summary>The view, the settings and the listing that its last look went by.</summary>
    public Look? Last { get; set; }
}
