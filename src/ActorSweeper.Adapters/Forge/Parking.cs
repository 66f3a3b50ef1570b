using System.Globalization;
using ActorSweeper.Adapters.Launching;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Adapters.Forge;

/// <summary>
/// Puts the work in a worktree where it survives it: into a commit under <c>refs/actorsweeper/parked/AGENT/NAME/INSTANT</c> of its
/// clone. It holds all changed and untracked files, ignored ones not; its first parent is the worktree's commit, and its second, where
/// something else than that was staged, a commit of what was staged. <c>git show</c>, <c>git checkout</c> and <c>git cherry-pick</c>
/// get it back.
/// </summary>
internal sealed class Parking
{
    private readonly Git _git;
    private readonly TimeProvider _time;

    /// <summary>Creates it.</summary>
    /// <param name="git">Does it.</param>
    /// <param name="time">Gives the ref and the commit their instant.</param>
    public Parking(Git git, TimeProvider time) => (_git, _time) = (git, time);

    /// <summary>The ref under which a worktree's work would be parked now.</summary>
    public string RefOf(Worktree worktree) => string.Create(
        CultureInfo.InvariantCulture,
        $"refs/actorsweeper/parked/{SafeName.Of(worktree.Agent)}/{worktree.Key.WorktreeName}/{_time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}");

    /// <summary>Parks a worktree's work.</summary>
    /// <param name="worktree">The worktree.</param>
    /// <param name="state">What was found in it a moment ago.</param>
    /// <param name="name">The ref, which must not exist.</param>
    /// <param name="cancellation">Ends it between two steps of git.</param>
    /// <exception cref="GitException">It could not be parked, or changed meanwhile; the worktree is as it was.</exception>
    public async Task ParkAsync(Worktree worktree, WorktreeState state, string name, CancellationToken cancellation)
    {
        var place = state.Place!;
        var head = worktree.Listed.Head!;
        var folder = Directory.CreateTempSubdirectory("actorsweeper-park-");
        try
        {
            var commit = head;
            if (state.IsDirty)
            {
                KeyValuePair<string, string> index = new("GIT_INDEX_FILE", Path.Combine(folder.FullName, "index"));
                var tree = await WholeTreeAsync(place, head, index, cancellation);
                var staged = await StagedAsync(place, folder.FullName, head, cancellation);
                commit = await CommitAsync(place, tree, staged is null ? [head] : [head, staged], "Parked", cancellation);
                await _git.RunAsync(place, ["add", "--all"], cancellation, index);
                if (await _git.LineAsync(place, ["write-tree"], cancellation, index) != tree)
                    throw new GitException($"{worktree.Path} changed while it was parked; it is still in use");
            }

            await _git.RunAsync(place, ["update-ref", name, commit, new string('0', head.Length)], cancellation);
            if (await _git.LineAsync(place, ["rev-parse", "--verify", $"{name}^{{commit}}"], cancellation) != commit)
                throw new GitException($"{name} does not hold what was parked");
        }
        catch (IOException e)
        {
            throw new GitException($"{worktree.Path} could not be parked: {e.Message}", e);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>
    /// All files, hashed anew against an index of our own: one that an agent has told to take changed files for unchanged would hide them.
    /// </summary>
    private async Task<string> WholeTreeAsync(
        GitPlace place, string head, KeyValuePair<string, string> index, CancellationToken cancellation)
    {
        await _git.RunAsync(place, ["read-tree", head], cancellation, index);
        await _git.RunAsync(place, ["add", "--all"], cancellation, index);
        // A repository inside would be parked as the number of its commit, without its files.
        var changes = await _git.LineAsync(place, ["diff-index", "--cached", "--raw", "--no-renames", head], cancellation, index);
        if (changes.Split('\n').Any(line => line.Split(' ') is [_, "160000", ..]))
            throw new GitException($"{place} has another repository in it, whose files cannot be parked");
        return await _git.LineAsync(place, ["write-tree"], cancellation, index);
    }

    /// <summary>What is staged, as a commit; null when that is nothing else than the worktree's commit, or a conflict.</summary>
    private async Task<string?> StagedAsync(GitPlace place, string folder, string head, CancellationToken cancellation)
    {
        var index = Path.Combine(place.GitDirectory, "index");
        if (!File.Exists(index))
            return null;
        var copy = Path.Combine(folder, "staged");
        File.Copy(index, copy);
        KeyValuePair<string, string> copied = new("GIT_INDEX_FILE", copy);
        if ((await _git.RunAsync(place, ["ls-files", "--unmerged", "-z"], cancellation, copied)).Length > 0)
            return null;
        var tree = await _git.LineAsync(place, ["write-tree"], cancellation, copied);
        return tree == await _git.LineAsync(place, ["rev-parse", "--verify", $"{head}^{{tree}}"], cancellation)
            ? null
            : await CommitAsync(place, tree, [head], "Staged", cancellation);
    }

    private Task<string> CommitAsync(
        GitPlace place, string tree, IReadOnlyList<string> parents, string what, CancellationToken cancellation)
    {
        var now = _time.GetUtcNow();
        var date = string.Create(CultureInfo.InvariantCulture, $"@{now.ToUnixTimeSeconds()} +0000");
        string[] arguments =
        [
            "commit-tree", "--no-gpg-sign", tree, .. parents.SelectMany(parent => new[] { "-p", parent }),
            "-m", $"{what} by ActorSweeper on {Timestamp.ToIso(now)} from {place.Worktree}",
        ];
        return _git.LineAsync(
            place,
            arguments,
            cancellation,
            new("GIT_AUTHOR_NAME", "ActorSweeper"),
            new("GIT_AUTHOR_EMAIL", "actorsweeper@localhost"),
            new("GIT_AUTHOR_DATE", date),
            new("GIT_COMMITTER_NAME", "ActorSweeper"),
            new("GIT_COMMITTER_EMAIL", "actorsweeper@localhost"),
            new("GIT_COMMITTER_DATE", date));
    }
}
