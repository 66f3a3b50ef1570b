using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Simulation.Recorded;

/// <summary>A journal, taken apart into the lives of its hosts, so that each can be played again.</summary>
public sealed class Recording
{
    private readonly Dictionary<string, (long Sequence, JournalState State)> _states = new(StringComparer.Ordinal);
    private readonly List<RecordedRun> _runs = [];

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
        // The scheduler and the janitors have nothing to do with what is judged.
        if (record.Event is not (SessionEvent or HostEvent)) return;
        if (Count++ == 0) First = record.At;
        Last = record.At;
        if (record.Event is HostEvent.Started started) Begin(started, started.Now);
        var supervisor = _states.GetValueOrDefault(JournalState.SupervisorStream).State as SupervisorRecord;
        // The start of the host that was running then may have been dropped: its life goes on from what is known of it.
        if (_runs.Count == 0 && supervisor is { Host: { } host }) Begin(host, supervisor.Pass?.Begin ?? host.Now);
        Fold(record);
        if (_runs.Count == 0) return;
        _runs[^1].Records.Add(Lean(record));
    }

    private void Begin(HostEvent.Started host, ClockReading known) => _runs.Add(
        new RecordedRun(host, known, new Dictionary<string, (long, JournalState)>(_states, StringComparer.Ordinal)));

    private void Fold(JournalRecord record)
    {
        var state = _states.TryGetValue(record.Stream, out var known) ? known.State : JournalState.Empty(record.Stream);
        _states[record.Stream] = (record.Sequence, state.After(record.Event, record.At));
    }

    /// <summary>
    /// Finds the place of each record on the steady clock, from the nearest record that tells both clocks: a step of the wall clock
    /// lies somewhere between two of those.
    /// </summary>
    private static void Place(RecordedRun run)
    {
        var following = new ClockReading[run.Records.Count];
        var next = (ClockReading?)null;
        for (var index = run.Records.Count - 1; index >= 0; index--)
        {
            next = ReadingOf(run.Records[index]) ?? next;
            following[index] = next ?? run.Host.Now;
        }

        var (before, first) = (run.Known, run.Records.Count == 0 ? 0 : run.Records[0].Number);
        foreach (var (record, index) in run.Records.Select((record, index) => (record, index)))
        {
            before = ReadingOf(record) ?? before;
            var after = following[index];
            var nearest = (record.At - before.Wall).Duration() <= (after.Wall - record.At).Duration() ? before : after;
            var timed = new Timed(ReadingOf(record)?.Steady ?? (record.At - (nearest.Wall - nearest.Steady)), record);
            if (JournalState.SessionOf(record.Stream) is { } session) run.Session(session).Events.Add(timed);
            else run.HostEvents.Add(timed);
            if (record.Event is not HostEvent.PassEnded ended) continue;
            run.Passes.Add(new RecordedPass(ended.Pass, first, record.Number));
            first = record.Number + 1;
        }
    }

    private static ClockReading? ReadingOf(JournalRecord record) => record.Event switch
    {
        SessionEvent.Observed observed => observed.Now,
        SessionEvent.Unusable unusable => unusable.Now,
        HostEvent.Started started => started.Now,
        _ => null,
    };

    /// <summary>Explanations are most of a journal, and nothing is played from them but their instant.</summary>
    private static JournalRecord Lean(JournalRecord record) => record.Event is SessionEvent.Judged judged
        ? record with { Event = judged with { Explanation = judged.Explanation with { Findings = [] } } }
        : record;

    /// <summary>Finds the looks of each pass; a pass that its host did not live to end is known by its looks alone.</summary>
    private static void Complete(RecordedRun run)
    {
        Place(run);
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

        foreach (var session in run.Sessions.Values)
        {
            session.NoteLooks(run.Passes);
            session.NoteEvents(run.Passes);
        }

        var at = 0;
        foreach (var timed in run.HostEvents.Where(timed => timed.Event is HostEvent.StrayIntended))
        {
            while (at < run.Passes.Count && run.Passes[at].Last < timed.Record.Number) at++;
            if (at < run.Passes.Count) run.Passes[at].Strays.Add(((HostEvent.StrayIntended)timed.Event).Container);
        }

        foreach (var pass in run.Passes) pass.Looks.Sort((one, other) => one.Order.CompareTo(other.Order));
    }
}
