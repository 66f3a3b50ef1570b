using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;
using ActorSweeper.Supervision.Events;
using ActorSweeper.Supervision.Sessions;

namespace ActorSweeper.Supervision.Passes;

/// <summary>The books of one pass: what it waits for, and what it has found. Decides nothing.</summary>
internal sealed class Pass
{
    private readonly HashSet<string> _sources;
    private readonly Dictionary<SessionId, Session> _sessions = [];
    private readonly Queue<Session> _unread = new();
    private readonly HashSet<SessionId> _reading = [];
    private readonly HashSet<SessionId> _unsettled = [];
    private readonly List<ActionTaken> _actions = [];
    private readonly List<Notice> _errors = [];
    private readonly List<Beat> _beats = [];
    private int _examined;
    private int _degraded;

    public Pass(long id, ClockReading begin, IEnumerable<string> sources, bool freshTolerance, bool strays, bool seriesWait)
    {
        (Id, Begin, FreshTolerance, LooksForStrays, SeriesWait) = (id, begin, freshTolerance, strays, seriesWait);
        _sources = sources.ToHashSet(StringComparer.Ordinal);
    }

    public long Id { get; }

    public ClockReading Begin { get; }

    /// <summary>Whether the clock had a gap: every container is given a full tolerance.</summary>
    public bool FreshTolerance { get; }

    /// <summary>Whether containers of nobody are looked for in this pass.</summary>
    public bool LooksForStrays { get; }

    /// <summary>Whether the series of messages finished earlier wait, because no recurrence tick has come.</summary>
    public bool SeriesWait { get; }

    /// <summary>Who asked for the report.</summary>
    public List<IActorRef> Askers { get; } = [];

    public StopGate Gate { get; } = new();

    /// <summary>The sources that could not be read: their sessions are unknown, not gone.</summary>
    public HashSet<string> FailedSources { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<Container>? Containers { get; private set; }

    public string? ContainersError { get; private set; }

    public HashSet<string> Strays { get; } = new(StringComparer.Ordinal);

    public int Running { get; set; }

    public bool HasEverything => _sources.Count == 0 && (Containers is not null || ContainersError is not null);

    public bool IsRead => _unread.Count == 0 && _reading.Count == 0;

    public bool IsOver => HasEverything && IsRead && _unsettled.Count == 0 && Strays.Count == 0;

    public IReadOnlyCollection<Session> Sessions => _sessions.Values;

    public bool Lists(SessionId session) => _sessions.ContainsKey(session);

    public void SessionsListed(string source, IReadOnlyList<Session> sessions)
    {
        _sources.Remove(source);
        foreach (var session in sessions) _sessions[session.Id] = session;
    }

    public void SourceFailed(string source)
    {
        _sources.Remove(source);
        FailedSources.Add(source);
    }

    /// <summary>A session whose source could not be read is supervised as it was last known.</summary>
    public void Keep(Session session) => _sessions.TryAdd(session.Id, session);

    public void ContainersListed(IReadOnlyList<Container> containers) => Containers = containers;

    public void ContainersUnlisted(string why) => ContainersError = why;

    public void Enqueue(Session session) => _unread.Enqueue(session);

    /// <summary>The next session to read, while fewer than so many are being read.</summary>
    public Session? Next(int parallelism)
    {
        if (_reading.Count >= parallelism || !_unread.TryDequeue(out var session)) return null;
        _reading.Add(session.Id);
        _unsettled.Add(session.Id);
        return session;
    }

    public void Looked(Looked looked)
    {
        _reading.Remove(looked.Session);
        _examined++;
        if (looked.Degraded) _degraded++;
        if (looked.Beat is { } beat) _beats.Add(new Beat(looked.Session, beat));
    }

    /// <summary>Nothing can have changed about this session: that is known without a look.</summary>
    public void Rested(SessionId session)
    {
        Settled(session);
        _examined++;
    }

    /// <summary>The pass goes on without waiting for this session to be read.</summary>
    public bool Overdue(SessionId session) => _reading.Remove(session);

    public void Settled(SessionId session)
    {
        _reading.Remove(session);
        _unsettled.Remove(session);
    }

    public void Note(SweepEvent happened)
    {
        if (happened is ActionTaken action) _actions.Add(action);
        if (happened is Notice { Severity: not Severity.Information } notice) _errors.Add(notice);
    }

    /// <summary>The pass as the journal keeps it.</summary>
    public PassSummary Summary() => new(
        Id,
        Begin,
        FreshTolerance,
        LooksForStrays,
        ContainersError,
        [.. FailedSources],
        _sessions.Count,
        Running,
        _degraded,
        _beats,
        SeriesWait);

    public PassReport Report(DateTimeOffset now) =>
        new(Begin.Wall, now, _examined, Running, _degraded, _actions, _errors);
}
