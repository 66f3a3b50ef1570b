using System.Globalization;
using ActorSweeper.Core.Retention;

namespace ActorSweeper.Adapters.OpenClaw;

/// <summary>
/// Does what OpenClaw's reaper of cron runs does, up to the releases that keep their sessions in sessions.json: drops the entries of
/// runs that have expired, archives their transcripts, and deletes the archives later. More on request: see
/// <see cref="OpenClawOptions"/>.
/// </summary>
/// <param name="options">What it works on.</param>
/// <param name="time">The clock.</param>
/// <param name="looks">When stores were looked at last.</param>
/// <param name="entering">Is told each step of each rewrite of a store, by the store's path, before it is done.</param>
public sealed class OpenClawJanitor(
    OpenClawOptions options, TimeProvider time, LastLooks looks, Action<string, StoreStep>? entering = null) : IJanitor
{
    /// <inheritdoc/>
    public string Name => "openclaw";

    /// <inheritdoc/>
    public Task<JanitorPlan> PlanAsync(CancellationToken cancellation) =>
        Task.Run(() => new OpenClawPlanning(options, time.GetUtcNow(), looks).Run(Name, cancellation), cancellation);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ItemOutcome> ApplyAsync(
        JanitorPlan plan, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(plan);
        using var work = new OpenClawWork(options, time, looks, entering);
        for (var index = 0; index < plan.Items.Count && !cancellation.IsCancellationRequested;)
        {
            if (plan.Items[index] is not DropItem first)
            {
                var item = plan.Items[index++];
                yield return await Task.Run(() => work.Do(item), CancellationToken.None);
                continue;
            }

            // A store is rewritten once for all that goes: they are one step.
            var drops = plan.Items.Skip(index).TakeWhile(item => item is DropItem next && next.Store == first.Store)
                .Cast<DropItem>().ToList();
            index += drops.Count;
            if (await work.DropAsync(drops, cancellation) is not { } outcomes) yield break;
            foreach (var outcome in outcomes) yield return outcome;
        }
    }

    /// <inheritdoc/>
    public string Summarize(JanitorPlan plan, IReadOnlyList<ItemOutcome> outcomes)
    {
        ArgumentNullException.ThrowIfNull(plan);
        int Count(JanitorAction action) => outcomes.Count(outcome => !outcome.IsFailed && outcome.Did == action);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"openclaw: dropped {Count(JanitorAction.Drop)} expired sessions, archived {Count(JanitorAction.Archive)} transcripts, "
            + $"deleted {Count(JanitorAction.Delete)} old files, {outcomes.Sum(static outcome => outcome.Freed)} bytes freed; "
            + $"kept {Count(JanitorAction.Keep)}, failed {outcomes.Count(static outcome => outcome.IsFailed) + plan.Errors.Count}");
    }
}
