namespace ActorSweeper.Actors;

/// <summary>Implement it with an auto-property and the runtime sets <see cref="Stash"/> after the constructor. What is stashed at a
/// restart comes before the mailbox; what is stashed at the end becomes dead letters.</summary>
public interface IWithUnboundedStash
{
    /// <summary>The actor's stash; null inside the constructor.</summary>
    IStash Stash { get; set; }
}

/// <summary>Messages put aside until the actor can handle them. For use inside the actor only.</summary>
public interface IStash
{
    /// <summary>Puts the message in hand aside.</summary>
    /// <exception cref="IllegalActorStateException">It has been put aside already.</exception>
    void Stash();

    /// <summary>Puts the oldest message back at the front of the mailbox.</summary>
    void Unstash();

    /// <summary>Puts all messages back at the front of the mailbox, in their order and with their senders.</summary>
    void UnstashAll();
}
