namespace ActorSweeper.Actors;

/// <summary>Messages between cells. They overtake user messages and link themselves into a queue, so each is sent once.</summary>
internal abstract class SystemMessage
{
    public SystemMessage? Next { get; set; }
}

internal sealed class Create : SystemMessage;

internal sealed class Terminate : SystemMessage;

internal sealed class Suspend : SystemMessage;

/// <summary>With a cause: the failure is forgiven. Without: only the suspension that came with somebody else's failure ends.</summary>
internal sealed class Resume(Exception? cause) : SystemMessage { public Exception? Cause => cause; }

internal sealed class Recreate(Exception cause) : SystemMessage { public Exception Cause => cause; }

internal sealed class Failed(ActorCell child, Exception cause) : SystemMessage
{
    public ActorCell Child => child;
    public Exception Cause => cause;
}

internal sealed class Watch(InternalActorRef watcher) : SystemMessage { public InternalActorRef Watcher => watcher; }

internal sealed class Unwatch(InternalActorRef watcher) : SystemMessage { public InternalActorRef Watcher => watcher; }

internal sealed class DeathWatchNotification(InternalActorRef actor, bool existed) : SystemMessage
{
    public InternalActorRef Actor => actor;
    public bool Existed => existed;
}

/// <summary>What follows an await in a handler.</summary>
internal sealed class Continuation(SendOrPostCallback callback, object? state) : SystemMessage { public void Run() => callback(state); }

internal sealed class HandlerCompleted(Task task) : SystemMessage { public Task Task => task; }
