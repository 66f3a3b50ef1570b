using System.Globalization;
using System.Runtime.CompilerServices;
using ActorSweeper.Adapters.Deletion;
using ActorSweeper.Core.Retention;

namespace ActorSweeper.Adapters.Artifacts;

/// <summary>
/// Removes what agent sessions leave behind when it is older than its rule says: transcripts with their tool results, debug logs, to-do
/// lists, telemetry, logs, and whatever the user has rules for. While the ids of the active sessions cannot be read nothing at all is
/// removed, not even what no id protects: a database that is not where it should be means that the roots may be wrong too.
/// </summary>
public sealed class ArtifactsJanitor : IJanitor, ITrash
{
    private readonly ArtifactsOptions _options;
    private readonly TimeProvider _time;

    /// <summary>Creates the janitor. Nothing is looked at yet.</summary>
    /// <param name="options">What it does.</param>
    /// <param name="time">Its clock.</param>
    /// <exception cref="ArgumentException">
    /// A rule is protected by ids, and there is nothing to read them from; or its pattern does not lead downwards.
    /// </exception>
    public ArtifactsJanitor(ArtifactsOptions options, TimeProvider time)
    {
        if (options.ActiveIds is null && options.Rules.FirstOrDefault(rule => rule.Protection != ArtifactProtection.None) is { } rule)
            throw new ArgumentException($"Rule {rule.Name} is protected by active ids, but no database of them is set.", nameof(options));
        if (options.Rules.FirstOrDefault(rule => !ArtifactRule.IsGlob(rule.Glob)) is { } wrong)
        {
            throw new ArgumentException(
                $"Rule {wrong.Name}: '{wrong.Glob}' is no path beneath the root: it has no empty, . or .. step.", nameof(options));
        }
        (_options, _time) = (options, time);
    }

    /// <inheritdoc/>
    public string Name => "artifacts";

    /// <summary>What becomes of what has expired.</summary>
    public ArtifactsMode Mode => _options.Mode;

    /// <inheritdoc/>
    public Task<JanitorPlan> PlanAsync(CancellationToken cancellation) => Task.Run(() => Plan(cancellation), cancellation);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ItemOutcome> ApplyAsync(JanitorPlan plan, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // The work is the file system's: it must not hold up whoever asks for it.
        await Task.Yield();
        var ids = _options.ActiveIds is null ? null : new ActiveIdsReader(_options.ActiveIds, _time);
        using var removal = new UnitRemoval(_options, ids, _time, plan.At, cancellation);
        foreach (var item in plan.Items)
        {
            if (cancellation.IsCancellationRequested) yield break;
            if (item is not ArtifactItem planned) throw new ArgumentException("The plan is another janitor's.", nameof(plan));
            ItemOutcome outcome;
            try
            {
                outcome = removal.Apply(planned);
            }
            catch (OperationCanceledException)
            {
                yield break;
            }

            yield return outcome;
        }
    }

