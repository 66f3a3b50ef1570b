namespace ActorSweeper.Actors;

/// <summary>An actor whose constructor registers a handler for each type of message. The first registered handler whose type and
/// condition fit gets the message. Registering throws <see cref="InvalidOperationException"/> outside the constructor and
/// <see cref="Become"/>, and after a handler that takes everything.</summary>
public abstract class ReceiveActor : ActorBase
{
    private MessageHandler? _initial;
    private Chain? _building = new();

    /// <inheritdoc cref="ActorBase.Context"/>
    protected static new IUntypedActorContext Context => ActorCell.Running;

    /// <summary>Handles messages of a type, optionally only those that <paramref name="shouldHandle"/> accepts.</summary>
    protected void Receive<T>(Action<T> handler, Predicate<T>? shouldHandle = null)
    {
        if (shouldHandle is null) Register(new ActionHandler<T>(handler));
        else Receive(shouldHandle, handler);
    }

    /// <summary>Handles those messages of a type that <paramref name="shouldHandle"/> accepts.</summary>
    protected void Receive<T>(Predicate<T> shouldHandle, Action<T> handler) => Register(new DecidingHandler<T>(message =>
    {
        if (!shouldHandle(message)) return false;
        handler(message);
        return true;
    }));

    /// <summary>Handles messages of a type; those for which <paramref name="handler"/> returns false go to the next handler.</summary>
    protected void Receive<T>(Func<T, bool> handler) => Register(new DecidingHandler<T>(handler));

    /// <summary>Handles messages of a type with a handler that awaits. The next message waits until it is done; what follows an await
    /// runs inside the actor again, with the same sender. A failed task is a failure of the actor. An actor stopped meanwhile ends at
    /// once; the rest of the handler still runs, after <c>PostStop</c>.</summary>
    protected void ReceiveAsync<T>(Func<T, Task> handler, Predicate<T>? shouldHandle = null) =>
        Register(new AsyncHandler<T>(shouldHandle, handler));

    /// <inheritdoc cref="ReceiveAsync{T}(Func{T, Task}, Predicate{T})"/>
    protected void ReceiveAsync<T>(Predicate<T> shouldHandle, Func<T, Task> handler) => ReceiveAsync(handler, shouldHandle);

    /// <summary>Handles whatever no handler before it took; nothing can be registered after it.</summary>
    protected void ReceiveAny(Action<object> handler) => Receive(handler);

    /// <summary>Like <see cref="ReceiveAny"/> with a handler that awaits.</summary>
    protected void ReceiveAnyAsync(Func<object, Task> handler) => ReceiveAsync(handler);

    /// <summary>Replaces the behaviour by the handlers that <paramref name="configure"/> registers; the initial one stays below.</summary>
    protected void Become(Action configure) => Become(Build(configure));

    /// <summary>Puts the handlers that <paramref name="configure"/> registers on top of the present behaviour.</summary>
    protected void BecomeStacked(Action configure) => BecomeStacked(Build(configure));

    /// <inheritdoc/>
    protected sealed override bool Receive(object message) => _initial?.Handle(message) ?? false;

    internal override void Constructed() => (_initial, _building) = (_building?.First, null);

    private Receive Build(Action configure)
    {
        var outer = _building;
        var chain = _building = new();
        try
        {
            configure();
            return message => chain.First?.Handle(message) ?? false;
        }
        finally
        {
            _building = outer;
        }
    }

    private void Register(MessageHandler handler) =>
        (_building ?? throw new InvalidOperationException("Register handlers in the constructor or inside Become")).Add(handler);

    /// <summary>The handlers of one behaviour while it is being built.</summary>
    private sealed class Chain
    {
        private MessageHandler? _last;

        public MessageHandler? First { get; private set; }

        public void Add(MessageHandler handler)
        {
            if (_last?.TakesEverything == true) throw new InvalidOperationException("Nothing can follow what takes everything");
            if (_last is null) First = handler;
            else _last.Next = handler;
            _last = handler;
        }
    }
}
