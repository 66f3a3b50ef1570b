namespace ActorSweeper.Actors;

/// <summary>Marks a message that is of no interest when nobody receives it: it becomes a <see cref="SuppressedDeadLetter"/>.</summary>
public interface IDeadLetterSuppression;

/// <summary>Marks a message that does not count as activity for the receive timeout.</summary>
public interface INotInfluenceReceiveTimeout;

/// <summary>The cell itself acts on it before, or instead of, the actor.</summary>
internal interface IAutoReceivedMessage;

/// <summary>Stops its receiver once everything queued before it has been handled.</summary>
public sealed class PoisonPill : IAutoReceivedMessage, IDeadLetterSuppression
{
    private PoisonPill() { }

    /// <summary>The only one.</summary>
    public static PoisonPill Instance { get; } = new();
}

/// <summary>Makes its receiver fail with <see cref="ActorKilledException"/>, so that its supervisor decides.</summary>
public sealed class Kill : IAutoReceivedMessage
{
    private Kill() { }

    /// <summary>The only one.</summary>
    public static Kill Instance { get; } = new();
}

/// <summary>Arrives when an actor has received nothing for the span it set with <see cref="IActorContext.SetReceiveTimeout"/>.</summary>
public sealed class ReceiveTimeout
{
    private ReceiveTimeout() { }

    /// <summary>The only one.</summary>
    public static ReceiveTimeout Instance { get; } = new();
}

/// <summary>Tells a watcher that an actor has ended, for whatever reason. Its sender is the dead actor.</summary>
/// <param name="actorRef">Who ended.</param>
/// <param name="existenceConfirmed">False when it was dead before the watch began.</param>
public sealed class Terminated(IActorRef actorRef, bool existenceConfirmed) : IAutoReceivedMessage, IDeadLetterSuppression
{
    /// <summary>Who ended.</summary>
    public IActorRef ActorRef { get; } = actorRef;

    /// <summary>False when it was dead before the watch began.</summary>
    public bool ExistenceConfirmed { get; } = existenceConfirmed;
}

/// <summary>Outcomes to reply with.</summary>
public abstract class Status
{
    private Status() { }

    /// <summary>The request failed. A typed <c>Ask</c> throws <see cref="Cause"/>; <c>PipeTo</c> sends this for a failed task.</summary>
    /// <param name="cause">Why.</param>
    public sealed class Failure(Exception cause) : Status
    {
        /// <summary>Why.</summary>
        public Exception Cause { get; } = cause;
    }
}
