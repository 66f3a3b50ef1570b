namespace ActorSweeper.Actors;

/// <summary>A message that no handler got, as published on the event stream.</summary>
/// <param name="message">The message.</param>
/// <param name="sender">Who sent it; the system's dead letters when nobody did.</param>
/// <param name="recipient">Who should have handled it.</param>
public abstract class AllDeadLetters(object message, IActorRef sender, IActorRef recipient)
{
    /// <summary>The message.</summary>
    public object Message { get; } = message;

    /// <summary>Who sent it; the system's dead letters when nobody did.</summary>
    public IActorRef Sender { get; } = sender;

    /// <summary>Who should have handled it.</summary>
    public IActorRef Recipient { get; } = recipient;

    /// <summary>All three, in words.</summary>
    public override string ToString() => $"{GetType().Name} from {Sender} to {Recipient}: <{Message}>";
}

/// <summary>The recipient was dead.</summary>
/// <inheritdoc cref="AllDeadLetters(object, IActorRef, IActorRef)"/>
public sealed class DeadLetter(object message, IActorRef sender, IActorRef recipient) : AllDeadLetters(message, sender, recipient);

/// <summary>The recipient was dead and the message is marked as of no interest then.</summary>
/// <inheritdoc cref="AllDeadLetters(object, IActorRef, IActorRef)"/>
public sealed class SuppressedDeadLetter(object message, IActorRef sender, IActorRef recipient)
    : AllDeadLetters(message, sender, recipient);

/// <summary>The recipient was alive and had no handler for it.</summary>
/// <inheritdoc cref="AllDeadLetters(object, IActorRef, IActorRef)"/>
public sealed class UnhandledMessage(object message, IActorRef sender, IActorRef recipient)
    : AllDeadLetters(message, sender, recipient);
