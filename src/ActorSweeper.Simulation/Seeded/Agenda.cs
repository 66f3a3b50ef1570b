using System.Diagnostics.CodeAnalysis;

namespace ActorSweeper.Simulation.Seeded;

/// <summary>What the world around the host does next. Of two things at one instant the one that was entered first comes first.</summary>
internal sealed class Agenda
{
    private readonly PriorityQueue<Action, (TimeSpan At, long Entered)> _entries = new();
    private long _entered;

    public void Enter(TimeSpan at, Action what) => _entries.Enqueue(what, (at, _entered++));

    /// <summary>When the next thing comes; null when there is none.</summary>
    public TimeSpan? Next => _entries.TryPeek(out _, out var priority) ? priority.At : null;

    /// <summary>Takes the next thing, if its time has come.</summary>
    public bool TryTake(TimeSpan now, [NotNullWhen(true)] out Action? what)
    {
        what = null;
        return _entries.TryPeek(out _, out var priority) && priority.At <= now && _entries.TryDequeue(out what, out _);
    }
}
