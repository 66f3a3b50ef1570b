using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Simulation.Recorded;

/// <summary>One decision, recorded or replayed.</summary>
/// <param name="At">When it was made, by the wall clock.</param>
/// <param name="Session">For which session; null for a container of nobody.</param>
/// <param name="Action">What was decided.</param>
/// <param name="MessageId">The message concerned, where one is.</param>
/// <param name="Why">The rule and the evidence.</param>
/// <param name="Result">How it ended.</param>
/// <param name="Life">The number of the container life in which it was made.</param>
/// <param name="Follows">Whether it only follows from an earlier difference.</param>
public sealed record Decision(
    DateTimeOffset At,
    SessionId? Session,
    ActionKind Action,
    string? MessageId,
    Reason Why,
    Result Result,
    int Life,
    bool Follows = false)
{
    /// <summary>Whether another is the same decision, whenever it was made.</summary>
    public bool IsSame(Decision other) => Action == other.Action && MessageId == other.MessageId && Why.Rule == other.Why.Rule
        && Result == other.Result;
}

/// <summary>Reads decisions off a journal as it grows.</summary>
internal sealed class DecisionReader
{
    private readonly Dictionary<(string Stream, long Intent), DateTimeOffset> _intended = [];
    private readonly Dictionary<(string Stream, string Container), DateTimeOffset> _stops = [];
    private readonly Dictionary<string, int> _lives = new(StringComparer.Ordinal);

    public List<Decision> Decisions { get; } = [];

    public void StartAt(string stream, SessionRecord record) => _lives[stream] = record.Incarnation;

    /// <summary>Takes in a record; a decision is made when it is intended and known when it has ended.</summary>
    public Decision? Read(JournalRecord record)
    {
        switch (record.Event)
        {
            case SessionEvent.LifeBegan began:
                _lives[record.Stream] = began.Incarnation;
                return null;
            case SessionEvent.Intended { Intent: var intent }:
                _intended[(record.Stream, intent.Id)] =
                    intent is Intent.Stop stop ? FirstRung(record, stop) : record.At;
                return null;
            case SessionEvent.Acted acted when acted.Action != ActionKind.Adopt:
                var at = acted.Intent is { } id ? _intended.GetValueOrDefault((record.Stream, id), record.At) : record.At;
                return Note(new Decision(
                    at,
                    JournalState.SessionOf(record.Stream),
                    acted.Action,
                    acted.MessageId,
                    acted.Why,
                    acted.Outcome.Result,
                    _lives.GetValueOrDefault(record.Stream)));
            case SessionEvent.Concluded concluded:
                _intended.Remove((record.Stream, concluded.Intent));
                return null;
            case HostEvent.StrayEnded stray:
                return Note(new Decision(
                    record.At, stray.Session, ActionKind.StopOrphan, stray.ContainerId, stray.Why, stray.Outcome.Result, 0));
            default:
                return null;
        }
    }

    private DateTimeOffset FirstRung(JournalRecord record, Intent.Stop stop)
    {
        var key = (record.Stream, stop.Container.Id);
        if (stop.Rung != Core.Containers.StopRung.Stop && _stops.TryGetValue(key, out var first)) return first;
        return _stops[key] = record.At;
    }

    private Decision Note(Decision decision)
    {
        Decisions.Add(decision);
        return decision;
    }
}
