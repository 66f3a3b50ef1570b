namespace ActorSweeper.Actors;

/// <summary>Something that accepts messages.</summary>
public interface ICanTell
{
    /// <summary>Queues a message and returns at once; delivery is not confirmed. A null sender is nobody.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="message"/> is null.</exception>
    void Tell(object message, IActorRef? sender);
}

/// <summary>The address of one incarnation of an actor. It survives restarts; an actor created later under the same name has another.
/// Equal when path and incarnation are. Safe to use from any thread.</summary>
public interface IActorRef : ICanTell, IEquatable<IActorRef>
{
    /// <summary>Where in the tree of actors this one lives.</summary>
    ActorPath Path { get; }
}

/// <summary>References that stand for the absence of an actor.</summary>
public static class ActorRefs
{
    /// <summary>Stands for no actor at all; what it is told is dropped.</summary>
    public static readonly IActorRef Nobody = new NobodyRef();

    /// <summary>Pass it as the sender when there is nobody to reply to: null.</summary>
    public static readonly IActorRef? NoSender;
}

/// <summary>What can be done with any reference.</summary>
public static class ActorRefExtensions
{
    /// <summary>True for null, <see cref="ActorRefs.Nobody"/> and a system's dead letters.</summary>
    public static bool IsNobody(this IActorRef? actorRef) => actorRef is null or NobodyRef or DeadLetterRef;

    /// <summary>Tells with the running actor as the sender; outside an actor there is none.</summary>
    public static void Tell(this IActorRef receiver, object message) => receiver.Tell(message, ActorCell.Current);

    /// <summary>Passes a message on and keeps its original sender.</summary>
    public static void Forward(this IActorRef receiver, object message) => receiver.Tell(message, ActorCell.Current?.Sender);
}
