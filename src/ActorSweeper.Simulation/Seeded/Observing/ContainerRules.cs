using ActorSweeper.Core.Containers;

namespace ActorSweeper.Simulation.Seeded.Observing;

/// <summary>
/// What may happen to containers: those of others are never touched, a session never has two, no more run than may, healthy ones are
/// not stopped, and those of nobody are.
/// </summary>
internal sealed class ContainerRules(Stage stage)
{
    private readonly HashSet<string> _foreign = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TimeSpan> _strays = new(StringComparer.Ordinal);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<SessionStage, TimeSpan> _starting = [];
    private readonly HashSet<string> _own = new(StringComparer.Ordinal);
    private TimeSpan _tolerance;

    // --- what is there ---

    /// <summary>A container of somebody else is there.</summary>
    public void IsForeign(string container) => _foreign.Add(container);

    /// <summary>A container that nobody wants is there.</summary>
    public void IsStray(string container) => _strays[container] = stage.Now;

    public bool IsStrayContainer(string container) => _strays.ContainsKey(container);

    /// <summary>Strays are looked for now and then, and what went wrong begins that time anew.</summary>
    public void Tolerance(TimeSpan from) => _tolerance = from > _tolerance ? from : _tolerance;

    /// <summary>A new host knows of nothing that runs.</summary>
    public void HostStarted()
    {
        _known.Clear();
        _own.Clear();
        _starting.Clear();
        Tolerance(stage.Now);
    }

    // --- what the host asks for ---

    public void Listed(IReadOnlyList<Container> containers)
    {
        _known.Clear();
        foreach (var container in containers) Knows(container.Id);
        _own.IntersectWith(_known);
    }

    public void Starts(SessionStage session)
    {
        var running = session.Agents.FirstOrDefault(agent => _known.Contains(agent.Container.Id));
        if (running is not null)
            Found("second-container", session, $"a start was asked for while {running.Container.Id} runs, and the host knows of it");
        // While its source cannot be read a session is supervised as it was last known.
        var known = session.AbsentSince > _tolerance ? session.AbsentSince : _tolerance;
        if (session.AbsentSince is not null && stage.Now - known > stage.Witness.Silences.Slack)
            Found("started-inactive", session, "a start was asked for, and the session is not active");
        stage.Witness.Journal.Starts(session);
        var deadline = stage.Settings.Gateway.StartDeadline;
        var starting = _starting.Count(start => start.Key.IsStarting && start.Key != session && stage.Now - start.Value < deadline);
        _starting[session] = stage.Now;
        if (stage.Settings.Gateway.MaxConcurrent is not { } most) return;
        var own = _own.Count(id => stage.Crew.Of(id) is not null);
        if (starting + own >= most)
            Found("too-many-containers", session, $"a start was asked for while {own} run and {starting} start, of {most}");
    }

    public void Started(SessionStage session, Container container)
    {
        _starting.Remove(session);
        Knows(container.Id);
        _own.Add(container.Id);
        if (session.Agents.Count > 1)
            Found("two-containers", session, $"{string.Join(' ', session.Agents.Select(agent => agent.Container.Id))} run at once");
    }

    public void Stops(Container container, StopRung rung)
    {
        if (_foreign.Contains(container.Id))
        {
            Found("foreign-touched", null, $"{rung} of {container.Id}, which is somebody else's");
            return;
        }

        if (stage.Crew.Of(container.Id) is null && !_strays.ContainsKey(container.Id)) return;
        var session = stage.Find(container.Session);
        stage.Witness.Journal.Stops(session, container, rung, IsStray(session, container));
        if (rung == StopRung.Stop) stage.Tally.Stops++;
        if (stage.Crew.Of(container.Id) is not { } agent || rung != StopRung.Stop || IsStray(session, container)) return;
        if (!stage.Witness.Silences.MayBeStopped(agent))
            Found("healthy-stopped", session, $"{container.Id} was stopped, and its last sign of life was at {agent.LastSign}");
    }

    // --- looking again ---

    public void Audit()
    {
        if (!stage.World.IsUp) return;
        var interval = stage.Settings.OrphanInterval;
        foreach (var container in stage.World.Runtime.Containers)
        {
            if (container.StartedAt > stage.WallNow - TimeSpan.FromHours(1)) continue;
            var session = stage.Find(container.Session);
            if (Since(session, container) is not { } since) continue;
            var from = since > _tolerance ? since : _tolerance;
            if (session?.DelayedUntil > from) from = session.DelayedUntil;
            if (stage.Now > from + (2 * interval) + stage.Witness.Silences.Slack)
                Found("stray-not-stopped", session, $"{container.Id} is nobody's since {since} and still runs");
        }

        foreach (var gone in _strays.Keys.Where(id => stage.World.Runtime.Containers.All(container => container.Id != id)).ToList())
            _strays.Remove(gone);
    }

    /// <summary>What still runs that should not; null for nothing.</summary>
    public string? Unrest() => _strays.Count > 0 ? $"container {_strays.Keys.First()} is nobody's and still runs" : null;

    private void Knows(string container)
    {
        _known.Add(container);
        if (stage.Crew.Of(container) is { KnownAt: null } agent) agent.KnownAt = stage.Now;
    }

    /// <summary>Since when a container is nobody's; null when it is somebody's.</summary>
    private TimeSpan? Since(SessionStage? session, Container container)
    {
        if (!_strays.TryGetValue(container.Id, out var since)) return session?.AbsentSince;
        // A second container of a session that has no other is taken for its container.
        if (session is { Agents.Count: 0 }) _strays[container.Id] = since = stage.Now;
        return since;
    }

    private bool IsStray(SessionStage? session, Container container) =>

        _strays.ContainsKey(container.Id) || session is null || session.AbsentSince is not null
        || stage.Now - stage.Witness.Silences.Slack < session.ReturnedAt;

    private void Found(string invariant, SessionStage? session, string text) => stage.Witness.Found(invariant, session, text);
}
