namespace ActorSweeper.Simulation.Seeded;

/// <summary>What the world around the host does next. Of two things at one instant the one that was entered first comes first.</summary>
internal sealed class Agenda
{
    private readonly PriorityQueue<Action, (TimeSpan At, long Entered)> _entries = new();
    private long _entered;

    public void Enter(TimeSpan at, Action what) => _entries.Enqueue(what, (at, _entered++));

    /// <summary>Takes the next thing, if it comes before the given instant.</summary>
    public bool TryTake(TimeSpan before, out TimeSpan at, out Action what)
    {
        at = default;
        if (!_entries.TryPeek(out what!, out var priority) || priority.At >= before) return false;
        at = priority.At;
        _entries.Dequeue();
        return true;
    }
}
