namespace ActorSweeper.Actors;

/// <summary>The decision concerns the child that failed and no other.</summary>
/// <param name="maxNrOfRetries">Restarts allowed; negative for no limit (with a window: one per window), 0 for none.</param>
/// <param name="withinTimeMilliseconds">Window in milliseconds; negative for the child's whole life.</param>
/// <param name="localOnlyDecider">Maps the failure to a directive; an exception in it fails the supervisor.</param>
/// <param name="loggingEnabled">Whether failures are published.</param>
public sealed class OneForOneStrategy(
    int maxNrOfRetries, int withinTimeMilliseconds, Func<Exception, Directive> localOnlyDecider, bool loggingEnabled = true)
    : SupervisorStrategy(maxNrOfRetries, withinTimeMilliseconds, localOnlyDecider, loggingEnabled)
{
    /// <summary>With the window as a span, whole milliseconds of which count; null or infinite for the child's whole life.</summary>
    public OneForOneStrategy(int? maxNrOfRetries, TimeSpan? withinTimeRange, Func<Exception, Directive> localOnlyDecider)
        : this(maxNrOfRetries ?? -1, Milliseconds(withinTimeRange), localOnlyDecider) { }

    /// <summary>Without limits.</summary>
    public OneForOneStrategy(Func<Exception, Directive> localOnlyDecider)
        : this(-1, -1, localOnlyDecider) { }

    private protected override void Restart(ActorCell supervisor, ActorCell child, Exception cause)
    {
        if (MayRestart(supervisor, child)) child.SendSystem(new Recreate(cause));
        else supervisor.Stop(child);
    }

    private protected override void Stop(ActorCell supervisor, ActorCell child) => supervisor.Stop(child);
}
