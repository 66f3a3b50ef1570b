namespace ActorSweeper.Actors;

/// <summary>The decision concerns all children; each must be allowed the restart by its own count, or all are stopped.</summary>
/// <inheritdoc cref="OneForOneStrategy(int, int, Func{Exception, Directive}, bool)"/>
public sealed class AllForOneStrategy(
    int maxNrOfRetries, int withinTimeMilliseconds, Func<Exception, Directive> localOnlyDecider, bool loggingEnabled = true)
    : SupervisorStrategy(maxNrOfRetries, withinTimeMilliseconds, localOnlyDecider, loggingEnabled)
{
    /// <summary>With the window as a span, whole milliseconds of which count; null or infinite for the child's whole life.</summary>
    public AllForOneStrategy(int? maxNrOfRetries, TimeSpan? withinTimeRange, Func<Exception, Directive> localOnlyDecider)
        : this(maxNrOfRetries ?? -1, Milliseconds(withinTimeRange), localOnlyDecider) { }

    /// <summary>Without limits.</summary>
    public AllForOneStrategy(Func<Exception, Directive> localOnlyDecider)
        : this(-1, -1, localOnlyDecider) { }

    private protected override void Restart(ActorCell supervisor, ActorCell child, Exception cause)
    {
        if (!supervisor.Children.All(each => MayRestart(supervisor, each)))
        {
            Stop(supervisor, child);
            return;
        }

        foreach (var each in supervisor.Children)
        {
            // The failed one has suspended itself; every restart ends one suspension.
            if (each != child) each.SendSystem(new Suspend());
            each.SendSystem(new Recreate(cause));
        }
    }

    private protected override void Stop(ActorCell supervisor, ActorCell child)
    {
        foreach (var each in supervisor.Children) supervisor.Stop(each);
    }
}
