using System.Runtime.CompilerServices;

namespace ActorSweeper.Actors;

/// <summary>What every reference of this runtime can do beyond being told: it also takes part in supervision and death watch.</summary>
internal abstract class InternalActorRef(ActorSystem system) : IActorRef
{
    public abstract ActorPath Path { get; }

    /// <summary>Null for <see cref="NobodyRef"/> only.</summary>
    public ActorSystem System => system;

    public static InternalActorRef Of(ICanTell reference) =>
        reference as InternalActorRef ?? throw new ArgumentException($"{reference} is not a reference of this actor runtime");

    public abstract void Tell(object message, IActorRef? sender);

    /// <summary>Whoever is not an actor is answered for as an actor that never existed.</summary>
    public virtual void SendSystem(SystemMessage message)
    {
        if (message is Watch watch) watch.Watcher.SendSystem(new DeathWatchNotification(this, existed: false));
    }

    /// <summary>Every incarnation has one reference object, so this is equality of path and incarnation.</summary>
    public bool Equals(IActorRef? other) => ReferenceEquals(this, other);

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    public override string ToString() => Path.Uid == 0 ? $"[{Path}]" : $"[{Path}#{Path.Uid}]";
}

internal sealed class NobodyRef() : InternalActorRef(null!)
{
    public override ActorPath Path { get; } = new(new ActorPath(null, "all-systems"), "Nobody");

    public override void Tell(object message, IActorRef? sender) => ArgumentNullException.ThrowIfNull(message);
}

/// <summary>Publishes what it is told as a dead letter.</summary>
internal sealed class DeadLetterRef(ActorSystem system, ActorPath path) : InternalActorRef(system)
{
    public override ActorPath Path => path;

    public override void Tell(object message, IActorRef? sender) => Publish(message, sender, this);

    public void Publish(object message, IActorRef? sender, IActorRef recipient)
    {
        ArgumentNullException.ThrowIfNull(message);
        // A dead letter that cannot be delivered either has been published once already; a timer's tick is of no interest.
        if (message is AllDeadLetters or TimerTick) return;
        System.EventStream.Publish(message is IDeadLetterSuppression
            ? new SuppressedDeadLetter(message, sender ?? this, recipient)
            : new DeadLetter(message, sender ?? this, recipient));
    }
}

/// <summary>Above the guardians: learns of their failure and of their end, which is the end of the system.</summary>
internal sealed class RootRef(ActorSystem system, ActorPath path) : InternalActorRef(system)
{
    public override ActorPath Path => path;

    public override void Tell(object message, IActorRef? sender) => System.DeadLetters.Tell(message, sender);

    public override void SendSystem(SystemMessage message)
    {
        if (message is DeathWatchNotification death) System.GuardianTerminated(death.Actor);
        if (message is not Failed failed) return;
        System.EventStream.Publish(new Error(failed.Cause, failed.Child.Path.ToString(), typeof(ActorSystem), failed.Cause.Message));
        _ = System.Terminate();
    }
}
