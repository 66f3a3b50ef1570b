namespace ActorSweeper.Actors;

/// <summary>One registered handler; a behaviour is a chain of them in the order of registration.</summary>
internal abstract class MessageHandler
{
    public MessageHandler? Next { get; set; }

    public virtual bool TakesEverything => false;

    /// <summary>Offers the message to this handler and those behind it.</summary>
    public bool Handle(object message)
    {
        for (var handler = this; handler is not null; handler = handler.Next)
        {
            if (handler.TryHandle(message)) return true;
        }

        return false;
    }

    protected abstract bool TryHandle(object message);
}

internal sealed class ActionHandler<T>(Action<T> handle) : MessageHandler
{
    public override bool TakesEverything => typeof(T) == typeof(object);

    protected override bool TryHandle(object message)
    {
        if (message is not T typed) return false;
        handle(typed);
        return true;
    }
}

internal sealed class DecidingHandler<T>(Func<T, bool> handle) : MessageHandler
{
    protected override bool TryHandle(object message) => message is T typed && handle(typed);
}

internal sealed class AsyncHandler<T>(Predicate<T>? accepts, Func<T, Task> handle) : MessageHandler
{
    public override bool TakesEverything => accepts is null && typeof(T) == typeof(object);

    protected override bool TryHandle(object message)
    {
        if (message is not T typed || accepts?.Invoke(typed) == false) return false;
        ActorCell.Running.RunAsync(handle, typed);
        return true;
    }
}
