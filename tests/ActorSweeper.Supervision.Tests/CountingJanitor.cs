using System.Runtime.CompilerServices;
using ActorSweeper.Core.Retention;

namespace ActorSweeper.Supervision.Tests;

/// <summary>A janitor over things in memory.</summary>
internal sealed class CountingJanitor(string name, TimeProvider time) : IJanitor
{
    public List<JanitorItem> Things { get; } = [];

    public List<RuleCount> Rules { get; } = [];

    public List<string> Removed { get; } = [];

    public int Plans { get; private set; }

    /// <summary>How long each item takes.</summary>
    public TimeSpan Takes { get; set; }

    public string Name => name;

    public Task<JanitorPlan> PlanAsync(CancellationToken cancellation)
    {
        Plans++;
        return Task.FromResult(new JanitorPlan(name, time.GetUtcNow(), [.. Things], [.. Rules], []));
    }

    public async IAsyncEnumerable<ItemOutcome> ApplyAsync(JanitorPlan plan, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var item in plan.Items)
        {
            if (cancellation.IsCancellationRequested) yield break;
            if (Takes > TimeSpan.Zero) await Task.Delay(Takes, time, CancellationToken.None);
            Things.Remove(item);
            Removed.Add(item.Path);
            yield return ItemOutcome.Done(item);
        }
    }

    public string Summarize(JanitorPlan plan, IReadOnlyList<ItemOutcome> outcomes) =>
        $"{outcomes.Count(outcome => outcome.Did != JanitorAction.Keep)} gone";
}
