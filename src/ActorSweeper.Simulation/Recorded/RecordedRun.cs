using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Simulation.Recorded;

/// <summary>A record with its place on the steady clock of the host that wrote it.</summary>
/// <param name="Steady">When, by that host's steady clock.</param>
/// <param name="Record">The record.</param>
internal readonly record struct Timed(DateTimeOffset Steady, JournalRecord Record)
{
    public JournalEvent Event => Record.Event;
}

/// <summary>One pass of a recorded host.</summary>
/// <param name="Summary">What the journal says of it.</param>
/// <param name="First">The number of the first record that belongs to it or comes after its begin.</param>
/// <param name="Last">The number of its own record: all of its looks are before.</param>
internal sealed record RecordedPass(PassSummary Summary, long First, long Last)
{
    /// <summary>The sessions that the journal tells something new about, in the order of their looks, and when those were.
    /// Who asked for a place among the containers is in the order in which the places were given.</summary>
    public List<(SessionId Session, DateTimeOffset Steady, long Order)> Looks { get; } = [];

    /// <summary>The sessions with events in it or in the pass before: all others are as they were.</summary>
    public List<RecordedSession> Stirs { get; } = [];

    /// <summary>Containers of nobody that were listed in it.</summary>
    public List<Container> Strays { get; } = [];
}

/// <summary>The life of one recorded host.</summary>
internal sealed class RecordedRun
{
    private readonly Dictionary<SessionId, RecordedSession> _sessions = [];
    private List<RecordedSession> _byName = [];

    public RecordedRun(
        HostEvent.Started host, ClockReading known, IReadOnlyDictionary<string, (long Sequence, JournalState State)> before) =>
        (Host, Known, Before) = (host, known, before);

    public HostEvent.Started Host { get; }

    /// <summary>Both clocks before its first record.</summary>
    public ClockReading Known { get; }

    /// <summary>What each stream added up to when the host started.</summary>
    public IReadOnlyDictionary<string, (long Sequence, JournalState State)> Before { get; }

    public List<RecordedPass> Passes { get; } = [];

    /// <summary>Events of the supervisor's stream.</summary>
    public List<Timed> HostEvents { get; } = [];

    /// <summary>All records, in order.</summary>
    public List<JournalRecord> Records { get; } = [];

    public IReadOnlyDictionary<SessionId, RecordedSession> Sessions => _sessions;

    /// <summary>The sessions in the order of their names.</summary>
    public IReadOnlyList<RecordedSession> ByName => _byName.Count == _sessions.Count
        ? _byName
        : _byName = [.. _sessions.Values.OrderBy(session => session.Id.Value, StringComparer.Ordinal)];

    public RecordedSession Session(SessionId id)
    {
        if (_sessions.TryGetValue(id, out var known)) return known;
        var before = Before.GetValueOrDefault(JournalState.StreamOf(id), (0, SessionRecord.Empty));
        return _sessions[id] = new RecordedSession(id, before.Sequence, (SessionRecord)before.State);
    }
}
