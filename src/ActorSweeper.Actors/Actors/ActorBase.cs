namespace ActorSweeper.Actors;

/// <summary>Handles one message; false when it is not one of its own.</summary>
public delegate bool Receive(object message);

/// <summary>An actor: one message at a time, on no particular thread. Created only through <see cref="Props"/>.</summary>
public abstract class ActorBase
{
    private Stack<Receive>? _behaviors;

    /// <summary>Called by the runtime; <c>Timers</c> of <see cref="IWithTimers"/> is set before any derived constructor runs.</summary>
    /// <exception cref="ActorInitializationException">Made with <c>new</c> instead of <c>ActorOf</c>.</exception>
    protected ActorBase()
    {
        if (ActorCell.Current?.Adopt(this) == true) return;
        throw new ActorInitializationException(null, $"{GetType()} was made with 'new'; use ActorOf with Props instead");
    }

    /// <summary>The runtime as the running actor sees it.</summary>
    /// <exception cref="NotSupportedException">Not inside an actor, for example after <c>ConfigureAwait(false)</c>.</exception>
    protected static IActorContext Context => ActorCell.Running;

    /// <summary>The actor's own reference; only inside the actor.</summary>
    protected IActorRef Self => ActorCell.Running;

    /// <summary>Who sent the message in hand; the system's dead letters when nobody did. Only inside the actor.</summary>
    protected IActorRef Sender => ActorCell.Running.Sender;

    /// <summary>The initial behaviour; false when it does not handle the message, and <see cref="Unhandled"/> follows.</summary>
    protected abstract bool Receive(object message);

    /// <summary>Called once before the first message, also after a restart unless <see cref="PostRestart"/> is overridden.</summary>
    protected virtual void PreStart() { }

    /// <summary>Called when the actor has ended and its children have; also before a restart by <see cref="PreRestart"/>.</summary>
    protected virtual void PostStop() { }

    /// <summary>Called on the failed instance before it is replaced, with the message in hand if there was one. By default stops all
    /// children and calls <see cref="PostStop"/>.</summary>
    protected virtual void PreRestart(Exception reason, object? message)
    {
        foreach (var child in Context.GetChildren()) Context.Stop(Context.Unwatch(child));
        PostStop();
    }

    /// <summary>Called on the new instance after a restart. By default calls <see cref="PreStart"/>.</summary>
    protected virtual void PostRestart(Exception reason) => PreStart();

    /// <summary>Called for a message without a handler: publishes an <see cref="UnhandledMessage"/>.</summary>
    /// <exception cref="DeathPactException">The message was a <see cref="Terminated"/>.</exception>
    protected virtual void Unhandled(object message)
    {
        if (message is Terminated terminated) throw new DeathPactException(terminated.ActorRef);
        Context.System.EventStream.Publish(new UnhandledMessage(message, Sender, Self));
    }

    /// <summary>How the children's failures are handled; asked for once per instance, at the first failure or end of a child.</summary>
    protected virtual SupervisorStrategy SupervisorStrategy() => Actors.SupervisorStrategy.DefaultStrategy;

    /// <summary>Replaces the behaviour; the initial one stays below.</summary>
    protected void Become(Receive receive)
    {
        _behaviors?.TryPop(out _);
        BecomeStacked(receive);
    }

    /// <summary>Puts a behaviour on top of the present one.</summary>
    protected void BecomeStacked(Receive receive) => (_behaviors ??= new()).Push(receive);

    /// <summary>Returns to the behaviour below; does nothing at the initial one.</summary>
    protected void UnbecomeStacked() => _behaviors?.TryPop(out _);

    internal void Deliver(object message)
    {
        if (!(_behaviors is { Count: > 0 } ? _behaviors.Peek()(message) : Receive(message))) Unhandled(message);
    }

    internal virtual void Constructed() { }
    internal void CallPreStart() => PreStart();
    internal void CallPostStop() => PostStop();
    internal void CallPreRestart(Exception reason, object? message) => PreRestart(reason, message);
    internal void CallPostRestart(Exception reason) => PostRestart(reason);
    internal SupervisorStrategy CallSupervisorStrategy() => SupervisorStrategy();
}
