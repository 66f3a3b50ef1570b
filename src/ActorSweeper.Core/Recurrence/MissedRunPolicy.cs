namespace ActorSweeper.Core.Recurrence;

/// <summary>What to do about occurrences that passed while nobody could run them. The cases are the nested records.</summary>
/// <remarks>The rule of field failure F78: the policy is stated per series, never implicit.</remarks>
public abstract record MissedRunPolicy
{
    /// <summary>How many missed occurrences <see cref="All"/> runs unless told otherwise.</summary>
    public const int DefaultCap = 24;

    private MissedRunPolicy()
    {
    }

    /// <summary>One late run stands for all missed ones.</summary>
    public sealed record Latest : MissedRunPolicy;

    /// <summary>Each missed occurrence is run late, oldest first; when there are more than the cap, the newest ones.</summary>
    /// <param name="Cap">The most late runs, 1 to <see cref="MissedRuns.MaxListed"/>.</param>
    public sealed record All(int Cap = DefaultCap) : MissedRunPolicy;

    /// <summary>Nothing is run late, except the newest occurrence when it is no older than the grace time.</summary>
    /// <param name="Grace">How late a run may start, zero or more.</param>
    public sealed record Skip(TimeSpan Grace) : MissedRunPolicy;
}
