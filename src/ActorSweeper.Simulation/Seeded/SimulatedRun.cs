using ActorSweeper.Simulation.Seeded.Hosts;
using ActorSweeper.Simulation.Seeded.Observing;
using ActorSweeper.Simulation.Seeded.Planning;
using ActorSweeper.Supervision;
using ActorSweeper.Supervision.Events;

namespace ActorSweeper.Simulation.Seeded;

/// <summary>What came of a simulated run.</summary>
/// <param name="Options">The run.</param>
/// <param name="Violation">The invariant that does not hold; null when all do.</param>
/// <param name="Hash">The hash of all that happened: two runs with the same options have the same.</param>
/// <param name="Transcript">What happened, line by line; empty unless it was asked for.</param>
/// <param name="Tally">What the run consisted of.</param>
public sealed record SimulationResult(
    SimulationOptions Options, Violation? Violation, ulong Hash, IReadOnlyList<string> Transcript, Tally Tally);

/// <summary>
/// One run: the plan that follows from the seed is carried out upon the real actors in virtual time, and every invariant is checked
/// at each instant at which something happens. When the plan is over all faults end, and everything must come to rest.
/// </summary>
public sealed class SimulatedRun
{
    private static readonly TimeSpan LongestRest = TimeSpan.FromDays(3);
    private static readonly TimeSpan RestStep = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan AuditStep = TimeSpan.FromMinutes(1);

    private readonly Stage _stage;
    private readonly Director _director;
    private readonly HashSet<int>? _keep;

    private SimulatedRun(SimulationOptions options, Plan plan, bool keepsTranscript, Func<SweeperPorts, SweeperPorts>? spoil)
    {
        _keep = options.Keep?.ToHashSet();
        var world = new World(plan.Begin) { KeepsEvents = false };
        world.Journal.KeepsRecords = false;
        world.Files.TellsOfHeartbeats = false;
        _stage = new Stage(options, plan, world, new Transcript(keepsTranscript));
        world.Between = ports => Between(ports, spoil);
        world.Told = Note;
        world.Journal.Appending = _stage.Witness.Journal.Appending;
        world.Clock.SettleWith(Settled);
        _director = new Director(_stage);
    }

    /// <summary>Runs it.</summary>
    /// <param name="options">Which run.</param>
    /// <param name="keepsTranscript">Whether the transcript is wanted.</param>
    /// <param name="spoil">Spoils the ports of each host, to see that it is noticed; null for none.</param>
    public static SimulationResult Run(
        SimulationOptions options, bool keepsTranscript = false, Func<SweeperPorts, SweeperPorts>? spoil = null) =>
        new SimulatedRun(options, Plan.Of(options.Seed, options.Days, options.Sessions), keepsTranscript, spoil).Run();

    private SimulationResult Run()
    {
        Violation? violation = null;
        try
        {
            Play();
            Rest();
        }
        catch (ViolationException found)
        {
            violation = found.Violation;
        }

        _stage.Tally.Covered = _stage.Now;
        _stage.Tally.Writes = _stage.World.Journal.Writes;
        return new SimulationResult(_stage.Options, violation, _stage.Transcript.Hash, _stage.Transcript.Lines, _stage.Tally);
    }

    private void Play()
    {
        var kept = _stage.Plan.Items.Select((item, index) => (item, index)).Where(one => _keep?.Contains(one.index) != false).ToList();
        foreach (var (item, _) in kept)
        {
            if (item.Session is { } session) _ = _stage.Session(session);
        }

        _director.StartHost();
        _stage.Agenda.Enter(AuditStep, Audit);
        foreach (var (item, index) in kept)
        {
            PassUntil(item.At);
            _stage.Note($"[{index}] {item.Text}");
            _stage.Tally.Items++;
            _director.CarryOut(item);
            Settle();
        }

        PassUntil(_stage.Plan.Length);
    }

    /// <summary>Agents are healthy, faults are off: everything is finished, or given up with a reason, after a while.</summary>
    private void Rest()
    {
        _stage.Note("all faults end");
        _director.EndAllFaults();
        var end = _stage.Now + LongestRest;
        while (true)
        {
            PassUntil(_stage.Now + RestStep);
            if (_stage.Witness.Unrest() is not { } why) break;
            if (_stage.Now < end) continue;
            _stage.Witness.Found("no-rest", null, why);
            _stage.Witness.Check();
        }

        _stage.Note("everything has come to rest");
    }

    private void Audit()
    {
        _stage.Witness.Audit();
        _stage.Agenda.Enter(_stage.Now + AuditStep, Audit);
    }

    // --- time ---

    /// <summary>Lets time pass: the agenda and the host's own timers in the order of their instants.</summary>
    private void PassUntil(TimeSpan end)
    {
        while (true)
        {
            var next = _stage.Agenda.Next is { } entry && entry < end ? entry : end;
            if (_stage.World.Clock.NextDue is { } due && _stage.Now + due < next) next = _stage.Now + due;
            _stage.World.Clock.Advance(next > _stage.Now ? next - _stage.Now : TimeSpan.Zero);
            while (_stage.Agenda.TryTake(_stage.Now, out var what))
            {
                what();
                Settle();
            }

            if (_stage.Now >= end) return;
        }
    }

    private void Settle()
    {
        do
        {
            _stage.World.Settle();
        }
        while (Settled() > 0);
    }

    /// <summary>An instant is over.</summary>
    private int Settled()
    {
        _stage.Witness.Check();
        return _director.BuryHost();
    }

    // --- what hosts see and say ---

    private SweeperPorts Between(SweeperPorts ports, Func<SweeperPorts, SweeperPorts>? spoil)
    {
        var runtime = new HostRuntime(_stage, ports.Runtime);
        var seen = ports with
        {
            Store = new HostStore(_stage, ports.Store),
            Runtime = runtime,
            Starter = runtime,
            Journal = new HostJournal(_stage, ports.Journal),
        };
        return spoil is null ? seen : spoil(seen);
    }

    private void Note(SweepEvent happened)
    {
        switch (happened)
        {
            case ActionTaken { Session: var session } action:
                _stage.Note($"{session?.Value ?? "nobody"} did {action.Action} {action.MessageId} {action.Outcome.Result}"
                    + $" {action.Outcome.Detail} ({action.Why.Rule}: {action.Why.Text})");
                break;
            case Notice notice:
                _stage.Note($"{notice.Session?.Value ?? "host"} says {notice.Topic}: {notice.Text}");
                break;
        }
    }
}
