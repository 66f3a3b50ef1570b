namespace ActorSweeper.Adapters.Forge;

/// <summary>Whose interface the forge speaks.</summary>
public enum ForgeDialect
{
    /// <summary>Forgejo's.</summary>
    Forgejo,

    /// <summary>Gitea's; asked as Forgejo is.</summary>
    Gitea,

    /// <summary>GitHub's, or GitHub Enterprise's.</summary>
    GitHub,
}

/// <summary>What becomes of a worktree with work in it that is nowhere else.</summary>
public enum UnsavedWork
{
    /// <summary>It stays and is listed.</summary>
    Keep,

    /// <summary>The work is put into a commit under <c>refs/actorsweeper/parked/</c> in its clone, and the worktree goes.</summary>
    Park,

    /// <summary>
    /// It goes with uncommitted changes and untracked files; commits stay on their branch in the clone. Commits that only a detached
    /// worktree holds are kept even so.
    /// </summary>
    Force,
}

/// <summary>What the clean-up of forge sessions needs to know.</summary>
/// <param name="SessionsFile">The absolute path of the store of sessions, <c>sessions.json</c>.</param>
/// <param name="WorktreesRoot">The absolute path above <c>AGENT/OWNER-REPO-NUMBER</c>. Nothing outside of it is removed.</param>
/// <param name="CacheRoot">
/// The absolute path above the clones <c>OWNER/REPO.git</c>; null to find them through the worktrees, which misses those whose last
/// worktree is gone.
/// </param>
/// <param name="BaseUrl">The forge's address, <c>https://…</c>, without a user.</param>
/// <param name="Dialect">Whose interface is there.</param>
/// <param name="Token">What it is asked with; null to ask as nobody.</param>
/// <param name="MaxAge">After how long without use a session goes whatever its issue says, above zero; 30 days in the original.</param>
/// <param name="ApiMinInterval">From one answer to the next question, at least; 200 ms in the original.</param>
/// <param name="RequestTimeout">The deadline of one request, above zero.</param>
/// <param name="UnsavedWork">What becomes of unsaved work.</param>
/// <param name="MissingFile">
/// Where it is kept since when an issue has been missing; null for <c>SESSIONSFILE.missing</c> beside the store.
/// </param>
/// <param name="Git">The git program: a name to look for in <c>PATH</c>, or an absolute path. 2.36 or newer.</param>
/// <param name="GitTimeout">The deadline of one git command, above zero; at it, git and all it has started are killed.</param>
public sealed record ForgeOptions(
    string SessionsFile,
    string WorktreesRoot,
    string? CacheRoot,
    Uri BaseUrl,
    ForgeDialect Dialect,
    ForgeToken? Token,
    TimeSpan MaxAge,
    TimeSpan ApiMinInterval,
    TimeSpan RequestTimeout,
    UnsavedWork UnsavedWork,
    string? MissingFile,
    string Git,
    TimeSpan GitTimeout);
