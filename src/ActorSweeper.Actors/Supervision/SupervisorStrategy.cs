namespace ActorSweeper.Actors;

/// <summary>Decides what happens to a child that failed. A restart beyond the limits stops the child. Failures are published on the
/// event stream: an <see cref="Error"/> for restart and stop, a <see cref="Warning"/> for resume, nothing for escalate.</summary>
public abstract class SupervisorStrategy
{
    private readonly int _maxRetries;
    private readonly long _windowTicks;
    private readonly Func<Exception, Directive> _decider;
    private readonly bool _loggingEnabled;

    private protected SupervisorStrategy(int maxRetries, int windowMilliseconds, Func<Exception, Directive> decider, bool loggingEnabled)
    {
        ArgumentNullException.ThrowIfNull(decider);
        (_maxRetries, _decider, _loggingEnabled) = (maxRetries, decider, loggingEnabled);
        _windowTicks = windowMilliseconds * TimeSpan.TicksPerMillisecond;
    }

    /// <summary>One for one, without limit, deciding by <see cref="DefaultDecider"/>.</summary>
    public static SupervisorStrategy DefaultStrategy { get; } = new OneForOneStrategy(DefaultDecider);

    /// <summary>Failed creation, <see cref="Kill"/> and an unhandled <see cref="Terminated"/> stop, everything else restarts.</summary>
    public static Directive DefaultDecider(Exception cause) =>
        cause is ActorInitializationException or ActorKilledException or DeathPactException ? Directive.Stop : Directive.Restart;

    /// <summary>False to escalate.</summary>
    internal bool HandleFailure(ActorCell supervisor, ActorCell child, Exception cause)
    {
        var directive = _decider(cause);
        if (_loggingEnabled && directive != Directive.Escalate) Publish(child, cause, directive);
        switch (directive)
        {
            case Directive.Resume:
                child.SendSystem(new Resume(cause));
                return true;
            case Directive.Restart:
                Restart(supervisor, child, cause);
                return true;
            case Directive.Stop:
                Stop(supervisor, child);
                return true;
            default:
                return false;
        }
    }

    private protected abstract void Restart(ActorCell supervisor, ActorCell child, Exception cause);

    private protected abstract void Stop(ActorCell supervisor, ActorCell child);

    private protected bool MayRestart(ActorCell supervisor, ActorCell child) =>
        supervisor.RequestRestart(child, _maxRetries, _windowTicks);

    /// <summary>Whole milliseconds, as Akka.NET counts them.</summary>
    private protected static int Milliseconds(TimeSpan? window) => (int)Math.Min(window?.TotalMilliseconds ?? -1, int.MaxValue);

    private void Publish(ActorCell child, Exception cause, Directive directive)
    {
        // The wrapper says only where it happened; what happened is inside.
        var text = (cause is ActorInitializationException ? cause.GetBaseException() : cause).Message;
        var source = child.Path.ToString();
        child.System.EventStream.Publish(
            directive == Directive.Resume ? new Warning(source, GetType(), text, cause) : new Error(cause, source, GetType(), text));
    }
}
