using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Spelling;
using ActorSweeper.Simulation.InMemory;
using ActorSweeper.Simulation.Scenarios.Language;
using ActorSweeper.Supervision;

namespace ActorSweeper.Simulation.Scenarios;

/// <summary>What the commands of a running scenario act upon: the world, its host, and what is yet to come.</summary>
internal sealed class Stage
{
    private readonly PriorityQueue<Action, (TimeSpan At, long Order)> _agenda = new();
    private readonly List<Shown> _shown = [];
    private int _callsShown;
    private long _order;

    public Stage(DateTimeOffset begin, SupervisionSettings settings)
    {
        Begin = begin;
        World = new World(begin);
        World.Runtime.StartFault = session => StartFaults.GetValueOrDefault(session.Id.Value)?.Invoke();
        Host = new StageHost(World, settings);
    }

    /// <summary>A line that was asked for.</summary>
    /// <param name="After">How many events the journal had.</param>
    /// <param name="IsLate">Whether events of before may be written only later.</param>
    /// <param name="Line">The line.</param>
    private sealed record Shown(int After, bool IsLate, JournalLine Line);

    public DateTimeOffset Begin { get; }

    public World World { get; }

    public StageHost Host { get; }

    /// <summary>Why starts of sessions fail.</summary>
    public Dictionary<string, Func<Exception>> StartFaults { get; } = new(StringComparer.Ordinal);

    /// <summary>This instant by the wall clock.</summary>
    public DateTimeOffset Now => World.Clock.GetUtcNow();

    /// <summary>This instant by the steady clock, since the beginning.</summary>
    private TimeSpan Elapsed => World.Clock.GetElapsedTime(0);

    /// <summary>Which instant a command means; this one when it names none.</summary>
    public DateTimeOffset On(ScenarioInstant? instant) => instant?.On(Begin, Now) ?? Now;

    /// <summary>A session that there is.</summary>
    /// <exception cref="ScenarioMistakeException">There is none of that name.</exception>
    public SimulatedSession Session(string name)
    {
        var known = World.Files.Sessions.Select(session => session.Listed.Id.Value).ToList();
        if (known.Contains(name)) return World.Files[name];
        var hint = Nearest.To(name, known) is { } near ? $"did you mean {near}?" : $"expected 'session {name}' before it";
        throw new ScenarioMistakeException($"there is no session {name}; {hint}");
    }

    /// <summary>The container of a session that started last; null when none runs.</summary>
    public Container? Running(string session) => World.Runtime.Containers
        .Where(container => container.Session?.Value == session)
        .MaxBy(container => (container.StartedAt, container.Id.Length, container.Id));

    /// <summary>The container of a session that started last.</summary>
    /// <exception cref="ScenarioMistakeException">None runs.</exception>
    public Container Container(string session) => Running(Session(session).Listed.Id.Value)
        ?? throw new ScenarioMistakeException(
            $"no container of {session} runs now; expected 'container {session}', or a time at which one does");

    /// <summary>Lets time pass until so long after the beginning, and does what is to be done meanwhile.</summary>
    public void GoTo(TimeSpan at)
    {
        Host.StartIfNew();
        while (_agenda.TryPeek(out var act, out var due) && due.At <= at)
        {
            _agenda.Dequeue();
            World.At(due.At);
            act();
            Settle();
        }

        World.At(at);
        Settle();
    }

    /// <summary>Has something done again and again.</summary>
    /// <param name="every">How often.</param>
    /// <param name="until">Until so long after the beginning.</param>
    /// <param name="act">What.</param>
    public void Repeat(TimeSpan every, TimeSpan until, Action act)
    {
        for (var at = Elapsed + every; at <= until; at += every) _agenda.Enqueue(act, (at, _order++));
    }

    /// <summary>Runs everything that is ready to run; no time passes.</summary>
    public void Settle() => World.Settle();

    /// <summary>Adds a line to the transcript.</summary>
    public void Show(string who, string what, string text)
    {
        Settle();
        _shown.Add(new Shown(
            World.Journal.Records.Count, World.Journal.Fault is not null, new JournalLine(Now, who, "= " + what, text)));
    }

    /// <summary>Adds a line with what the runtime has been asked for since the last one.</summary>
    public void ShowCalls()
    {
        var calls = World.Runtime.Calls.Skip(_callsShown).ToList();
        _callsShown = World.Runtime.Calls.Count;
        Show(JournalLine.Host, "calls", calls.Count == 0 ? "none" : string.Join(", ", calls));
    }

    /// <summary>The journal in readable form, and what was shown.</summary>
    public IReadOnlyList<string> Transcript()
    {
        var records = World.Journal.Records;
        var places = records.Select((record, index) => (record.Number, After: index + 1))
            .ToDictionary(place => place.Number, place => place.After);
        return
        [
            .. JournalTranscript.Of(records, Begin).Select(line => (After: places[line.Number], line.Line))
                .Concat(_shown.Select(shown => (After: PlaceOf(shown, records), shown.Line)))
                .OrderBy(line => line.After)
                .Select(line => line.Line.ToText(Begin)),
        ];
    }

    private static int PlaceOf(Shown shown, IReadOnlyList<JournalRecord> records)
    {
        var place = shown.After;
        while (shown.IsLate && place < records.Count && records[place].At <= shown.Line.At) place++;
        return place;
    }
}
