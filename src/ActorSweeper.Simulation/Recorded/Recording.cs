using ActorSweeper.Core.Journal;

namespace ActorSweeper.Simulation.Recorded;

/// <summary>A journal, taken apart into the lives of its hosts, so that each can be played again.</summary>
public sealed class Recording
{
    private readonly Dictionary<string, (long Sequence, JournalState State)> _states = new(StringComparer.Ordinal);
    private readonly List<RecordedRun> _runs = [];
    private TimeSpan _offset;
    private long _passFirst;

    private Recording()
    {
    }

    /// <summary>The hosts' lives, in order.</summary>
    internal IReadOnlyList<RecordedRun> Runs => _runs;

    /// <summary>How many records it has.</summary>
    public long Count { get; private set; }

    /// <summary>When the first of them happened.</summary>
    public DateTimeOffset First { get; private set; }

    /// <summary>When the last of them happened.</summary>
    public DateTimeOffset Last { get; private set; }

    /// <summary>Reads a journal.</summary>
    /// <exception cref="JournalException">It cannot be read.</exception>
    public static async Task<Recording> ReadAsync(IJournal journal, DateTimeOffset? to, CancellationToken cancellation)
    {
        var recording = new Recording();
        foreach (var known in await journal.BasesAsync(cancellation))
            recording._states[known.Stream] = (known.Sequence, known.State);
        await foreach (var record in journal.ReadAsync(new JournalQuery(To: to), cancellation)) recording.Add(record);
        foreach (var run in recording._runs) Complete(run);
        return recording;
    }

    private void Add(JournalRecord record)
    {
        if (Count++ == 0) First = record.At;
        Last = record.At;
        if (record.Event is HostEvent.Started started) Begin(started, record.Number);
        var supervisor = _states.GetValueOrDefault(JournalState.SupervisorStream).State as SupervisorRecord;
        if (_runs.Count == 0 && supervisor is { Host: { } host })
        {
            // The start of the host that was running then has been dropped: its life goes on from what is known of it.
            Begin(host, record.Number);
            if (supervisor.Pass is { } pass) _offset = pass.Begin.Wall - pass.Begin.Steady;
        }

        Fold(record);
        if (_runs.Count == 0) return;
        Place(_runs[^1], record);
    }

    private void Begin(HostEvent.Started host, long number)
    {
        _runs.Add(new RecordedRun(host, new Dictionary<string, (long, JournalState)>(_states, StringComparer.Ordinal)));
        _offset = host.Now.Wall - host.Now.Steady;
        _passFirst = number;
    }

    private void Fold(JournalRecord record)
    {
        var state = _states.TryGetValue(record.Stream, out var known) ? known.State : JournalState.Empty(record.Stream);
        _states[record.Stream] = (record.Sequence, state.After(record.Event, record.At));
    }

    private void Place(RecordedRun run, JournalRecord record)
    {
        var reading = record.Event switch
        {
            SessionEvent.Observed observed => observed.Now,
            SessionEvent.Unusable unusable => unusable.Now,
            HostEvent.Started started => started.Now,
            _ => (Core.Time.ClockReading?)null,
        };
        if (reading is { } now) _offset = now.Wall - now.Steady;
        var timed = new Timed(reading?.Steady ?? (record.At - _offset), Lean(record));
        run.Records.Add(timed.Record);
        if (JournalState.SessionOf(record.Stream) is { } session) run.Session(session).Events.Add(timed);
        else run.HostEvents.Add(timed);
        if (record.Event is HostEvent.PassEnded ended)
        {
            run.Passes.Add(new RecordedPass(ended.Pass, _passFirst, record.Number));
            _passFirst = record.Number + 1;
        }
    }

    /// <summary>Explanations are most of a journal, and nothing is played from them but their instant.</summary>
    private static JournalRecord Lean(JournalRecord record) => record.Event is SessionEvent.Judged judged
        ? record with { Event = judged with { Explanation = judged.Explanation with { Findings = [] } } }
        : record;

    /// <summary>Finds the looks of each pass; a pass that its host did not live to end is known by its looks alone.</summary>
    private static void Complete(RecordedRun run)
    {
        var last = run.Passes.Count == 0 ? 0 : run.Passes[^1].Last;
        var rest = run.Sessions.Values.SelectMany(session => session.Events)
            .Where(timed => timed.Record.Number > last && timed.Event is SessionEvent.Observed { Pass: > 0 })
            .ToList();
        if (rest.Count > 0)
        {
            var begin = rest.MinBy(timed => timed.Steady);
            var observed = (SessionEvent.Observed)begin.Event;
            run.Passes.Add(new RecordedPass(
                new PassSummary(observed.Pass, observed.Now, false, true, null, [], 0, 0, 0, []), last + 1, long.MaxValue));
        }

        foreach (var session in run.Sessions.Values) session.NoteLooks(run.Passes);
        var at = 0;
        foreach (var timed in run.HostEvents.Where(timed => timed.Event is HostEvent.StrayIntended))
        {
            while (at < run.Passes.Count && run.Passes[at].Last < timed.Record.Number) at++;
            if (at < run.Passes.Count) run.Passes[at].Strays.Add(((HostEvent.StrayIntended)timed.Event).Container);
        }

        foreach (var pass in run.Passes) pass.Looks.Sort((one, other) => one.Order.CompareTo(other.Order));
    }
}
