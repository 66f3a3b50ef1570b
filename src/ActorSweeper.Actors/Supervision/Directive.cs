namespace ActorSweeper.Actors;

/// <summary>What a supervisor does with a child that failed.</summary>
public enum Directive
{
    /// <summary>Keep the child and its state; only the failing message is lost.</summary>
    Resume,

    /// <summary>Replace the child by a new instance under the same reference and mailbox.</summary>
    Restart,

    /// <summary>The supervisor fails itself, with the same exception.</summary>
    Escalate,

    /// <summary>Stop the child for good.</summary>
    Stop,
}