    /// <inheritdoc/>
    public string Summarize(JanitorPlan plan, IReadOnlyList<ItemOutcome> outcomes)
    {
        var (deleted, trashed, failed) = (0, 0, 0);
        var freed = 0L;
        foreach (var outcome in outcomes)
        {
            if (outcome.IsFailed) failed++;
            else if (outcome.Did == JanitorAction.Delete) deleted++;
            else if (outcome.Did == JanitorAction.Trash) trashed++;
            freed += outcome.Freed;
        }

        var parts = new List<string> { $"{Count(deleted)} deleted" };
        if (trashed > 0) parts.Add($"{Count(trashed)} moved to the trash");
        parts.Add($"{Count(outcomes.Count - deleted - trashed - failed)} kept");
        if (failed + plan.Errors.Count > 0) parts.Add($"{Count(failed + plan.Errors.Count)} failed");
        return $"{string.Join(", ", parts)}; {Count(freed)} bytes freed";
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ItemOutcome> RestoreAsync(
        Predicate<string> isWanted, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.Yield();
        foreach (var path in _options.Rules.Select(rule => rule.Root).Distinct(StringComparer.Ordinal))
        {
            if (cancellation.IsCancellationRequested || !Directory.Exists(path)) continue;
            var problems = new List<string>();
            using var root = Open(path, problems);
            using var trash = root is null ? null : new Trash(root);
            foreach (var trashed in trash?.List(problems, cancellation) ?? [])
            {
                if (!isWanted(trashed.Path)) continue;
                if (cancellation.IsCancellationRequested) yield break;
                var item = new JanitorItem(trashed.Path, JanitorAction.Trash, $"in the trash since {trashed.At:yyyy-MM-dd HH:mm:ss}", 0);
                var restored = trash!.Restore(trashed);
                yield return restored.IsRemoved ? ItemOutcome.Kept(item, "restored") : ItemOutcome.Failed(item, restored.Text!);
            }

            foreach (var problem in problems)
                yield return ItemOutcome.Failed(new JanitorItem(path, JanitorAction.Keep, "its trash", 0), problem);
        }
    }

    private static string Count(long number) => number.ToString(CultureInfo.InvariantCulture);

    private JanitorPlan Plan(CancellationToken cancellation)
    {
        var now = _time.GetUtcNow();
        var (units, errors, counts) = (new List<PlannedUnit>(), new List<string>(), new List<RuleCount>());
        var ids = Ids(errors, cancellation);
        var taken = CanMeet(_options.Rules) ? new HashSet<(ulong Inode, RawName Name)>() : null;
        foreach (var rules in _options.Rules.GroupBy(rule => rule.Root, StringComparer.Ordinal))
        {
            using var root = Open(rules.Key, errors, $"{string.Join(", ", rules.Select(rule => rule.Name))}: ");
            if (root is null)
            {
                counts.AddRange(rules.Select(rule => new RuleCount(rule.Name, 0, 0, 0)));
                continue;
            }

            var planned = new PlannedRoot(rules.Key, root.Facts);
            counts.AddRange(rules.Select(
                rule => new RulePlanning(rule, now, ids, units, taken, errors, cancellation).Run(root, planned)));
            if (ids is not null) PlanPurge(root, planned, now, units, errors, cancellation);
        }

        return new JanitorPlan(Name, now, new PlannedItems(units, now, _options.Mode), counts, errors);
    }

    private static OpenedRoot? Open(string path, List<string> errors, string prefix = "")
    {
        try
        {
            return OpenedRoot.Open(path);
        }
        catch (DeletionException refused)
        {
            errors.Add(prefix + refused.Message);
            return null;
        }
    }

    /// <summary>The ids of the active sessions; null when they cannot be read.</summary>
    private ActiveIds? Ids(List<string> errors, CancellationToken cancellation)
    {
        if (_options.ActiveIds is null) return new ActiveIds([]);
        try
        {
            return new ActiveIdsReader(_options.ActiveIds, _time).Current(cancellation);
        }
        catch (ActiveIdsException unknown)
        {
            errors.Add($"{unknown.Message}. Nothing is deleted until they can be.");
            return null;
        }
    }

    private void PlanPurge(
        OpenedRoot root,
        PlannedRoot planned,
        DateTimeOffset now,
        List<PlannedUnit> units,
        List<string> errors,
        CancellationToken cancellation)
    {
        using var trash = new Trash(root);
        foreach (var (folder, run, since, frees) in trash.Expired(now - _options.TrashRetention, errors, cancellation))
        {
            units.Add(new PlannedUnit(
                planned,
                null,
                folder,
                run,
                null,
                since,
                frees,
                $"in the trash since {since:yyyy-MM-dd HH:mm:ss}, kept there for {ArtifactAge.Text(_options.TrashRetention)}"));
        }
    }

    /// <summary>Whether one thing can be named by two rules.</summary>
    private static bool CanMeet(IReadOnlyList<ArtifactRule> rules) =>
        rules.GroupBy(rule => (rule.Root, Path.GetDirectoryName(rule.Glob))).Any(group => group.Count() > 1)
        || rules.GroupBy(rule => rule.Root).Any(group => group.Count() > 1 && group.Any(rule => rule.Glob.Contains("**")))
        || rules.Select(rule => rule.Root).Distinct(StringComparer.Ordinal).Any(
            root => rules.Any(rule => rule.Root.StartsWith(root + "/", StringComparison.Ordinal)));
}
