using System.Globalization;

namespace ActorSweeper.Core.Retention;

/// <summary>How much one run may take away without having been asked. Beyond any of them the plan is held.</summary>
/// <param name="Items">So many items; null for no bound.</param>
/// <param name="Bytes">So many bytes; null for no bound.</param>
/// <param name="Share">Such a share of all that the janitor looked at, above 0 to 1; null for no bound.</param>
public sealed record JanitorCaps(int? Items, long? Bytes, double? Share)
{
    /// <summary>A share says nothing of fewer things than this.</summary>
    public const int FewestForShare = 50;

    /// <summary>Why a plan is held; null when it may be carried out.</summary>
    public string? Hold(JanitorPlan plan)
    {
        var (count, bytes, seen) = (0, 0L, 0L);
        foreach (var item in plan.Items)
        {
            if (item.Action == JanitorAction.Keep) continue;
            count++;
            bytes += item.Bytes;
        }

        foreach (var rule in plan.Rules) seen += rule.Seen;
        return count > Items ? Format($"{count} items are to go, at most {Items} go without being asked for")
            : bytes > Bytes ? Format($"{bytes} bytes are to go, at most {Bytes} go without being asked for")
            : seen >= FewestForShare && count > Share * seen
                ? Format($"{count} of {seen} items are to go, at most {Share:0.##%} go without being asked for")
            : null;
    }

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>How one run of a janitor is meant.</summary>
/// <param name="IsDry">Plan only.</param>
/// <param name="Caps">Beyond these the plan is held; null when whoever asks has approved of whatever there is.</param>
public sealed record JanitorOrder(bool IsDry, JanitorCaps? Caps);

/// <summary>One run of a janitor, from its plan to its summary.</summary>
/// <param name="Plan">What was to be done.</param>
/// <param name="Outcomes">What became of each item; in a dry run, or when it was held, what the plan says.</param>
/// <param name="Held">Why the plan was not carried out; null when it was.</param>
/// <param name="IsCut">Whether it was ended early: the items without an outcome are as they were.</param>
/// <param name="Summary">What it came to.</param>
public sealed record JanitorRun(
    JanitorPlan Plan, IReadOnlyList<ItemOutcome> Outcomes, string? Held, bool IsCut, JanitorRunSummary Summary)
{
    /// <summary>Runs a janitor.</summary>
    /// <param name="janitor">The janitor.</param>
    /// <param name="order">How it is meant.</param>
    /// <param name="progress">Told of each outcome, in order, and how many there will be; null for nobody.</param>
    /// <param name="cancellation">The item in hand is finished and the run ends early.</param>
    /// <exception cref="OperationCanceledException">It was ended before there was a plan.</exception>
    public static async Task<JanitorRun> RunAsync(
        IJanitor janitor, JanitorOrder order, Action<ItemOutcome, int>? progress, CancellationToken cancellation)
    {
        var plan = await janitor.PlanAsync(cancellation);
        var held = order.IsDry ? null : order.Caps?.Hold(plan);
        var outcomes = new List<ItemOutcome>(plan.Items.Count);
        if (order.IsDry || held is not null)
        {
            outcomes.AddRange(plan.Items.Select(ItemOutcome.Done));
        }
        else
        {
            await foreach (var outcome in janitor.ApplyAsync(plan, cancellation))
            {
                outcomes.Add(outcome);
                progress?.Invoke(outcome, plan.Items.Count);
            }
        }

        var isCut = cancellation.IsCancellationRequested && outcomes.Count < plan.Items.Count;
        return new JanitorRun(plan, outcomes, held, isCut, Sum(janitor, plan, outcomes, order.IsDry, held));
    }

    private static JanitorRunSummary Sum(
        IJanitor janitor, JanitorPlan plan, List<ItemOutcome> outcomes, bool isDry, string? held)
    {
        var text = janitor.Summarize(plan, outcomes);
        return new JanitorRunSummary(
            plan.Janitor,
            isDry,
            held,
            plan.Items.Count(item => item.Action != JanitorAction.Keep),
            isDry || held is not null ? 0 : outcomes.Count(outcome => outcome.Did != JanitorAction.Keep),
            outcomes.Count(outcome => outcome.Did == JanitorAction.Keep),
            outcomes.Sum(outcome => outcome.Freed),
            plan.Errors.Count + outcomes.Count(outcome => outcome.IsFailed),
            text,
            plan.Rules);
    }
}
