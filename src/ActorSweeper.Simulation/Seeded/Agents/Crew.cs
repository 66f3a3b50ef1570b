using ActorSweeper.Core.Containers;

namespace ActorSweeper.Simulation.Seeded.Agents;

/// <summary>All agents: from the start of their containers to the end, however it comes, and how the event stream tells of it.</summary>
internal sealed class Crew(Stage stage)
{
    private readonly Dictionary<string, (Agent Agent, AgentScript Script)> _agents = new(StringComparer.Ordinal);

    /// <summary>All agents of containers that run.</summary>
    public IEnumerable<Agent> Agents => _agents.Values.Select(life => life.Agent);

    public Troubles<bool> Silence { get; } = new();

    public Troubles<TimeSpan> Lateness { get; } = new();

    /// <summary>Whether a host listens to the event stream.</summary>
    public bool IsHeard { get; set; }

    public Agent? Of(string container) => _agents.TryGetValue(container, out var life) ? life.Agent : null;

    /// <summary>A container has come up.</summary>
    public Agent Started(SessionStage session, Container container)
    {
        session.Lives++;
        stage.Tally.Lives++;
        stage.Note($"{session.Name} {container.Id} runs");
        var agent = new Agent(stage, session, container);
        var script = new AgentScript(stage, agent);
        _agents[container.Id] = (agent, script);
        session.Agents.Add(agent);
        script.Begin();
        return agent;
    }

    /// <summary>An agent ends its own container, or something does that is not the host.</summary>
    public void Die(Agent agent, int exitCode)
    {
        if (agent.IsGone) return;
        if (exitCode != 0) stage.Tally.AgentFaults++;
        stage.Note($"{agent.Session.Name} {agent.Container.Id} ends with {exitCode}");
        stage.World.Runtime.Die(agent.Container.Id);
        Gone(agent.Container, exitCode);
    }

    /// <summary>A container is gone.</summary>
    public void Gone(Container container, int exitCode)
    {
        if (_agents.Remove(container.Id, out var life))
        {
            var agent = life.Agent;
            // The file stays as it was when the last beat was written.
            if (agent.Session.Agents[^1] == agent && agent.WritesHeartbeatFrom is not null)
                agent.Session.Files.Heartbeat = agent.HeartbeatStamp;
            agent.End();
            agent.Session.Agents.Remove(agent);
            stage.Witness.Messages.Ended(agent);
        }

        if (Silence.Any) return;
        if (!Lateness.Any)
        {
            Tell(container, exitCode);
            return;
        }

        stage.Agenda.Enter(stage.Now + Lateness.Newest, () =>
        {
            Tell(container, exitCode);
            Tell(container, exitCode);
        });
    }

    /// <summary>Something may have become due in a session.</summary>
    public void Poke(SessionStage session)
    {
        foreach (var agent in session.Agents.ToList()) _agents[agent.Container.Id].Script.Poke();
    }

    /// <summary>All agents that work fall silent, and go on later.</summary>
    public void FreezeFor(TimeSpan time)
    {
        var frozen = Agents.Where(agent => !agent.IsFrozen).ToList();
        foreach (var agent in frozen) agent.Freeze();
        stage.Agenda.Enter(stage.Now + time, () =>
        {
            foreach (var agent in frozen.Where(agent => !agent.IsHung)) agent.Thaw();
        });
    }

    private void Tell(Container container, int exitCode)
    {
        if (IsHeard) stage.World.Runtime.Tell(new ContainerDeath(container.Id, exitCode, []));
    }
}
