namespace ActorSweeper.Simulation.Seeded;

/// <summary>What a run consisted of.</summary>
public sealed class Tally
{
    /// <summary>Containers that were started, and the agents in them.</summary>
    public long Lives { get; set; }

    /// <summary>Agents that died or hung.</summary>
    public long AgentFaults { get; set; }

    /// <summary>Hosts that were killed or ended, and started again.</summary>
    public long HostEnds { get; set; }

    /// <summary>Of these, hosts that were killed at a write of the journal.</summary>
    public long JournalCrashes { get; set; }

    /// <summary>Containers that the host has stopped.</summary>
    public long Stops { get; set; }

    /// <summary>Messages that were put back.</summary>
    public long Retries { get; set; }

    /// <summary>Messages that were given up.</summary>
    public long DeadLetters { get; set; }

    /// <summary>Messages that were written or recurred.</summary>
    public long Messages { get; set; }

    /// <summary>Writes to the journal.</summary>
    public long Writes { get; set; }

    /// <summary>Items of the plan that were carried out.</summary>
    public long Items { get; set; }

    /// <summary>The virtual time that was covered.</summary>
    public TimeSpan Covered { get; set; }

    /// <summary>Adds another run's.</summary>
    public void Add(Tally other)
    {
        Lives += other.Lives;
        AgentFaults += other.AgentFaults;
        HostEnds += other.HostEnds;
        JournalCrashes += other.JournalCrashes;
        Stops += other.Stops;
        Retries += other.Retries;
        DeadLetters += other.DeadLetters;
        Messages += other.Messages;
        Writes += other.Writes;
        Items += other.Items;
        Covered += other.Covered;
    }
}
