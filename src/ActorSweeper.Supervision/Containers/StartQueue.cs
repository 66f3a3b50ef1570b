using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Supervision.Containers;

/// <summary>
/// Places among the running containers, and the queue for them: oldest due message first. A session has at most one place or
/// one position.
/// </summary>
internal class StartQueue
{
    private readonly HashSet<string> _running = new(StringComparer.Ordinal);
    private readonly HashSet<SessionId> _granted = [];
    private readonly HashSet<SessionId> _requested = [];
    private readonly Dictionary<SessionId, (DateTimeOffset DueSince, IActorRef Waiter)> _waiting = [];

    /// <summary>The runtime's listing is the truth about what runs; requests sent before it have either shown or been lost.</summary>
    public void Listed(IEnumerable<string> containers)
    {
        _running.Clear();
        _running.UnionWith(containers);
        _requested.Clear();
    }

    public void Started(SessionId session, string? container)
    {
        _granted.Remove(session);
        if (container is null) _requested.Add(session);
        else _running.Add(container);
    }

    public void Ended(string container) => _running.Remove(container);

    public virtual void Release(SessionId session)
    {
        _granted.Remove(session);
        _waiting.Remove(session);
    }

    /// <summary>Grants a place, or puts the session into the queue.</summary>
    /// <returns>Null when granted; else how many are ahead.</returns>
    public virtual int? Request(SessionId session, DateTimeOffset dueSince, IActorRef waiter, int? maxConcurrent)
    {
        _waiting[session] = (dueSince, waiter);
        var ahead = _waiting.Count(other => Before((other.Key, other.Value.DueSince), (session, dueSince)));
        if (ahead >= Free(maxConcurrent)) return ahead;
        _waiting.Remove(session);
        _granted.Add(session);
        return null;
    }

    /// <summary>Grants free places to those who wait.</summary>
    /// <returns>Who is granted one now.</returns>
    public virtual IReadOnlyList<IActorRef> Grant(int? maxConcurrent)
    {
        var next = _waiting.OrderBy(waiter => waiter.Value.DueSince)
            .ThenBy(waiter => waiter.Key.Value, StringComparer.Ordinal)
            .Take(Math.Max(0, Free(maxConcurrent)))
            .ToList();
        foreach (var (session, _) in next)
        {
            _waiting.Remove(session);
            _granted.Add(session);
        }

        return next.ConvertAll(waiter => waiter.Value.Waiter);
    }

    private int Free(int? maxConcurrent) =>
        maxConcurrent is { } most ? most - _running.Count - _granted.Count - _requested.Count : int.MaxValue;

    private static bool Before((SessionId Session, DateTimeOffset DueSince) one, (SessionId Session, DateTimeOffset DueSince) other) =>
        one.DueSince < other.DueSince
        || (one.DueSince == other.DueSince && string.CompareOrdinal(one.Session.Value, other.Session.Value) < 0);
}
