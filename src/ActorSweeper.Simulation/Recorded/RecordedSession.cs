using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Simulation.Recorded;

/// <summary>What a journal tells of one session in one host's life, and how far a replay has come in it.</summary>
internal sealed class RecordedSession
{
    private readonly HashSet<long> _taken = [];
    private readonly Queue<(DateTimeOffset Steady, string Error)> _failures = new();
    private int _looked;
    private int _checked;
    private int _acted;

    public RecordedSession(SessionId id, long sequence, SessionRecord before)
    {
        (Id, Sequence, Record, Current) = (id, sequence, before, before.Current is { } known ? new RecordedLife(known, null) : null);
        (Evidence, Answered) = (before.Seen?.Evidence ?? SessionEvidence.Empty, before.Seen?.Answered ?? []);
    }

    public SessionId Id { get; }

    public List<Timed> Events { get; } = [];

    /// <summary>What the events come to by now.</summary>
    public SessionRecord Record { get; private set; }

    /// <summary>The sequence of the last of them.</summary>
    public long Sequence { get; private set; }

    /// <summary>The present life; null while no container runs.</summary>
    public RecordedLife? Current { get; private set; }

    public SessionEvidence Evidence { get; private set; }

    public IReadOnlyList<string> Answered { get; private set; }

    /// <summary>Why its files could not be used; null while they could.</summary>
    public SessionEvent.Unusable? Fault { get; private set; }

    /// <summary>The pass that told of its newest heartbeat; 0 for none.</summary>
    public long BeatIn { get; private set; }

    /// <summary>The pass in which the journal tells something new of it; 0 for none.</summary>
    public long NewsIn { get; set; }

    /// <summary>Notes each pass that tells something new about the session, with the instant of its look.</summary>
    public void NoteLooks(IReadOnlyList<RecordedPass> passes)
    {
        var index = 0;
        foreach (var pass in passes)
        {
            DateTimeOffset? look = null;
            DateTimeOffset? first = null;
            var order = long.MaxValue;
            var (hasAsked, hasExited) = (false, false);
            for (; index < Events.Count && Events[index].Record.Number <= pass.Last; index++)
            {
                var timed = Events[index];
                if (timed.Steady < pass.Summary.Begin.Steady) continue;
                hasExited |= timed.Event is SessionEvent.Exited;
                if (hasExited) continue;
                first ??= timed.Steady;
                look ??= InstantOf(timed);
                if (hasAsked || (order != long.MaxValue && !AsksForPlace(timed.Event))) continue;
                (order, hasAsked) = (timed.Record.Number, AsksForPlace(timed.Event));
            }

            if ((look ?? first) is { } instant) pass.Looks.Add((Id, instant, order));
        }
    }

    /// <summary>Notes each pass that this session has events in, or had some in the pass before.</summary>
    public void NoteEvents(IReadOnlyList<RecordedPass> passes)
    {
        var pass = 0;
        foreach (var timed in Events)
        {
            while (pass < passes.Count && passes[pass].Last < timed.Record.Number) pass++;
            for (var stirred = pass; stirred < Math.Min(pass + 2, passes.Count); stirred++)
            {
                if (passes[stirred].Stirs is not [.., var last] || last != this) passes[stirred].Stirs.Add(this);
            }
        }
    }

    /// <summary>A newer heartbeat, as a pass tells it.</summary>
    public void Beat(DateTimeOffset at, long pass)
    {
        Evidence = Evidence with { Heartbeat = at };
        BeatIn = pass;
    }

    /// <summary>The record of the look that is next expected at this very instant; 0 when none is.</summary>
    public long Expected { get; set; }

    /// <summary>
    /// Takes in what looks before an instant have found, and what the one at this instant did. Of several at one instant each has its
    /// turn; at the begin of a pass only the one that is expected has.
    /// </summary>
    public void LookAt(DateTimeOffset steady, DateTimeOffset passBegin)
    {
        var hasLooked = false;
        for (; _looked < Events.Count; _looked++)
        {
            var timed = Events[_looked];
            if (timed.Event is not (SessionEvent.Observed or SessionEvent.Unusable)) continue;
            if (timed.Steady > steady) return;
            if (timed.Steady == steady && (hasLooked || (steady == passBegin && timed.Record.Number > Expected))) return;
            hasLooked |= timed.Steady == steady;
            if (timed.Event is SessionEvent.Unusable unusable)
            {
                Fault = unusable;
                continue;
            }

            var observed = (SessionEvent.Observed)timed.Event;
            (Evidence, Answered, Fault) = (observed.Change.ApplyTo(Evidence), observed.Answered, null);
        }
    }

    /// <summary>The number of the last look of a pass before it led to anything that ends in another look; 0 for none.</summary>
    public long LookIn(RecordedPass pass)
    {
        var look = 0L;
        foreach (var timed in EventsIn(pass))
        {
            if (timed.Event is SessionEvent.Exited or SessionEvent.Intended { Intent: Intent.Stop }) break;
            if (timed.Event is SessionEvent.Observed or SessionEvent.Unusable) look = timed.Record.Number;
        }

        return look;
    }

