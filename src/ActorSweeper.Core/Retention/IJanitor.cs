namespace ActorSweeper.Core.Retention;

/// <summary>What a janitor would do now.</summary>
/// <param name="Janitor">Its name.</param>
/// <param name="At">When it looked.</param>
/// <param name="Items">In the order in which they are done. A janitor derives what it needs again from <see cref="JanitorItem"/>.</param>
/// <param name="Rules">What each of its rules looked at.</param>
/// <param name="Errors">What could not be looked at, each with the thing and the remedy. The rest is planned all the same.</param>
public sealed record JanitorPlan(
    string Janitor,
    DateTimeOffset At,
    IReadOnlyList<JanitorItem> Items,
    IReadOnlyList<RuleCount> Rules,
    IReadOnlyList<string> Errors);

/// <summary>
/// The port to something that expires. Every janitor has the same shape: it plans, checks and applies, and sums up. A dry run is a
/// plan that is not applied: the same code, the same report.
/// </summary>
public interface IJanitor
{
    /// <summary>Its name in the configuration, such as <c>artifacts</c>.</summary>
    string Name { get; }

    /// <summary>Looks, and changes nothing.</summary>
    /// <param name="cancellation">Ends the look with an <see cref="OperationCanceledException"/>.</param>
    Task<JanitorPlan> PlanAsync(CancellationToken cancellation);

    /// <summary>
    /// Carries out a plan, and nothing that is not in it. Immediately before each step it checks again that the thing is the one that
    /// was planned and has still expired. An error of one item is its outcome; the others go on.
    /// </summary>
    /// <param name="plan">One that <see cref="PlanAsync"/> of this very object made.</param>
    /// <param name="cancellation">The item in hand is finished, no further one is begun: the sequence ends early, without an error.</param>
    IAsyncEnumerable<ItemOutcome> ApplyAsync(JanitorPlan plan, CancellationToken cancellation);

    /// <summary>The one line at the end of a run; in a dry run the outcomes are what the plan says.</summary>
    string Summarize(JanitorPlan plan, IReadOnlyList<ItemOutcome> outcomes);
}
