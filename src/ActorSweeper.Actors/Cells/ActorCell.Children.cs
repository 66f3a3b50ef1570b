namespace ActorSweeper.Actors;

internal sealed partial class ActorCell
{
    /// <summary>Counts a restart of a child against the limits; false when they forbid it.</summary>
    public bool RequestRestart(ActorCell child, int maxRetries, long windowTicks) =>
        _children!.BudgetOf(child).Request(maxRetries, windowTicks, System.Timers.Now);

    public ActorCell[] Children => _children?.ToArray() ?? [];

    public IActorRef ActorOf(Props props, string? name = null)
    {
        if (name is not null) ActorNames.Check(name);
        if (_phase >= Phase.Terminating) throw ChildActors.Refusal;
        return OpenChildren().Add(this, props, name);
    }

    public IActorRef Child(string name) => _children?.Find(name) ?? ActorRefs.Nobody;

    public IEnumerable<IActorRef> GetChildren() => Children;

    /// <summary>A guardian opens its children before it is reachable, because they are created from any thread.</summary>
    public ChildActors OpenChildren() => _children ??= new();
}
