namespace ActorSweeper.Adapters.Artifacts;

/// <summary>What becomes of what has expired.</summary>
public enum ArtifactsMode
{
    /// <summary>It is removed for good.</summary>
    Delete,

    /// <summary>It waits in the trash for a while.</summary>
    Trash,

    /// <summary>It is only reported.</summary>
    DryRun,
}

/// <summary>What the janitor of artifacts does.</summary>
/// <param name="Rules">Its rules, in their order. What two rules name goes by the first.</param>
/// <param name="ActiveIds">Where the ids of active sessions are; null when no rule is protected by them.</param>
/// <param name="Mode">What becomes of what has expired.</param>
/// <param name="TrashRetention">How long something stays in the trash.</param>
public sealed record ArtifactsOptions(
    IReadOnlyList<ArtifactRule> Rules,
    ActiveIdsOptions? ActiveIds,
    ArtifactsMode Mode,
    TimeSpan TrashRetention);

/// <summary>Where the ids of active sessions are. They are those of the agent program: its files carry them in their names.</summary>
/// <param name="Database">The absolute path of an SQLite file. It is only read.</param>
/// <param name="Query">Selects the ids: the first column. Where <paramref name="SessionFolders"/> is set, the second is the group.</param>
/// <param name="SessionFolders">
/// The absolute path of the directory of NanoClaw v2's session folders: the agent program's own ids are then read from the table
/// <c>session_state</c> of <c>GROUP/ID/outbound.db</c> for each selected session. Null when the query selects them itself.
/// </param>
/// <param name="BusyTimeout">How long a lock is waited for.</param>
public sealed record ActiveIdsOptions(string Database, string Query, string? SessionFolders, TimeSpan BusyTimeout);
