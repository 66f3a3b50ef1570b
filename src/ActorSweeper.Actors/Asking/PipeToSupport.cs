namespace ActorSweeper.Actors;

/// <summary>Sending the outcome of a task to an actor, which is how an actor learns of it without waiting.</summary>
public static class PipeToSupport
{
    /// <summary>Tells the result when the task ends, or what <paramref name="success"/> makes of it; a failure or cancellation is told
    /// as <see cref="Status.Failure"/>, or as what <paramref name="failure"/> makes of it. The sender is nobody unless given, also
    /// inside an actor. The task returned completes when the message has been sent; it does not fail because the other does.</summary>
    public static Task PipeTo<T>(
        this Task<T> taskToPipe,
        ICanTell recipient,
        IActorRef? sender = null,
        Func<T, object>? success = null,
        Func<Exception, object>? failure = null) =>
        taskToPipe.Pipe(recipient, sender, () => success is null ? taskToPipe.Result : success(taskToPipe.Result), failure);

    /// <summary>For a task without a result: tells nothing on success unless <paramref name="success"/> is given.</summary>
    /// <inheritdoc cref="PipeTo{T}(Task{T}, ICanTell, IActorRef, Func{T, object}, Func{Exception, object})"/>
    public static Task PipeTo(
        this Task taskToPipe,
        ICanTell recipient,
        IActorRef? sender = null,
        Func<object>? success = null,
        Func<Exception, object>? failure = null) =>
        taskToPipe.Pipe(recipient, sender, () => success?.Invoke(), failure);

    /// <summary>Acts on the thread that ends the task, whatever context that has; an await would leave for the thread pool if it ends
    /// inside an actor, and a deterministic run would not be one.</summary>
    internal static Task NotifyInline(this Task task, Action<Task> act) => task.ContinueWith(
        act, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private static Task Pipe(
        this Task task, ICanTell recipient, IActorRef? sender, Func<object?> success, Func<Exception, object>? failure) =>
        task.NotifyInline(ended =>
        {
            object? message;
            try
            {
                ended.GetAwaiter().GetResult();
                message = success();
            }
            catch (Exception cause)
            {
                message = failure is null ? new Status.Failure(cause) : failure(cause);
            }

            if (message is not null) recipient.Tell(message, sender);
        });
}
