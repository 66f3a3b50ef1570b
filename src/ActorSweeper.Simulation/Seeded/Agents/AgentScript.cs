using ActorSweeper.Core.Sessions;
using ActorSweeper.Simulation.Seeded.Planning;

namespace ActorSweeper.Simulation.Seeded.Agents;

/// <summary>What one agent does from its container's start to its end, as a runner does it: claim what is due, work, answer, ack.</summary>
internal sealed class AgentScript
{
    private const int MostAtOnce = 3;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Stage _stage;
    private readonly Agent _agent;
    private readonly Dice _dice;
    private readonly TimeSpan? _patience;
    private readonly Queue<string> _work = new();
    private bool _idle;

    public AgentScript(Stage stage, Agent agent)
    {
        (_stage, _agent) = (stage, agent);
        _dice = Dice.For(stage.Options.Seed, agent.Session.Name, agent.Session.Lives);
        // Some end by themselves when they have nothing to do; the others wait until they are stopped.
        _patience = _dice.Chance(0.5) ? _dice.Between(Minute, 20 * Minute) : null;
    }

    private SessionStage Session => _agent.Session;

    public void Begin()
    {
        switch (Session.Starts.Any ? Session.Starts.Newest : (StartFault?)null)
        {
            case StartFault.DiesAtOnce:
                _agent.Later(_dice.Skewed(0.1 * Second, 10 * Second), () => _stage.Crew.Die(_agent, 1));
                break;
            case StartFault.SlowBoot:
                _agent.Later(_dice.Skewed(Minute, 20 * Minute), Boot);
                break;
            default:
                _agent.Later(_dice.Skewed(0.3 * Second, 20 * Second), Boot);
                break;
        }
    }

    /// <summary>Something may have become due.</summary>
    public void Poke()
    {
        if (_idle && !_agent.IsFrozen) Wait();
    }

    private void Boot()
    {
        _stage.Witness.Messages.Boots(_agent);
        Session.Files.DropClaims();
        // What a tool of a dead agent has declared is not cleared by every runner.
        if (_dice.Chance(0.4)) Session.Files.Tool = null;
        _agent.Beat(TimeSpan.Zero, Minute);
        _agent.StopBeating();
        _agent.WriteHeartbeat(_stage.Now);
        Poll();
    }

    // --- taking work ---

    private void Poll()
    {
        _idle = false;
        var due = _agent.IsEnding ? [] : Session.Claimable(_stage.WallNow).Take(MostAtOnce).ToList();
        if (due.Count == 0)
        {
            Wait();
            return;
        }

        foreach (var message in due)
        {
            _stage.Note($"{Session.Name} {_agent.Container.Id} claims {message.Id}");
            _stage.Witness.Messages.Claims(_agent, message);
            Session.Files.Claim(message.Id, _stage.WallNow);
            _agent.Claim(message.Id);
            _work.Enqueue(message.Id);
        }

        // The armed fate is that of the first; where it is not the end of all, the others are done after it.
        Work(due[0], Session.FateOf(due[0]));
    }

    /// <summary>Idle: nothing to do until something is due.</summary>
    private void Wait()
    {
        _idle = true;
        var wall = _stage.WallNow;
        if (_agent.IsEnding) return;
        if (Session.NextDue(wall) is { } due && (_patience is null || due - wall < _patience))
            _agent.Later((due > wall ? due - wall : TimeSpan.Zero) + _dice.Between(Second, 5 * Second), Poll);
        else if (_patience is { } patience) _agent.Later(patience, () => _stage.Crew.Die(_agent, 0));
    }

    private void Next()
    {
        if (_work.TryPeek(out var next)) Work(Session.Files.Messages[next], ClaimFate.Done);
        else
        {
            _agent.StopBeating();
            _agent.Later(_dice.Between(Second, 3 * Second), Poll);
        }
    }

    // --- the work on one message ---

