namespace ActorSweeper.Actors;

/// <summary>Stopping an actor and waiting for its end.</summary>
public static class GracefulStopSupport
{
    /// <summary>Sends a <see cref="PoisonPill"/> and waits for the end: true when the actor has ended, also when it had before; false
    /// when it has not in time, by the system's clock.</summary>
    public static Task<bool> GracefulStop(this IActorRef target, TimeSpan timeout) => target.GracefulStop(timeout, PoisonPill.Instance);

    /// <summary>Like <see cref="GracefulStop(IActorRef, TimeSpan)"/> with a message that makes the actor stop itself.</summary>
    public static Task<bool> GracefulStop(this IActorRef target, TimeSpan timeout, object stopMessage)
    {
        var actor = InternalActorRef.Of(target);
        if (actor.System is null) return Task.FromResult(true);
        var end = new ReplyRef<Terminated>(actor.System);
        var ended = end.Await(timeout, CancellationToken.None);
        actor.SendSystem(new Watch(end));
        actor.Tell(stopMessage, ActorRefs.NoSender);
        return ended.ContinueWith(
            task =>
            {
                if (task.Exception is not null) actor.SendSystem(new Unwatch(end));
                return task.IsCompletedSuccessfully;
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
