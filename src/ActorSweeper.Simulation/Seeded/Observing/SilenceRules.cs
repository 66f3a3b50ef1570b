using ActorSweeper.Core.Liveness;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Simulation.Seeded.Agents;
using ActorSweeper.Supervision;

namespace ActorSweeper.Simulation.Seeded.Observing;

/// <summary>
/// Who may be stopped, and who must be. An agent may be stopped when it has really been silent for longer than the shortest limit in
/// force lately. It must be stopped when it is silent for longer than the longest limit, plus the slack: two sweeps, the ladder and
/// a pass. The silence counts from its last sign of life, or from what gives everybody a full tolerance: a host's start, a step of the
/// clock, a storm. What keeps the host from acting (an outage of the runtime or the journal, files that cannot be used, a container
/// that cannot be stopped) only delays it: it then has the slack from the end of that on.
/// </summary>
internal sealed class SilenceRules(Stage stage)
{
    /// <summary>Between what a look has seen and the stop that follows from it: slow files, the storm window, a slow journal.</summary>
    private static readonly TimeSpan Race = TimeSpan.FromSeconds(60);

    /// <summary>Steps of the clock that are too small to be noticed may make a silence look so much longer.</summary>
    private static readonly TimeSpan ClockError = TimeSpan.FromSeconds(11);

    private static readonly TimeSpan PassAndLadder = TimeSpan.FromSeconds(180);

    private readonly List<(TimeSpan From, SupervisionSettings Settings)> _inForce = [];
    private readonly Dictionary<string, TimeSpan> _graced = new(StringComparer.Ordinal);
    private readonly HashSet<string> _gracedForGood = new(StringComparer.Ordinal);
    private TimeSpan? _stormSince;
    private TimeSpan _tolerance;
    private TimeSpan _delay;

    /// <summary>What a pass, the skipped one before it and the ladder may take.</summary>
    public TimeSpan Slack => (2 * Longest(settings => settings.SweepInterval!.Value)) + PassAndLadder;

    /// <summary>Settings came into force.</summary>
    public void InForce(SupervisionSettings settings)
    {
        _inForce.Add((stage.Now, settings));
    }

    /// <summary>Everybody has a full tolerance from then on.</summary>
    public void Tolerance(TimeSpan from) => _tolerance = Later(_tolerance, from);

    /// <summary>The host could not act until then.</summary>
    public void Delay(TimeSpan until) => _delay = Later(_delay, until);

    /// <summary>Whether an agent has really been silent for longer than a limit.</summary>
    public bool IsOverdue(Agent agent) => Overdue(agent, agent.LastSign, agent.Born) > TimeSpan.Zero;

    /// <summary>Whether it may be stopped.</summary>
    public bool MayBeStopped(Agent agent) => IsOverdue(agent) || stage.Now - agent.WasOverdueUntil <= Race;

    public void Audit()
    {
        // The older ones may still be at work for a pass, and then for as long as what they began takes.
        while (_inForce.Count > 1 && stage.Now - _inForce[1].From > Slack) _inForce.RemoveAt(0);
        if (stage.World.IsUp) NoteStorm();
        foreach (var agent in stage.Crew.Agents)
        {
            if (!stage.World.IsUp || agent.Session.AbsentSince is not null) continue;
            var limit = MustBeStopped(agent, _graced.GetValueOrDefault(agent.Container.Id));
            var due = Later(Later(limit, _delay), agent.Session.DelayedUntil) + Slack;
            if (stage.Now <= due) continue;
            stage.Witness.Found(
                "stuck-not-stopped",
                agent.Session,
                $"{agent.Container.Id} was last alive at {agent.LastSign}, holds {agent.Claims.Count} claims"
                + $" and was to be stopped by {due}");
        }
    }