    private void Work(Message message, ClaimFate fate)
    {
        var id = message.Id;
        var dice = Dice.For(_stage.Options.Seed, id, Session.ClaimsOf(id));
        var time = dice.Skewed(10 * Second, 80 * Minute);
        if (fate != ClaimFate.Done) _stage.Note($"{Session.Name} {_agent.Container.Id} {id} comes to {fate}");
        if (fate == ClaimFate.HangAtOnce)
        {
            Hang();
            return;
        }

        var tolerance = _stage.Plan.Settings.Limits.Liveness.ClaimTolerance;
        _agent.Beat(dice.Between(0.1 * Second, 3 * Second), dice.Between(5 * Second, 0.15 * tolerance));
        _agent.Later(time, fate switch
        {
            ClaimFate.Done => () => Finish(id, "completed"),
            ClaimFate.FailedAck => () => Finish(id, "failed"),
            ClaimFate.Tool => () => UseTool(dice, () => Finish(id, "completed")),
            ClaimFate.HangInTool => () => UseTool(dice, null),
            ClaimFate.CrashInTool => () => CrashInTool(dice),
            ClaimFate.Crash => () => _stage.Crew.Die(_agent, 137),
            ClaimFate.Hang => Hang,
            ClaimFate.Pause => () => Pause(id, dice.Unit() * 0.5 * Shortest(), frozen: false),
            ClaimFate.Thaw => () => Pause(id, (0.5 + (2 * dice.Unit())) * Shortest(), frozen: true),
            ClaimFate.AnswerThenCrash => () =>
            {
                Answer(id);
                _stage.Crew.Die(_agent, 1);
            }
            ,
            ClaimFate.AnswerThenHang => () =>
            {
                Answer(id);
                Hang();
            }
            ,
            ClaimFate.CrashAfterAck => () =>
            {
                Finish(id, "completed");
                _stage.Crew.Die(_agent, 1);
            }
            ,
            _ => () => ThinkTwice(id, dice),
        });
    }

    private TimeSpan Shortest()
    {
        var liveness = _stage.Plan.Settings.Limits.Liveness;
        return liveness.StaleThreshold is { } stale && stale < liveness.Ceiling ? stale : liveness.Ceiling;
    }

    private void Answer(string id)
    {
        _stage.Note($"{Session.Name} {_agent.Container.Id} answers {id}");
        _stage.Witness.Messages.Answers(_agent, id);
        Session.Files.Answer(id);
    }

    private void Finish(string id, string status)
    {
        if (status == "completed") Answer(id);
        Acknowledge(id, status);
        _agent.Release(id);
        _work.Dequeue();
        Next();
    }

    private void Acknowledge(string id, string status)
    {
        _stage.Note($"{Session.Name} {_agent.Container.Id} acknowledges {id} as {status}");
        _stage.Witness.Messages.Acknowledges(_agent, id, isFailed: status != "completed");
        Session.Files.Acknowledge(id, status, _stage.WallNow);
    }

    /// <summary>Silent for as long as the tool may take; for ever where nothing comes after it.</summary>
    private void UseTool(Dice dice, Action? then)
    {
        var timeout = dice.Skewed(2 * Minute, 2 * TimeSpan.FromHours(1));
        Declare(timeout);
        if (then is null)
        {
            Hang();
            return;
        }

        var every = dice.Between(5 * Second, 0.15 * _stage.Plan.Settings.Limits.Liveness.ClaimTolerance);
        _agent.StopBeating();
        _agent.Later(timeout * (0.2 + (0.78 * dice.Unit())), () =>
        {
            _agent.Beat(TimeSpan.Zero, every);
            Declare(null);
            _agent.Later(dice.Skewed(5 * Second, 10 * Minute), then);
        });
    }

    private void CrashInTool(Dice dice)
    {
        Declare(dice.Skewed(TimeSpan.FromHours(1), TimeSpan.FromHours(12)));
        _agent.Later(dice.Skewed(Second, 10 * Minute), () => _stage.Crew.Die(_agent, 139));
    }

    private void Declare(TimeSpan? timeout)
    {
        _agent.Declare(timeout);
        Session.Files.Tool = timeout is null ? null : new ToolInFlight("Bash", timeout, _stage.WallNow);
    }

    private void Pause(string id, TimeSpan silent, bool frozen)
    {
        if (frozen)
        {
            _agent.Freeze();
            _stage.Agenda.Enter(_stage.Now + silent, _agent.Thaw);
            _agent.Later(silent + Second, () => Finish(id, "completed"));
        }
        else
        {
            _agent.StopBeating();
            _agent.Later(silent, () => Finish(id, "completed"));
        }
    }

    private void Hang()
    {
        _stage.Note($"{Session.Name} {_agent.Container.Id} hangs");
        _agent.Freeze();
        _agent.IsHung = true;
    }

    private void ThinkTwice(string id, Dice dice)
    {
        Answer(id);
        Acknowledge(id, "completed");
        _agent.Release(id);
        _agent.Later(dice.Skewed(Second, 10 * Minute), () => Finish(id, "failed"));
    }
}
