using System.Globalization;
using System.Runtime.CompilerServices;
using ActorSweeper.Adapters.Deletion;
using ActorSweeper.Adapters.JsonStores;
using ActorSweeper.Core.Retention;

namespace ActorSweeper.Adapters.Forge;

/// <summary>
/// Drops the sessions whose issue or pull request on the forge is over, or which have not been used for too long, and removes the
/// worktrees that nobody needs any more (formats.md section 3). What the forge does not say, and work that is nowhere else, is kept.
/// </summary>
public sealed class ForgeJanitor : IJanitor, IDisposable
{
    private readonly ForgeOptions _options;
    private readonly TimeProvider _time;
    private readonly ForgeApi _api;
    private readonly Git _git;
    private readonly SessionsFile _sessions;
    private (DateTimeOffset At, MissingIssues Missing)? _unwritten;

    /// <summary>Creates it; nothing is read or asked before the first plan.</summary>
    /// <param name="options">Limits and places.</param>
    /// <param name="time">Ages, waits and deadlines.</param>
    public ForgeJanitor(ForgeOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _time) = (options, time);
        _api = new ForgeApi(options, time);
        _git = new Git(options.Git, options.GitTimeout, time);
        _sessions = new SessionsFile(options.SessionsFile, time);
    }

    /// <inheritdoc/>
    public string Name => "forge";

    private string MissingFile => _options.MissingFile ?? _options.SessionsFile + ".missing";

    /// <inheritdoc/>
    public async Task<JanitorPlan> PlanAsync(CancellationToken cancellation)
    {
        var now = _time.GetUtcNow();
        var errors = new List<string>();
        _unwritten = null;
        try
        {
            var token = _options.Token?.Read();
            var store = _sessions.Read();
            errors.AddRange(store.Errors);
            var questions = new Questions(_api, token, _options.ApiMinInterval, _time);
            var states = new IssueStates(questions, MissingIssues.Read(MissingFile), now);
            var sessions = new SessionPlanning(_options, states, now);
            await sessions.PlanAsync(store, errors, cancellation);
            var worktrees = await PlanWorktreesAsync(store, sessions.Remaining, states, errors, cancellation);
            errors.AddRange(states.Errors());
            if (states.NewMissing() is { } missing)
                _unwritten = (now, missing);
            return new JanitorPlan(
                Name, now, [.. sessions.Items, .. worktrees], [Count("sessions", sessions.Items), Count("worktrees", worktrees)], errors);
        }
        catch (IOException e)
        {
            errors.Add($"{e.Message}; nothing is dropped or removed");
            return new JanitorPlan(Name, now, [], [], errors);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ItemOutcome> ApplyAsync(JanitorPlan plan, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (cancellation.IsCancellationRequested)
            yield break;
        if (KeepMissing(plan) is { } failed)
            yield return failed;
        foreach (var outcome in await DropAsync(plan.Items.OfType<SessionDrop>().ToList(), cancellation))
            yield return outcome;
        foreach (var item in plan.Items)
        {
            if (item.Action == JanitorAction.Keep)
                yield return ItemOutcome.Done(item);
        }

        foreach (var removal in plan.Items.OfType<WorktreeRemoval>())
        {
            if (cancellation.IsCancellationRequested)
                yield break;
            yield return await RemoveAsync(removal);
        }
    }

    /// <inheritdoc/>
    public string Summarize(JanitorPlan plan, IReadOnlyList<ItemOutcome> outcomes)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(outcomes);
        var sessions = outcomes.Count(outcome => outcome is { Item: SessionDrop, Did: JanitorAction.Drop });
        var worktrees = outcomes.Count(outcome => outcome is { Item: WorktreeRemoval, Did: JanitorAction.Delete });
        var skipped = plan.Items.Count(item => item is ActiveSession);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"swept: {sessions} sessions, {worktrees} worktrees, 0 cache clones; skipped: {skipped} (still active)");
    }

    /// <inheritdoc/>
    public void Dispose() => _api.Dispose();

    private async Task<IReadOnlyList<JanitorItem>> PlanWorktreesAsync(
        StoreText store, IReadOnlyList<AgentRecord> remaining, IssueStates states, List<string> errors, CancellationToken cancellation)
    {
        if (store.Errors.Count > 0)
        {
            errors.Add($"{_options.SessionsFile}: as a part of it cannot be read, no worktree is removed: mend the entries named");
            return [];
        }

        Worktrees worktrees;
        try
        {
            worktrees = new Worktrees(_options, _git);
        }
        catch (IOException e)
        {
            errors.Add($"{e.Message}; no worktree is removed");
            return [];
        }

        var planning = new WorktreePlanning(_options, worktrees, _git, _time);
        var items = new List<JanitorItem>();
        foreach (var worktree in await worktrees.ListAsync(errors, cancellation))
            items.Add(await planning.PlanAsync(worktree, remaining, states, cancellation));
        return items;
    }

    /// <summary>Keeps since when issues have been missing; a dry run does not come here.</summary>
    private ItemOutcome? KeepMissing(JanitorPlan plan)
    {
        if (_unwritten is not { } unwritten || unwritten.At != plan.At)
            return null;
        _unwritten = null;
        try
        {
            using var root = OpenedRoot.Open(Path.GetDirectoryName(MissingFile) ?? "/");
            using var folder = root.OpenFolder();
            FileReplacement.Write(folder, RawName.Of(Path.GetFileName(MissingFile)), unwritten.Missing.Text());
            return null;
        }
        catch (IOException e)
        {
            var item = new JanitorItem(MissingFile, JanitorAction.Keep, "it keeps since when issues have been missing", 0);
            return ItemOutcome.Failed(
                item, $"it could not be written ({e.Message}): issues that are missing do not count as gone until it can");
        }
    }

    /// <summary>All drops in one step of the store, each checked against what is there now.</summary>
    private async Task<IReadOnlyList<ItemOutcome>> DropAsync(List<SessionDrop> drops, CancellationToken cancellation)
    {
        if (drops.Count == 0)
            return [];
        try
        {
            var outcomes = new List<ItemOutcome>();
            await _sessions.DropAsync(
                store =>
                {
                    outcomes = drops.ConvertAll(drop => Check(drop, store));
                    var done = outcomes.Where(outcome => outcome.Did == JanitorAction.Drop);
                    return [.. done.Select(outcome => outcome.Item).OfType<SessionDrop>().Select(drop => drop.Record)];
                },
                cancellation);
            return outcomes;
        }
        catch (OperationCanceledException)
        {
            return [];
        }
        catch (IOException e)
        {
            return drops.ConvertAll(drop => ItemOutcome.Failed(drop, e.Message));
        }
    }

    private static ItemOutcome Check(SessionDrop drop, StoreText store)
    {
        if (!store.Records.Any(drop.Record.IsStill))
            return ItemOutcome.Kept(drop, "it has changed since, or is gone");
        return drop.Record.IsRunning() ? ItemOutcome.Kept(drop, "it is running again") : ItemOutcome.Done(drop);
    }

    /// <summary>What has begun is finished: a removal that git was killed in would leave half a worktree.</summary>
    private async Task<ItemOutcome> RemoveAsync(WorktreeRemoval removal)
    {
        try
        {
            var store = _sessions.Read();
            if (store.Errors.Count > 0)
                return ItemOutcome.Kept(removal, $"a part of {_options.SessionsFile} cannot be read any more");
            var planning = new WorktreePlanning(_options, new Worktrees(_options, _git), _git, _time);
            return await planning.RemoveAsync(removal, store.Records, CancellationToken.None);
        }
        catch (IOException e)
        {
            return ItemOutcome.Failed(removal, e.Message);
        }
    }

    private static RuleCount Count(string rule, IReadOnlyList<JanitorItem> items) =>
        new(rule, items.Count, items.Count(item => item.Action != JanitorAction.Keep), items.Sum(item => item.Bytes));
}
