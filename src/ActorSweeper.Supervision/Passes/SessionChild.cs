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
}
