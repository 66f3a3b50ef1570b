namespace ActorSweeper.Actors;

/// <summary>Base of the exceptions that the actor runtime itself throws.</summary>
public abstract class AkkaException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>An actor could not be created: its constructor or <c>PreStart</c> threw. Stopped by the default strategy.</summary>
public class ActorInitializationException(IActorRef? actor, string message, Exception? cause = null) : AkkaException(message, cause)
{
    /// <summary>Which one; null when an actor was made with <c>new</c>.</summary>
    public IActorRef? Actor { get; } = actor;
}

/// <summary>A restart failed: the new constructor or <c>PostRestart</c> threw. Stopped by the default strategy.</summary>
public sealed class PostRestartException(IActorRef actor, Exception cause, Exception originalCause)
    : ActorInitializationException(actor, $"Exception post restart ({originalCause.GetType().Name})", cause)
{
    /// <summary>The failure that led to the restart.</summary>
    public Exception OriginalCause { get; } = originalCause;
}

/// <summary>The actor received <see cref="Kill"/>.</summary>
public sealed class ActorKilledException(string message) : AkkaException(message);

/// <summary>A watched actor ended and the watcher has no handler for <see cref="Terminated"/>.</summary>
public sealed class DeathPactException(IActorRef deadActor) : AkkaException($"Monitored actor {deadActor} terminated")
{
    /// <summary>Who ended.</summary>
    public IActorRef DeadActor { get; } = deadActor;
}

/// <summary>A name that is not allowed or is taken.</summary>
public sealed class InvalidActorNameException(string message) : AkkaException(message);

/// <summary>The stash was misused.</summary>
public sealed class IllegalActorStateException(string message) : AkkaException(message);

/// <summary>No reply came in time.</summary>
public sealed class AskTimeoutException(string message) : AkkaException(message);
