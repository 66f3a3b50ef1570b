using ActorSweeper.Core.Sessions;
using ActorSweeper.Simulation.InMemory;
using ActorSweeper.Simulation.Seeded.Agents;
using ActorSweeper.Simulation.Seeded.Observing;
using ActorSweeper.Simulation.Seeded.Planning;
using ActorSweeper.Supervision;

namespace ActorSweeper.Simulation.Seeded;

/// <summary>What all parts of a simulated run share: the world, its clocks, its sessions, who observes, and what is written down.</summary>
internal sealed class Stage
{
    private readonly SortedDictionary<int, SessionStage> _sessions = [];
    private readonly Dictionary<string, SessionStage> _byName = new(StringComparer.Ordinal);

    public Stage(SimulationOptions options, Plan plan, World world, Transcript transcript)
    {
        (Options, Plan, World, Transcript) = (options, plan, world, transcript);
        Settings = plan.Settings;
        Wall = new WallLine(plan.Begin);
        Crew = new Crew(this);
        Witness = new Witness(this);
    }

    public SimulationOptions Options { get; }

    public Plan Plan { get; }

    public World World { get; }

    public Transcript Transcript { get; }

    public Agenda Agenda { get; } = new();

    public WallLine Wall { get; }

    public Crew Crew { get; }

    public Witness Witness { get; }

    public Tally Tally { get; } = new();

    /// <summary>All sessions, in their order.</summary>
    public IReadOnlyCollection<SessionStage> Sessions => _sessions.Values;

    /// <summary>The settings of the host, now or next.</summary>
    public SupervisionSettings Settings { get; set; }

    /// <summary>How many hosts have been started.</summary>
    public int Hosts { get; set; }

    public Troubles<TimeSpan> JournalSlowness { get; } = new();

    /// <summary>How long the run has lasted, by the steady clock.</summary>
    public TimeSpan Now => World.Clock.GetElapsedTime(0);

    public DateTimeOffset WallNow => World.Clock.GetUtcNow();

    /// <summary>A session; it is there from now on.</summary>
    public SessionStage Session(int index)
    {
        if (_sessions.TryGetValue(index, out var known)) return known;
        var name = Plan.NameOf(index);
        var session = new SessionStage(index, World.Files.Add(new SimulatedSession(
            new Session(new SessionId(name), "g1", "g1", "/sessions/" + name, Plan.ZoneOf(index)))));
        (_sessions[index], _byName[name]) = (session, session);
        Witness.Messages.Watch(session);
        return session;
    }

    public SessionStage? Find(SessionId? session) => session is { } id ? _byName.GetValueOrDefault(id.Value) : null;

    /// <summary>Lets time pass for whoever waits.</summary>
    public Task Pass(TimeSpan time) => World.Clock.DelayAsync(time, CancellationToken.None);

    public void Note(string text) => Transcript.Add(Now, text);
}
