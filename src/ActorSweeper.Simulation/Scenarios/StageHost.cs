using ActorSweeper.Core.Journal;
using ActorSweeper.Simulation.InMemory;
using ActorSweeper.Supervision;

namespace ActorSweeper.Simulation.Scenarios;

/// <summary>The host of a running scenario: it starts with the time line, and may be ended, killed and started again.</summary>
internal sealed class StageHost
{
    private readonly World _world;
    private SupervisionSettings _settings;
    private bool _isNew = true;

    public StageHost(World world, SupervisionSettings settings) => (_world, _settings) = (world, settings);

    /// <summary>Makes it a host of another kind than <c>run</c> starts.</summary>
    /// <param name="once">Passes on request only, and containers are judged by their own start.</param>
    /// <param name="dryRun">Nothing is changed.</param>
    public void Mode(bool once, bool dryRun) => _settings = _settings with
    {
        SweepInterval = once ? null : _settings.SweepInterval,
        Mode = new RunMode(dryRun || _settings.Mode.DryRun, Adopts: !once && _settings.Mode.Adopts),
    };

    /// <summary>Starts it, if it has never been started.</summary>
    public void StartIfNew()
    {
        if (_isNew) Start();
    }

    /// <summary>Starts it.</summary>
    /// <exception cref="ScenarioMistakeException">It runs.</exception>
    public void Start()
    {
        if (_world.IsUp) throw new ScenarioMistakeException("the host runs already; expected 'kill host' or 'end host' before it");
        _isNew = false;
        _world.Restart(_settings);
    }

    /// <summary>Asks for a pass.</summary>
    public void Pass() => _ = Running().PassAsync();

    /// <summary>Ends it in order, and starts another.</summary>
    public void Restart()
    {
        End();
        Start();
    }

    /// <summary>Ends it as SIGKILL does.</summary>
    public void Kill() => Running().Crash();

    /// <summary>Ends it as SIGKILL does, in the midst of what it does next.</summary>
    /// <param name="intent">When the next intent of that kind is durable, before anything of it is done; otherwise when it is done,
    /// before its outcome is durable.</param>
    /// <param name="act">Which kind of act: <c>stop</c>, <c>wake</c> or <c>change</c>.</param>
    public void KillAt(bool intent, string act)
    {
        var acts = new HashSet<(string, long)>();
        Running().Journal.CrashWhen = entries =>
        {
            foreach (var happened in entries.OfType<JournalEntry.Happened>())
            {
                if (happened.Event is SessionEvent.Intended intended && IsMeant(intended.Intent))
                {
                    if (intent) return WriteCrash.After;
                    acts.Add((happened.Stream, intended.Intent.Id));
                }

                if (happened.Event is SessionEvent.Concluded concluded && acts.Contains((happened.Stream, concluded.Intent)))
                    return WriteCrash.Before;
            }

            return null;
        };

        bool IsMeant(Intent next) => (act, next) is ("stop", Intent.Stop) or ("wake", Intent.Wake) or ("change", Intent.Change);
    }

    /// <summary>Ends it in order.</summary>
    public void End() => Running().End();

    /// <summary>Puts other settings into force.</summary>
    public void Apply(SupervisionSettings settings)
    {
        _settings = settings;
        if (_world.IsUp) _world.Apply(settings);
    }

    private World Running() => _world.IsUp
        ? _world
        : throw new ScenarioMistakeException("no host runs now; expected 'start host' before it");
}
