using ActorSweeper.Core.Judging;
using ActorSweeper.Supervision.Events;
using ActorSweeper.Supervision.Passes;

namespace ActorSweeper.Host.Demo;

/// <summary>What the demo has seen so far. Written by supervision's thread, read by the screen's.</summary>
internal sealed class DemoScoreboard : ISweepListener
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SessionStanding> _sessions = new(StringComparer.Ordinal);
    private readonly List<ActionTaken> _actions = [];

    /// <summary>Called with each action, in order.</summary>
    public Action<ActionTaken>? Acted { get; set; }

    /// <summary>How each session stands.</summary>
    public IReadOnlyDictionary<string, SessionStanding> Sessions
    {
        get
        {
            lock (_gate) return new Dictionary<string, SessionStanding>(_sessions, StringComparer.Ordinal);
        }
    }

    /// <summary>All actions so far.</summary>
    public IReadOnlyList<ActionTaken> Actions
    {
        get
        {
            lock (_gate) return [.. _actions];
        }
    }

    public void OnEvent(SweepEvent happened)
    {
        lock (_gate)
        {
            if (happened is SessionStanding standing) _sessions[standing.Session.Value] = standing;
            if (happened is ActionTaken action) _actions.Add(action);
        }

        if (happened is ActionTaken taken) Acted?.Invoke(taken);
    }

    public void OnPass(PassReport report)
    {
        // A pass by itself is nothing to look at; what it did has been told one by one.
    }

    /// <summary>How often each kind of action succeeded.</summary>
    public IReadOnlyDictionary<ActionKind, int> Done => Actions
        .Where(action => action.Outcome.Result == Result.Done)
        .GroupBy(action => action.Action)
        .ToDictionary(group => group.Key, group => group.Count());
}
