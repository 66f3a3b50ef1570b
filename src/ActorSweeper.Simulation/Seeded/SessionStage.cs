using ActorSweeper.Core.Sessions;
using ActorSweeper.Simulation.InMemory;
using ActorSweeper.Simulation.Seeded.Agents;
using ActorSweeper.Simulation.Seeded.Observing;
using ActorSweeper.Simulation.Seeded.Planning;

namespace ActorSweeper.Simulation.Seeded;

/// <summary>One session as it really is: its files, its agents, and what is wrong with it right now.</summary>
internal sealed class SessionStage(int index, SimulatedSession files)
{
    private readonly Queue<ClaimFate> _fates = new();
    private readonly Dictionary<string, ClaimFate> _curses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _claims = new(StringComparer.Ordinal);

    public int Index => index;

    public string Name { get; } = Plan.NameOf(index);

    public SimulatedSession Files => files;

    /// <summary>The agents of its containers that run. More than one only while the runtime was told so from outside.</summary>
    public List<Agent> Agents { get; } = [];

    /// <summary>Its messages as they really are; those that are done are forgotten.</summary>
    public Dictionary<string, MessageTruth> Truths { get; } = new(StringComparer.Ordinal);

    /// <summary>Its series: each goes on for ever.</summary>
    public List<string> Series { get; } = [];

    /// <summary>What was open when the faults ended.</summary>
    public HashSet<string> ToFinish { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether an operator has ever ordered another run of its dead letters.</summary>
    public bool OrderedRetry { get; set; }

    /// <summary>How many containers it has had.</summary>
    public int Lives { get; set; }

    /// <summary>Whether a start of its container is under way in the runtime.</summary>
    public bool IsStarting { get; set; }

    public Troubles<Planning.StartFault> Starts { get; } = new();

    public Troubles<Stubbornness> Stops { get; } = new();

    public Troubles<PlanItem.StoreTrouble> Store { get; } = new();

    public Troubles<TimeSpan> Slowness { get; } = new();

    public Troubles<bool> Absence { get; } = new();

    /// <summary>Since when its source has not listed it; null while it does.</summary>
    public TimeSpan? AbsentSince { get; set; }

    /// <summary>When its source listed it again.</summary>
    public TimeSpan ReturnedAt { get; set; } = TimeSpan.MinValue;

    /// <summary>Until when its container did not stop as asked.</summary>
    public TimeSpan StubbornUntil { get; set; }

    /// <summary>Until when something kept the host from acting upon it.</summary>
    public TimeSpan DelayedUntil { get; private set; }

    /// <summary>The version of its files that the witness has looked at last.</summary>
    public long AuditedVersion { get; set; } = -1;

    public void Delay(TimeSpan until) => DelayedUntil = until > DelayedUntil ? until : DelayedUntil;

    public void Arm(ClaimFate fate) => _fates.Enqueue(fate);

    public void Curse(string message, ClaimFate fate) => _curses[message] = fate;

    /// <summary>From now on every agent is healthy.</summary>
    public void Heal()
    {
        _fates.Clear();
        _curses.Clear();
        Starts.Clear();
        Stops.Clear();
        Store.Clear();
        Slowness.Clear();
        Absence.Clear();
    }

    public int ClaimsOf(string message) => _claims.GetValueOrDefault(message);

    /// <summary>What the next claim, of this message, comes to.</summary>
    public ClaimFate FateOf(Message message)
    {
        _claims[message.Id] = ClaimsOf(message.Id) + 1;
        return _curses.TryGetValue(message.Id, out var curse) ? curse : _fates.TryDequeue(out var armed) ? armed : ClaimFate.Done;
    }

    /// <summary>What a runner takes next: it asks for rows that wait, are due and not yet acknowledged.</summary>
    public IEnumerable<Message> Claimable(DateTimeOffset wall)
    {
        var due = Waiting().Where(message => !(message.ProcessAfter > wall)).ToList();
        return due.Exists(message => message.Triggers) ? due.OrderBy(message => message.DueAt) : [];
    }

    public DateTimeOffset? NextDue(DateTimeOffset wall) => Waiting()
        .Where(message => message.Triggers)
        .Select(message => (DateTimeOffset?)(message.ProcessAfter > wall ? message.ProcessAfter.Value : wall))
        .Min();

    private IEnumerable<Message> Waiting() => files.OpenMessages
        .Where(message => message.Status == MessageStatus.Pending && files.Acknowledged(message.Id) is null);
}

/// <summary>Faults of one kind that hold at the same time; the newest counts.</summary>
internal sealed class Troubles<T>
{
    private readonly List<T> _active = [];

    public bool Any => _active.Count > 0;

    public T Newest => _active[^1];

    public void Begin(T trouble) => _active.Add(trouble);

    public void End(T trouble) => _active.Remove(trouble);

    public void Clear() => _active.Clear();
}
