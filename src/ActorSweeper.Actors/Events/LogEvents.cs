namespace ActorSweeper.Actors;

/// <summary>Something the runtime has to say, published on the event stream; whoever wants it in a log subscribes.</summary>
/// <param name="cause">The exception behind it, if any.</param>
/// <param name="logSource">Path of the actor it is about.</param>
/// <param name="logClass">The type that said it.</param>
/// <param name="message">What happened.</param>
public abstract class LogEvent(Exception? cause, string logSource, Type logClass, object message)
{
    /// <summary>The exception behind it, if any.</summary>
    public Exception? Cause { get; } = cause;

    /// <summary>Path of the actor it is about.</summary>
    public string LogSource { get; } = logSource;

    /// <summary>The type that said it.</summary>
    public Type LogClass { get; } = logClass;

    /// <summary>What happened.</summary>
    public object Message { get; } = message;

    /// <summary>All of it, in words.</summary>
    public override string ToString() => $"[{GetType().Name.ToUpperInvariant()}][{LogSource}] {Message}";
}

/// <summary>An actor failed and was restarted or stopped, or failed while ending.</summary>
/// <inheritdoc cref="LogEvent(Exception?, string, Type, object)"/>
public sealed class Error(Exception? cause, string logSource, Type logClass, object message)
    : LogEvent(cause, logSource, logClass, message);

/// <summary>An actor failed and was resumed.</summary>
/// <inheritdoc cref="LogEvent(Exception?, string, Type, object)"/>
public sealed class Warning(string logSource, Type logClass, object message, Exception? cause = null)
    : LogEvent(cause, logSource, logClass, message);
