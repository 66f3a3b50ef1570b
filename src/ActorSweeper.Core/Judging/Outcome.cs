namespace ActorSweeper.Core.Judging;

/// <summary>How an action ended.</summary>
/// <param name="Result">The result.</param>
/// <param name="Detail">What there is to add, such as an error's text; may be empty.</param>
public sealed record Outcome(Result Result, string Detail = "")
{
    /// <summary>Done, with nothing to add.</summary>
    public static Outcome Done { get; } = new(Result.Done);
}

/// <summary>The result of an action.</summary>
public enum Result
{
    /// <summary>It was done and confirmed.</summary>
    Done,

    /// <summary>It was not done because this is a dry run, or the runtime only observes.</summary>
    Planned,

    /// <summary>It waits for its turn.</summary>
    Queued,

    /// <summary>The row was no longer as expected: somebody else was faster, and nothing was changed.</summary>
    Superseded,

    /// <summary>It was held back.</summary>
    Deferred,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>The runtime did not say how it ended.</summary>
    Unknown,
}