    /// <summary>Takes in everything before a pass: how it is listed, and which container lives.</summary>
    public void ComeTo(RecordedPass pass, bool adoptsFromNow)
    {
        for (; _acted < Events.Count; _acted++)
        {
            var timed = Events[_acted];
            if (timed.Record.Number >= pass.First && (timed.Record.Number > pass.Last || timed.Steady >= pass.Summary.Begin.Steady)) return;
            (Record, Sequence) = (Record.After(timed.Event, timed.Record.At), timed.Record.Sequence);
            Current = RecordedLife.After(Current, timed, adoptsFromNow);
        }
    }

    /// <summary>Its actor failed then.</summary>
    public void Fails(DateTimeOffset steady, string error) => _failures.Enqueue((steady, error));

    public string? TakeFailure(DateTimeOffset now, TimeSpan around)
    {
        if (!_failures.TryPeek(out var next) || next.Steady > now + around) return null;
        return _failures.Dequeue().Error;
    }

    /// <summary>The first event of a kind that has not been taken yet, from an instant on or shortly before; taken with this.</summary>
    public Timed? Take(Func<JournalEvent, bool> isIt, DateTimeOffset from, DateTimeOffset to)
    {
        if (Find(isIt, from, to) is not { } found) return null;
        _taken.Add(found.Record.Number);
        return found;
    }

    /// <summary>The same without taking it.</summary>
    public Timed? Find(Func<JournalEvent, bool> isIt, DateTimeOffset from, DateTimeOffset to)
    {
        for (var index = IndexAt(from); index < Events.Count && Events[index].Steady <= to + Slack; index++)
        {
            var timed = Events[index];
            if (timed.Steady >= from && timed.Steady <= to && isIt(timed.Event) && !IsTaken(timed)) return timed;
        }

        return null;
    }

    /// <summary>The last event of a kind before an instant, taken or not.</summary>
    public Timed? Before(Func<JournalEvent, bool> isIt, DateTimeOffset steady)
    {
        for (var index = Math.Min(IndexAt(steady + Slack), Events.Count) - 1; index >= 0; index--)
        {
            if (Events[index].Steady <= steady && isIt(Events[index].Event)) return Events[index];
        }

        return null;
    }

    /// <summary>What its looks in a pass have told, and what they led to while the pass went on.</summary>
    public IEnumerable<Timed> EventsIn(RecordedPass pass)
    {
        for (var index = _acted; index < Events.Count && Events[index].Record.Number <= pass.Last; index++)
            yield return Events[index];
    }

    /// <summary>Stops and successful starts before the present pass that nobody has taken; each is told once.</summary>
    public IEnumerable<Timed> MissedActs()
    {
        for (; _checked < _acted; _checked++)
        {
            var timed = Events[_checked];
            if (IsTaken(timed) || timed.Event is not SessionEvent.Intended intended) continue;
            if (intended.Intent is Intent.Stop || (intended.Intent is Intent.Wake && BeganLife(timed))) yield return timed;
        }
    }

    private bool BeganLife(Timed wake) => After(
        wake.Record.Number, happened => happened is SessionEvent.Concluded or SessionEvent.LifeBegan { Adopted: false })
        ?.Event is SessionEvent.LifeBegan;

    public bool IsTaken(Timed timed) => _taken.Contains(timed.Record.Number);

    /// <summary>The first event of a kind after a record.</summary>
    public Timed? After(long number, Func<JournalEvent, bool> isIt)
    {
        for (var index = IndexOf(number + 1); index < Events.Count; index++)
        {
            if (isIt(Events[index].Event)) return Events[index];
        }

        return null;
    }

    private int IndexOf(long number)
    {
        var low = 0;
        for (var high = Events.Count; low < high;)
        {
            var middle = (low + high) / 2;
            if (Events[middle].Record.Number < number) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    // Events of one look are written within moments, but not always in the order of their instants.
    private int IndexAt(DateTimeOffset steady)
    {
        var low = 0;
        for (var high = Events.Count; low < high;)
        {
            var middle = (low + high) / 2;
            if (Events[middle].Steady < steady - Slack) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    private static bool AsksForPlace(JournalEvent happened) => happened is SessionEvent.Intended { Intent: Intent.Wake }
        or SessionEvent.Acted { Action: Core.Judging.ActionKind.Wake, Outcome.Result: Core.Judging.Result.Queued };

    /// <summary>The instant that a look judged by; null for what is told before or after it.</summary>
    private static DateTimeOffset? InstantOf(Timed timed) => timed.Event switch
    {
        SessionEvent.Observed or SessionEvent.Unusable => timed.Steady,
        SessionEvent.Judged judged => timed.Steady - (timed.Record.At - judged.Explanation.At),
        _ => null,
    };
}
