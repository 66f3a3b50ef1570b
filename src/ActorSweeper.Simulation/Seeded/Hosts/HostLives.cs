using ActorSweeper.Simulation.Seeded.Planning;
using ActorSweeper.Supervision;

namespace ActorSweeper.Simulation.Seeded.Hosts;

/// <summary>The hosts, one after the other: how each begins and ends.</summary>
internal sealed class HostLives(Stage stage)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private bool _isUp;
    private bool _isEnding;
    private TimeSpan _downFor;

    /// <summary>When the newest was started.</summary>
    public TimeSpan StartedAt { get; private set; }

    public void Start()
    {
        if (_isUp) return;
        _isUp = true;
        stage.Hosts++;
        StartedAt = stage.Now;
        stage.Crew.IsHeard = true;
        stage.Witness.Silences.InForce(stage.Settings);
        stage.Witness.Silences.Tolerance(stage.Now);
        stage.Witness.Containers.HostStarted();
        stage.Note($"host {stage.Hosts} starts");
        stage.World.Start(stage.Settings);
    }

    /// <summary>Ends the host, and starts the next one later.</summary>
    public void End(bool inOrder, TimeSpan downFor)
    {
        if (!_isUp || _isEnding) return;
        _downFor = downFor;
        if (!inOrder)
        {
            Killed();
            return;
        }

        _isEnding = true;
        var host = stage.Hosts;
        var end = stage.World.BeginEnd();
        Wait();

        void Wait()
        {
            if (stage.Hosts != host || !_isUp) return;
            if (end.IsCompleted) Killed();
            else stage.Agenda.Enter(stage.Now + Second, Wait);
        }
    }

    /// <summary>Kills the host at one of its next writes.</summary>
    public void CrashAtWrite(PlanItem.JournalCrash crash)
    {
        if (!_isUp || _isEnding) return;
        _downFor = crash.For;
        stage.World.Journal.CrashAt = (stage.World.Journal.Writes + crash.Writes, crash.When);
    }

    /// <summary>Ends what is left of a host that was killed at a write.</summary>
    public int Bury()
    {
        if (!_isUp || stage.World.IsUp) return 0;
        stage.Tally.JournalCrashes++;
        Killed();
        return 1;
    }

    public void Reload(SupervisionSettings settings)
    {
        stage.Settings = settings;
        if (!_isUp || _isEnding) return;
        stage.Witness.Silences.InForce(settings);
        stage.World.Apply(settings);
    }

    public void EndFaults()
    {
        stage.World.Journal.CrashAt = null;
        Start();
    }

    private void Killed()
    {
        stage.Tally.HostEnds++;
        stage.Note($"host {stage.Hosts} ends");
        (_isUp, _isEnding) = (false, false);
        stage.Crew.IsHeard = false;
        stage.World.Journal.CrashAt = null;
        stage.World.Crash();
        stage.Agenda.Enter(stage.Now + _downFor, Start);
    }
}
