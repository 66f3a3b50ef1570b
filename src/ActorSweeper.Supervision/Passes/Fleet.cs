using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Supervision.Journaling;
using ActorSweeper.Supervision.Sessions;

namespace ActorSweeper.Supervision.Passes;

/// <summary>The session actors of one supervisor, and which containers are theirs. Works in the supervisor's context only.</summary>
internal sealed class Fleet
{
    private readonly IUntypedActorContext _context;
    private readonly SessionPorts _ports;
    private readonly int _snapshotEvery;
    private readonly Dictionary<SessionId, SessionChild> _children = [];
    private readonly Dictionary<string, SessionId> _owners = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<SessionId>> _listed = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<SessionId, Container> _running = new Dictionary<SessionId, Container>();

    public Fleet(IUntypedActorContext context, SessionPorts ports, int snapshotEvery) =>
        (_context, _ports, _snapshotEvery) = (context, ports, snapshotEvery);

    public bool AnyBusy => _children.Values.Any(child => child.Busy);

    public SessionChild? Find(SessionId session) => _children.GetValueOrDefault(session);

    public SessionChild? FindByActor(string name) => _children.Values.FirstOrDefault(child => child.Actor.Path.Name == name);

    public SessionChild? OwnerOf(string container) => _owners.TryGetValue(container, out var session) ? Find(session) : null;

    /// <summary>Whether it can be said whom an operator's order concerns: dead letters are on record, which has to be read first.</summary>
    public bool Knows(OperatorOrder order) => order.Session is not null || _children.Values.All(child => child.Memory.Journal.IsAttached);

    /// <summary>Every session is looked at in the next pass.</summary>
    public void EndRests()
    {
        foreach (var child in _children.Values) child.Rest = null;
    }

    /// <summary>Whom an operator's order concerns.</summary>
    public IReadOnlyList<SessionChild> FindFor(OperatorOrder order)
    {
        if (order.Session is { } session) return Find(session) is { } child ? [child] : [];
        return _children.Values
            .Where(child => child.Memory.Record.DeadLetters.Any(letter => letter.MessageId == order.MessageId)).ToList();
    }

    public void Owns(SessionId session, string container) => _owners[container] = session;

    /// <summary>Notes which sessions a source lists.</summary>
    public IReadOnlyList<Session> Listed(string source, IReadOnlyList<Session> sessions)
    {
        _listed[source] = sessions.Select(session => session.Id).ToHashSet();
        return sessions;
    }

    public IEnumerable<Session> SessionsOf(string source) =>
        _children.Values.Where(child => child.Source == source).Select(child => child.Session);

    /// <summary>Gives new sessions an actor, and takes it from those that are no longer active.</summary>
    /// <returns>The sessions that are gone.</returns>
    public IReadOnlyList<SessionId> Reconcile(Pass pass, ContainerMatch match, Func<Session, Look> first)
    {
        _running = match.OfSession;
        _owners.Clear();
        foreach (var (session, container) in match.OfSession) _owners[container.Id] = session;
        var gone = _children.Where(child => !pass.Lists(child.Key) && !child.Value.Busy).Select(child => child.Key).ToList();
        foreach (var session in gone)
        {
            _children[session].Actor.Tell(new Unlist());
            _children.Remove(session);
        }

        foreach (var session in pass.Sessions) Adopt(session, first);
        return gone;
    }

    public ContainerView ViewOf(Session session, Pass pass, bool canAsk)
    {
        if (!canAsk) return Believed(session);
        if (pass.ContainersError is { } error) return new ContainerView.Unknown(error);
        return _running.TryGetValue(session.Id, out var container) ? new ContainerView.Running(container) : ContainerView.Stopped.Instance;
    }

    /// <summary>Where the runtime cannot be asked at all, the source's own belief is what there is to report on.</summary>
    private static ContainerView Believed(Session session) => session.ReportedRunning
        ? new ContainerView.Running(new Container("reported-" + session.Id, "reported by the source", session.Id, session.Directory, null))
        : ContainerView.Stopped.Instance;

    private void Adopt(Session session, Func<Session, Look> first)
    {
        var source = SourceOf(session.Id);
        if (_children.TryGetValue(session.Id, out var known))
        {
            (known.Session, known.Source) = (session, source);
            return;
        }

        // A session that was gone only just now: the name of its last actor is free when that has ended. A later pass sees to it.
        var name = ActorName(session.Id);
        if (!_context.Child(name).IsNobody()) return;
        var ports = _ports.Of(session.Id);
        var memory = new SessionMemory(new EventSourced<SessionRecord>(
            JournalState.StreamOf(session.Id), ports.Journal, ports.Clock, _snapshotEvery));
        var look = first(session);
        var actor = _context.ActorOf(Props.Create(() => new SessionActor(look, ports, memory)), name);
        _children[session.Id] = new SessionChild { Actor = actor, Memory = memory, Session = session, Source = source };
    }

    private string SourceOf(SessionId session)
    {
        foreach (var (source, listed) in _listed)
        {
            if (listed.Contains(session)) return source;
        }

        throw new InvalidOperationException($"no source lists session {session}");
    }

    /// <summary>Actor names allow few characters; everything else is written as its code, so that different ids stay different.</summary>
    private static string ActorName(SessionId session) => "session-" + string.Concat(session.Value.Select(
        character =>
            char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' ? character.ToString() : $"~{(int)character:x4}"));
}
