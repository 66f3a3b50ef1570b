namespace ActorSweeper.Actors;

/// <summary>Telling and waiting for the reply.</summary>
public static class Futures
{
    /// <summary>Like <see cref="Ask{T}(ICanTell, object, TimeSpan?, CancellationToken)"/> for a reply of any type.</summary>
    public static Task<object> Ask(
        this ICanTell self, object message, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        self.Ask<object>(message, timeout, cancellationToken);

    /// <summary>Like <see cref="Ask{T}(ICanTell, object, TimeSpan?, CancellationToken)"/> without a time-out.</summary>
    public static Task<T> Ask<T>(this ICanTell self, object message, CancellationToken cancellationToken) =>
        self.Ask<T>(message, null, cancellationToken);

    /// <summary>Tells and completes with the first reply. The task fails with <see cref="AskTimeoutException"/> when none comes in time
    /// by the system's clock (a dead target is not noticed otherwise; null is no limit), with <see cref="ArgumentException"/> when it
    /// has another type, and with its cause when it is a <see cref="Status.Failure"/> and <typeparamref name="T"/> does not admit that.
    /// The token gives up waiting; a later reply is dropped.</summary>
    public static Task<T> Ask<T>(
        this ICanTell self, object message, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        var reply = ReplyTo<T>(self);
        var task = reply.Await(timeout, cancellationToken);
        self.Tell(message, reply);
        return task;
    }

    /// <summary>Like the other <c>Ask</c> with a message that names who to reply to.</summary>
    public static Task<T> Ask<T>(
        this ICanTell self, Func<IActorRef, object> messageFactory, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        var reply = ReplyTo<T>(self);
        var task = reply.Await(timeout, cancellationToken);
        self.Tell(messageFactory(reply), reply);
        return task;
    }

    private static ReplyRef<T> ReplyTo<T>(ICanTell target) =>
        new(InternalActorRef.Of(target).System ?? throw new ArgumentException($"{target} belongs to no actor system"));
}
