namespace ActorSweeper.Simulation.Seeded.Observing;

/// <summary>
/// The independent observer: it looks at files, containers, calls and what is durable, never at what the actors say, and compares
/// them with the agents as they really are.
/// </summary>
internal sealed class Witness
{
    private readonly Stage _stage;
    private Violation? _found;

    public Witness(Stage stage)
    {
        _stage = stage;
        Silences = new SilenceRules(stage);
        Messages = new MessageRules(stage);
        Containers = new ContainerRules(stage);
        Journal = new JournalRules(stage);
    }

    public SilenceRules Silences { get; }

    public MessageRules Messages { get; }

    public ContainerRules Containers { get; }

    public JournalRules Journal { get; }

    /// <summary>An invariant does not hold. The first counts; the run ends when the instant is over.</summary>
    public void Found(string invariant, SessionStage? session, string text)
    {
        if (_found is not null) return;
        _found = new Violation(_stage.Now, invariant, text, session?.Index);
        _stage.Note($"VIOLATION {invariant}: {text}");
    }

    /// <summary>Ends the run if an invariant was seen not to hold.</summary>
    public void Check()
    {
        if (_found is not null) throw new ViolationException(_found);
    }

    /// <summary>What can only be seen by looking again and again.</summary>
    public void Audit()
    {
        Silences.Audit();
        Containers.Audit();
        foreach (var session in _stage.Sessions) Messages.Audit(session);
        Check();
    }

    /// <summary>Whether everything has come to rest: what has not is told, and is a violation when it stays so.</summary>
    public string? Unrest()
    {
        foreach (var session in _stage.Sessions)
        {
            if (Messages.Unrest(session) is { } why) return $"{session.Name}: {why}";
        }

        return Containers.Unrest();
    }
}
