using ActorSweeper.Adapters.Deletion;

namespace ActorSweeper.Adapters.Forge;

/// <summary>The agents' worktrees under the root, as the clones list them.</summary>
internal sealed class Worktrees
{
    private readonly ForgeOptions _options;
    private readonly Git _git;
    private readonly string _root;

    /// <summary>Opens the root.</summary>
    /// <exception cref="IOException">It is not there: a worktree that is not found under it may still exist elsewhere.</exception>
    public Worktrees(ForgeOptions options, Git git)
    {
        (_options, _git) = (options, git);
        _root = RealPath.Of(options.WorktreesRoot)
            ?? throw new IOException($"the worktrees' root {options.WorktreesRoot} does not exist, or may not be looked at");
        if (!Directory.Exists(_root))
            throw new IOException($"the worktrees' root {options.WorktreesRoot} is no folder");
    }

    /// <summary>All worktrees that are ours, by clone and path.</summary>
    /// <param name="errors">Gets what could not be looked at.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<IReadOnlyList<Worktree>> ListAsync(List<string> errors, CancellationToken cancellation)
    {
        var found = new List<Worktree>();
        foreach (var clone in Clones(errors))
        {
            try
            {
                var listed = await ListAsync(clone, cancellation);
                found.AddRange(listed.Skip(1)
                    .OrderBy(worktree => worktree.Path, StringComparer.Ordinal)
                    .Select(worktree => Ours(clone, worktree))
                    .OfType<Worktree>());
            }
            catch (GitException e)
            {
                errors.Add($"{clone.GitDirectory}: its worktrees are left alone: {e.Message}");
            }
        }

        return found;
    }

    /// <summary>Looks again whether a worktree is still the one it was.</summary>
    /// <returns>Null when it is another, or none.</returns>
    /// <exception cref="GitException">That cannot be told.</exception>
    public async Task<Worktree?> FindAsync(Worktree worktree, CancellationToken cancellation)
    {
        var listed = (await ListAsync(worktree.Origin, cancellation)).Skip(1).FirstOrDefault(other => other.Path == worktree.Path);
        return listed is null ? null : Ours(worktree.Origin, listed);
    }

    /// <summary>The branches that worktrees of a clone have checked out, and are therefore no proof that a commit is elsewhere.</summary>
    public async Task<IReadOnlySet<string>> BranchesInUseAsync(Clone clone, CancellationToken cancellation) =>
        (await ListAsync(clone, cancellation)).Skip(1)
            .Select(worktree => worktree.Branch)
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);

    /// <summary>Whether a path that a record names is that of a worktree.</summary>
    public bool IsAt(string path, Worktree worktree)
    {
        var configured = Path.TrimEndingDirectorySeparator(_options.WorktreesRoot) + "/";
        var full = path.StartsWith(configured, StringComparison.Ordinal) ? Path.Combine(_root, path[configured.Length..]) : path;
        return Path.TrimEndingDirectorySeparator(full) == worktree.Path;
    }

    private async Task<IReadOnlyList<ListedWorktree>> ListAsync(Clone clone, CancellationToken cancellation) =>
        ListedWorktree.Read(await _git.RunAsync(
            new GitPlace(clone.GitDirectory, null), ["worktree", "list", "--porcelain", "-z"], cancellation));

    private IReadOnlyList<Clone> Clones(List<string> errors)
    {
        try
        {
            return [.. _options.CacheRoot is { } cache ? Clone.Under(cache) : Clone.OfWorktreesUnder(_root)];
        }
        catch (IOException e)
        {
            errors.Add($"{e.Message}; no worktree is removed");
            return [];
        }
    }

    /// <summary>A link on the way would lead out of the root: such a worktree is nobody's.</summary>
    private Worktree? Ours(Clone clone, ListedWorktree listed)
    {
        var (agentFolder, name) = (Path.GetDirectoryName(listed.Path), Path.GetFileName(listed.Path));
        if (agentFolder is null || Path.GetDirectoryName(agentFolder) != _root || Path.GetFileName(agentFolder) is "." or "..")
            return null;
        if (IssueKey.OfWorktree(clone.Owner, clone.Repository, name) is not { } key)
            return null;
        var worktree = new Worktree(clone, key, Path.GetFileName(agentFolder), listed);
        return worktree.IsGone || RealPath.Of(listed.Path) == listed.Path ? worktree : null;
    }
}
