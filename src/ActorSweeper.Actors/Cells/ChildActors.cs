namespace ActorSweeper.Actors;

/// <summary>The children of one cell by name. Locked because those of a guardian are created from any thread.</summary>
internal sealed class ChildActors
{
    private readonly Dictionary<string, ActorCell> _byName = new(StringComparer.Ordinal);
    private HashSet<ActorCell>? _stopping;
    private Dictionary<ActorCell, RestartBudget>? _budgets;
    private long _generated;
    private bool _refusing;

    public static InvalidOperationException Refusal => new("Cannot create child while terminating or terminated");

    public int Count { get { lock (_byName) return _byName.Count; } }

    /// <summary>A restart waits for children that their own parent has stopped, not for those that stop themselves.</summary>
    public bool AnyStopping => _stopping is { Count: > 0 };

    public ActorCell Add(ActorCell parent, Props props, string? name)
    {
        ArgumentNullException.ThrowIfNull(props);
        ActorCell child;
        lock (_byName)
        {
            if (_refusing) throw Refusal;
            name ??= ActorNames.Generate(_generated++);
            child = new(parent.System, parent, name, parent.System.NextUid(), props);
            if (!_byName.TryAdd(name, child)) throw new InvalidActorNameException($"Actor name \"{name}\" is not unique!");
        }

        child.SendSystem(new Create());
        return child;
    }

    public ActorCell? Find(string name) { lock (_byName) return _byName.GetValueOrDefault(name); }

    public bool Contains(ActorCell child) => Find(child.Name) == child;

    public ActorCell[] ToArray() { lock (_byName) return [.. _byName.Values]; }

    /// <summary>How often a child has been restarted; forgotten with the child.</summary>
    public RestartBudget BudgetOf(ActorCell child)
    {
        _budgets ??= [];
        if (!_budgets.TryGetValue(child, out var budget)) _budgets.Add(child, budget = new());
        return budget;
    }

    public void NoteStopped(ActorCell actor)
    {
        if (Contains(actor)) (_stopping ??= []).Add(actor);
    }

    /// <summary>Tells all to stop; false when there are none.</summary>
    public bool StopAll()
    {
        var children = ToArray();
        foreach (var child in children)
        {
            NoteStopped(child);
            child.SendSystem(new Terminate());
        }

        return children.Length > 0;
    }

    /// <summary>Takes no new ones from now on.</summary>
    public void Refuse() { lock (_byName) _refusing = true; }

    public bool Remove(ActorCell child)
    {
        _stopping?.Remove(child);
        _budgets?.Remove(child);
        lock (_byName) return Contains(child) && _byName.Remove(child.Name);
    }
}
