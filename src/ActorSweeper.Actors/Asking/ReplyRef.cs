namespace ActorSweeper.Actors;

/// <summary>The sender of an Ask: completes a task with the first thing it is told.</summary>
internal sealed class ReplyRef<T>(ActorSystem system) : InternalActorRef(system)
{
    // In a deterministic system whoever awaits goes on in the run that replied, and not on another thread.
    private readonly TaskCompletionSource<T> _reply = new(system.Dispatcher.ContinuationOptions);
    private ReplyTimeout? _timeout;
    private CancellationTokenRegistration _cancellation;
    private ActorPath? _path;

    /// <summary>Made when somebody asks, which few do.</summary>
    public override ActorPath Path => _path ??= new(System.TemporaryPath, ActorNames.Generate(System.NextUid()));

    public Task<T> Await(TimeSpan? timeout, CancellationToken cancellationToken)
    {
        if (timeout is { } span && span != Timeout.InfiniteTimeSpan) System.Timers.Add(_timeout = new(this, span), span);
        _cancellation = cancellationToken.UnsafeRegister(static (reply, token) => ((ReplyRef<T>)reply!).Cancel(token), this);
        return _reply.Task;
    }

    public override void Tell(object message, IActorRef? sender)
    {
        ArgumentNullException.ThrowIfNull(message);
        var taken = message switch
        {
            T reply => _reply.TrySetResult(reply),
            Status.Failure failure => _reply.TrySetException(failure.Cause),
            _ => _reply.TrySetException(new ArgumentException(
                $"Received message of type [{message.GetType()}] - Ask expected message of type [{typeof(T)}]")),
        };
        if (taken) Forget();
        else if (!_reply.Task.IsCanceled) System.DeadLetterRef.Publish(message, sender, this);
    }

    /// <summary>The end of an actor is a reply too: a graceful stop waits for it.</summary>
    public override void SendSystem(SystemMessage message)
    {
        if (message is not DeathWatchNotification death) base.SendSystem(message);
        else if (!_reply.Task.IsCompleted) Tell(new Terminated(death.Actor, death.Existed), death.Actor);
    }

    private void Cancel(CancellationToken token)
    {
        if (_reply.TrySetCanceled(token)) Forget();
    }

    private void Forget()
    {
        if (_timeout is not null) System.Timers.Remove(_timeout);
        _cancellation.Unregister();
    }

    private sealed class ReplyTimeout(ReplyRef<T> reply, TimeSpan span) : TimerEntry
    {
        public override void Fire()
        {
            if (reply._reply.TrySetException(new AskTimeoutException($"Timeout after {span} seconds"))) reply.Forget();
        }
    }
}
