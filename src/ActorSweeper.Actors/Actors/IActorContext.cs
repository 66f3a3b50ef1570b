namespace ActorSweeper.Actors;

/// <summary>Something that can create actors.</summary>
public interface IActorRefFactory
{
    /// <summary>Creates an actor below this one and returns before its constructor has run; what it is told meanwhile waits. A failing
    /// constructor is a failure of the new actor, reported to its supervisor and never thrown from here. The name is unique among its
    /// siblings, ASCII, without '/' and not beginning with '$'; null for a generated one.</summary>
    /// <exception cref="InvalidActorNameException">The name is not allowed or taken.</exception>
    /// <exception cref="InvalidOperationException">The parent is ending.</exception>
    IActorRef ActorOf(Props props, string? name = null);
}

/// <summary>What an actor sees of the runtime. Valid only while the actor is running, on its own thread.</summary>
public interface IActorContext : IActorRefFactory
{
    /// <summary>The actor's own reference.</summary>
    IActorRef Self { get; }

    /// <summary>Who sent the message in hand; the system's dead letters when nobody did.</summary>
    IActorRef Sender { get; }

    /// <summary>The supervisor.</summary>
    IActorRef Parent { get; }

    /// <summary>The system the actor lives in.</summary>
    ActorSystem System { get; }

    /// <summary>How the actor was made.</summary>
    Props Props { get; }

    /// <summary>The span set with <see cref="SetReceiveTimeout"/>; null for none.</summary>
    TimeSpan? ReceiveTimeout { get; }

    /// <summary>The child of that name, or <see cref="ActorRefs.Nobody"/>.</summary>
    IActorRef Child(string name);

    /// <summary>A snapshot of the children, including those that are ending.</summary>
    IEnumerable<IActorRef> GetChildren();

    /// <summary>Stops an actor after the message it has in hand; what it has queued becomes dead letters.</summary>
    void Stop(IActorRef child);

    /// <summary>Asks for a <see cref="Terminated"/> when an actor ends; watching twice is watching once.</summary>
    IActorRef Watch(IActorRef subject);

    /// <summary>Like <see cref="Watch"/>, with a message of one's own instead of <see cref="Terminated"/>.</summary>
    IActorRef WatchWith(IActorRef subject, object message);

    /// <summary>Ends a watch; a <see cref="Terminated"/> that is already queued is not delivered either.</summary>
    IActorRef Unwatch(IActorRef subject);

    /// <summary>Delivers <see cref="Actors.ReceiveTimeout"/> whenever nothing has arrived for that long, until set again; null turns it
    /// off. Survives a restart.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not greater than zero.</exception>
    void SetReceiveTimeout(TimeSpan? receiveTimeout);
}

/// <summary>The context as <see cref="ReceiveActor"/> has it; named as in Akka.NET.</summary>
public interface IUntypedActorContext : IActorContext;
