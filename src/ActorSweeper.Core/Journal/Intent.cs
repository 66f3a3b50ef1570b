using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Core.Journal;

/// <summary>An act that is about to be carried out. A closed set.</summary>
/// <param name="Id">Its number within the session's stream: 1, 2, 3 …</param>
public abstract record Intent(long Id)
{
    /// <summary>One rung of the stop ladder.</summary>
    /// <param name="Id">Its number.</param>
    /// <param name="Container">The container to stop.</param>
    /// <param name="Rung">How hard.</param>
    /// <param name="MessageId">The message that is stuck, where one is.</param>
    /// <param name="Why">The rule and the evidence.</param>
    public sealed record Stop(long Id, Container Container, StopRung Rung, string? MessageId, Reason Why) : Intent(Id);

    /// <summary>A start.</summary>
    /// <param name="Id">Its number.</param>
    /// <param name="MessageId">The message that has waited longest.</param>
    /// <param name="Why">The rule and the evidence.</param>
    public sealed record Wake(long Id, string MessageId, Reason Why) : Intent(Id);

    /// <summary>One transaction over the session's files.</summary>
    /// <param name="Id">Its number.</param>
    /// <param name="Changes">The changes to messages.</param>
    /// <param name="DropClaims">The claims of a dead container that go with them.</param>
    public sealed record Change(long Id, IReadOnlyList<PlannedChange> Changes, IReadOnlyList<Claim> DropClaims) : Intent(Id);
}
