using ActorSweeper.Core.Retention;
using ActorSweeper.Core.Text;

namespace ActorSweeper.Adapters.Forge;

/// <summary>Decides about the worktrees, and carries out what was decided.</summary>
internal sealed class WorktreePlanning
{
    private readonly ForgeOptions _options;
    private readonly Worktrees _worktrees;
    private readonly Git _git;
    private readonly Parking _parking;

    /// <summary>Creates it.</summary>
    /// <param name="options">The policy.</param>
    /// <param name="worktrees">Where they are.</param>
    /// <param name="git">Looks at them and removes them.</param>
    /// <param name="time">The instant of what is parked.</param>
    public WorktreePlanning(ForgeOptions options, Worktrees worktrees, Git git, TimeProvider time)
    {
        (_options, _worktrees, _git) = (options, worktrees, git);
        _parking = new Parking(git, time);
    }

    /// <summary>Decides about one worktree. Changes nothing.</summary>
    /// <param name="worktree">The worktree.</param>
    /// <param name="records">The records that stay in the store.</param>
    /// <param name="states">Tells the state of its issue.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<JanitorItem> PlanAsync(
        Worktree worktree, IReadOnlyList<AgentRecord> records, IssueStates states, CancellationToken cancellation)
    {
        if (records.Any(record => Uses(record, worktree)))
            return Keep(worktree, "in use by a session");
        var issue = await states.AskAsync(worktree.Key, cancellation);
        if (issue.State == IssueState.Open)
            return Keep(worktree, "its issue is open");
        if (!issue.IsOver)
            return Keep(worktree, $"its issue's state is unknown: {issue.Why}");
        var over = $"the issue {worktree.Key} is {issue.Why}";
        try
        {
            if (worktree.IsGone)
            {
                return worktree.Listed.Lock is null
                    ? Removal(worktree, $"{over}; its directory is gone, only git's registration is pruned", 0, wasGone: true, null)
                    : Keep(worktree, "locked");
            }

            var state = await WorktreeState.LookAsync(worktree, _worktrees, _git, cancellation);
            if (Objection(state) is { } why)
                return Keep(worktree, why);
            var parkedAs = state.Unsaved is not null && _options.UnsavedWork == UnsavedWork.Park ? _parking.RefOf(worktree) : null;
            var how = state.Unsaved is null ? ""
                : parkedAs is null ? $"; in spite of {state.Unsaved}"
                : $"; {state.Unsaved}: parked as {parkedAs}";
            return Removal(worktree, over + how, SizeOf(worktree.Path), wasGone: false, parkedAs);
        }
        catch (GitException e)
        {
            return Keep(worktree, $"git cannot tell its state: {e.Message}");
        }
    }

    /// <summary>Removes one worktree, if it is still as it was planned.</summary>
    /// <param name="removal">What was planned.</param>
    /// <param name="records">The records that are in the store now.</param>
    /// <param name="cancellation">Ends it between two steps of git.</param>
    public async Task<ItemOutcome> RemoveAsync(
        WorktreeRemoval removal, IReadOnlyList<AgentRecord> records, CancellationToken cancellation)
    {
        try
        {
            if (records.Any(record => Uses(record, removal.Worktree)))
                return ItemOutcome.Kept(removal, "a session uses it again, or still");
            var worktree = await _worktrees.FindAsync(removal.Worktree, cancellation);
            if (worktree is null || worktree.Listed != removal.Worktree.Listed || worktree.IsGone != removal.WasGone)
                return ItemOutcome.Kept(removal, "it is not any more what it was when it was looked at");
            if (worktree.IsGone)
                return await RemoveAsync(removal, worktree, isForced: false, cancellation);
            var state = await WorktreeState.LookAsync(worktree, _worktrees, _git, cancellation);
            if (Objection(state) is { } why)
                return ItemOutcome.Kept(removal, why);
            if (state.Unsaved is not null && _options.UnsavedWork == UnsavedWork.Park)
                await _parking.ParkAsync(worktree, state, removal.ParkedAs ?? _parking.RefOf(worktree), cancellation);
            return await RemoveAsync(removal, worktree, state.IsDirty, cancellation);
        }
        catch (GitException e)
        {
            return ItemOutcome.Failed(removal, e.Message);
        }
    }

    private async Task<ItemOutcome> RemoveAsync(
        WorktreeRemoval removal, Worktree worktree, bool isForced, CancellationToken cancellation)
    {
        string[] force = isForced ? ["--force"] : [];
        await _git.RunAsync(
            new GitPlace(worktree.Origin.GitDirectory, null), ["worktree", "remove", .. force, "--", worktree.Path], cancellation);
        return ItemOutcome.Done(removal);
    }

    /// <summary>What forbids the removal under the policy; null when nothing does.</summary>
    private string? Objection(WorktreeState state)
    {
        if (state.Blocker is not null || state.Unsaved is null || _options.UnsavedWork == UnsavedWork.Keep)
            return state.Blocker ?? state.Unsaved;
        // Forced or parked, git would take submodules along, with work that nobody has looked at.
        if (state.IsDirty && File.Exists(Path.Combine(state.Place!.Worktree!, ".gitmodules")))
            return $"{state.Unsaved}, and submodules";
        return _options.UnsavedWork == UnsavedWork.Force && state is { IsDetached: true, IsReachable: false } ? state.Unsaved : null;
    }

    private bool Uses(AgentRecord record, Worktree worktree) =>
        (record.Worktree is { } path && _worktrees.IsAt(path, worktree))
        || (record.Agent == worktree.Agent && record.Key == worktree.Key.ToString());

    private static WorktreeRemoval Removal(Worktree worktree, string reason, long bytes, bool wasGone, string? parkedAs) =>
        new(Printable.Escape(worktree.Path), Printable.Escape(reason), bytes, worktree, wasGone, parkedAs);

    private static JanitorItem Keep(Worktree worktree, string reason) =>
        new(Printable.Escape(worktree.Path), JanitorAction.Keep, Printable.Escape(reason), 0);

    private static long SizeOf(string folder)
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.ReparsePoint,
            IgnoreInaccessible = true,
        };
        try
        {
            return new DirectoryInfo(folder).EnumerateFiles("*", options).Sum(file => file.Length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It changes while it is looked at: what it frees is then not known.
            return 0;
        }
    }
}
