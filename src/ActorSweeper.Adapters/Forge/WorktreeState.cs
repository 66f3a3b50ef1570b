using System.Globalization;
using System.Text;
using ActorSweeper.Adapters.JsonStores;

namespace ActorSweeper.Adapters.Forge;

/// <summary>What speaks against removing a worktree.</summary>
/// <param name="Blocker">What forbids it whatever the policy is: a lock, a rebase in progress; null when nothing does.</param>
/// <param name="Unsaved">What would be lost or left hidden; null when there is nothing.</param>
/// <param name="IsDirty">Whether there are uncommitted changes or untracked files.</param>
/// <param name="IsDetached">Whether no branch is checked out.</param>
/// <param name="IsReachable">Whether another ref than its own branch has its commit.</param>
/// <param name="Place">Where git works on it; null with a blocker.</param>
internal sealed record WorktreeState(
    string? Blocker, string? Unsaved, bool IsDirty, bool IsDetached, bool IsReachable, GitPlace? Place)
{
    private const int MaxLinkBytes = 16 * 1024;

    // What git leaves in a worktree's own folder while an operation is not finished.
    private static readonly string[] Operations =
        ["rebase-merge", "rebase-apply", "MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "BISECT_LOG", "sequencer"];

    /// <summary>Looks at a worktree whose directory is there. Changes nothing.</summary>
    /// <param name="worktree">As listed a moment ago.</param>
    /// <param name="worktrees">Where it was listed.</param>
    /// <param name="git">Looks.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="GitException">That cannot be told.</exception>
    public static async Task<WorktreeState> LookAsync(
        Worktree worktree, Worktrees worktrees, Git git, CancellationToken cancellation)
    {
        if (worktree.Listed.Lock is { } why)
            return Blocked(why.Length == 0 ? "locked" : $"locked: {why}");
        if (Admin(worktree) is not { } admin)
            return Blocked("its file .git is missing or names another repository; git worktree repair mends that");
        if (Array.Find(Operations, name => Path.Exists(Path.Combine(admin, name))) is { } operation)
            return Blocked($"an operation of git is not finished ({operation})");
        if (ProcessFolders.UsedBy(worktree.Path) is { } process)
            return Blocked($"process {process} works in it");
        if (worktree.Listed.Head is not { } head || head.All(digit => digit == '0'))
            return Blocked("it has no commit yet");
        var place = new GitPlace(admin, worktree.Path);
        var status = await git.RunAsync(
            place,
            ["status", "--porcelain=v1", "-z", "--untracked-files=normal", "--ignore-submodules=none", "--no-renames"],
            cancellation);
        var hidden = await HiddenAsync(place, git, cancellation);
        var isReachable = await IsReachableAsync(worktree.Origin, head, worktrees, git, cancellation);
        var isDetached = worktree.Listed.Branch is null;
        var unsaved = UnsavedWork(status, hidden, isDetached, isReachable, head);
        return new WorktreeState(null, unsaved, status.Length > 0 || hidden > 0, isDetached, isReachable, place);
    }

    private static WorktreeState Blocked(string why) => new(why, null, false, false, false, null);

    private static string? UnsavedWork(byte[] status, int hidden, bool isDetached, bool isReachable, string head)
    {
        var found = new List<string>();
        if (status.Length > 0)
        {
            var entries = Encoding.UTF8.GetString(status).Split('\0', StringSplitOptions.RemoveEmptyEntries);
            var untracked = entries.Count(entry => entry.StartsWith("??", StringComparison.Ordinal));
            found.Add($"uncommitted changes ({entries.Length - untracked} changed, {untracked} untracked)");
        }

        if (hidden > 0)
            found.Add(string.Create(CultureInfo.InvariantCulture, $"uncommitted changes, perhaps, in {hidden} files that the index hides"));
        if (isDetached)
            found.Add($"detached HEAD at {head[..Math.Min(head.Length, 12)]}");
        if (!isReachable)
            found.Add("unpushed commits");
        return found.Count == 0 ? null : string.Join(", ", found);
    }

    /// <summary>How many files the index declares to be unchanged, or absent though they are there: status does not look at them.</summary>
    private static async Task<int> HiddenAsync(GitPlace place, Git git, CancellationToken cancellation)
    {
        var files = Encoding.UTF8.GetString(await git.RunAsync(place, ["ls-files", "-v", "-z"], cancellation));
        return files.Split('\0', StringSplitOptions.RemoveEmptyEntries).Count(file =>
            char.IsAsciiLetterLower(file[0]) || (file[0] == 'S' && Path.Exists(Path.Combine(place.Worktree!, file[2..]))));
    }

    /// <summary>
    /// Whether the commit is elsewhere. In a clone that follows its remote's branches only those count; in a bare one that has none of
    /// them, its branches stand for the remote's, apart from those that agents have checked out.
    /// </summary>
    private static async Task<bool> IsReachableAsync(
        Clone clone, string head, Worktrees worktrees, Git git, CancellationToken cancellation)
    {
        var place = new GitPlace(clone.GitDirectory, null);
        var remotes = await git.LineAsync(place, ["for-each-ref", "--count=1", "--format=%(refname)", "refs/remotes"], cancellation);
        var holders = await git.LineAsync(
            place, ["for-each-ref", "--contains", head, "--format=%(refname)", "refs/remotes", "refs/heads", "refs/tags"], cancellation);
        var inUse = await worktrees.BranchesInUseAsync(clone, cancellation);
        return holders.Split('\n', StringSplitOptions.RemoveEmptyEntries).Any(holder =>
            remotes.Length > 0 ? holder.StartsWith("refs/remotes/", StringComparison.Ordinal) : !inUse.Contains(holder));
    }

    /// <summary>The folder that the clone keeps for a worktree, when each names the other.</summary>
    private static string? Admin(Worktree worktree)
    {
        var admin = Clone.AdminFolder(worktree.Path);
        if (admin is null || Path.GetDirectoryName(admin) != Path.Combine(worktree.Origin.GitDirectory, "worktrees"))
            return null;
        try
        {
            var back = Encoding.UTF8.GetString(PlainFile.Read(Path.Combine(admin, "gitdir"), MaxLinkBytes)).TrimEnd('\n');
            return back == Path.Combine(worktree.Path, ".git") ? admin : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