    /// <summary>By how much it is over the shortest of its limits; negative while it is not.</summary>
    private TimeSpan Overdue(Agent agent, TimeSpan lastSign, TimeSpan from)
    {
        var silent = stage.Now - lastSign + ClockError;
        var ceiling = silent - Limit(agent, limits => limits.Ceiling, longest: false);
        if (agent.Claims.Count == 0) return ceiling;
        var over = Later(ceiling, silent - Limit(agent, limits => limits.StaleThreshold ?? limits.Ceiling, longest: false));
        foreach (var claimed in agent.Claims.Values.Where(claimed => !HasBeatenSince(claimed)))
        {
            var age = stage.Now - Later(claimed, from) + ClockError;
            over = Later(over, age - Limit(agent, limits => limits.ClaimTolerance, longest: false));
        }

        return over;

        // Where the clock was set back in between, the files say that it has not: the stamp of the beat is the older one.
        bool HasBeatenSince(TimeSpan claimed) =>
            agent.LastBeat is { } beat && beat > claimed && stage.Wall.At(beat) > stage.Wall.At(claimed);
    }

    /// <summary>When the first of its limits has passed for sure, by whatever host has watched it.</summary>
    private TimeSpan MustBeStopped(Agent agent, TimeSpan graced)
    {
        var known = agent.KnownAt ?? Later(agent.Born, _delay) + Slack;
        var from = Later(Later(Later(_tolerance, known), agent.Session.ReturnedAt), graced);
        return MustBeStopped(agent, Later(from, agent.LastSign), Later(from, agent.Born));
    }

    private TimeSpan MustBeStopped(Agent agent, TimeSpan lastSign, TimeSpan from)
    {
        var ceiling = lastSign + Limit(agent, limits => limits.Ceiling, longest: true);
        if (agent.Claims.Count == 0) return ceiling;
        var first = Earlier(ceiling, lastSign + Limit(agent, limits => limits.StaleThreshold ?? limits.Ceiling, longest: true));
        foreach (var claimed in agent.Claims.Values.Where(claimed => !(agent.LastBeat > claimed)))
            first = Earlier(first, Later(claimed, from) + Limit(agent, limits => limits.ClaimTolerance, longest: true));
        return first;
    }

    private TimeSpan Limit(Agent agent, Func<LivenessLimits, TimeSpan> of, bool longest)
    {
        var limit = of(_inForce[^1].Settings.Limits.Liveness);
        foreach (var (_, settings) in _inForce)
        {
            var other = of(settings.Limits.Liveness);
            limit = longest ? Later(limit, other) : Earlier(limit, other);
        }

        var timeout = agent.Tool?.Timeout;
        if (longest && LooksOwn(agent.Session.Files.Tool) is { } left && !(timeout > left)) timeout = left;
        return timeout is { } allowed ? Later(limit, allowed + _inForce[^1].Settings.Limits.Liveness.ToolMargin) : limit;

        // What a dead container left behind looks like its successor's, where the clock was set back in between.
        TimeSpan? LooksOwn(ToolInFlight? declared) => declared?.StartedAt is { } at
            && stage.Wall.LatestPlaceOf(at, agent.Born) >= agent.Born ? declared.Timeout : null;
    }

    private TimeSpan Longest(Func<SupervisionSettings, TimeSpan> of) => _inForce.Max(force => of(force.Settings));

    /// <summary>
    /// Where so many are silent that a pass may have taken it for a storm, each has one full tolerance, once. Who looks from outside
    /// does not know in which pass the brake held: the tolerance is moved on until one surely has.
    /// </summary>
    private void NoteStorm()
    {
        var storm = _inForce[^1].Settings.Storm;
        if (storm.Fraction is not { } fraction) return;
        var (running, older, certain) = (0, 0, 0);
        var silent = new List<Agent>();
        foreach (var agent in stage.Crew.Agents)
        {
            running++;
            if (stage.Now - agent.Born > Race) older++;
            if (!IsOverdue(agent)) continue;
            silent.Add(agent);
            if (stage.Now > MustBeStopped(agent, graced: TimeSpan.Zero)) certain++;
        }

        var isStorm = certain >= storm.AtLeast && certain > fraction * running && stage.Now > _delay;
        _stormSince = isStorm ? _stormSince ?? stage.Now : null;
        // Whoever has started since the pass that braked was not among its running ones.
        if (silent.Count < storm.AtLeast - 1 || silent.Count < 0.6 * fraction * older) return;
        foreach (var agent in silent.Where(agent => !_gracedForGood.Contains(agent.Container.Id)))
            _graced[agent.Container.Id] = stage.Now + stage.Settings.SweepInterval!.Value;
        if (stage.Now - _stormSince > Slack) _gracedForGood.UnionWith(silent.Select(agent => agent.Container.Id));
    }

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Earlier(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
