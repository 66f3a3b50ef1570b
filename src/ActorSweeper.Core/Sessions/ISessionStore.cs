namespace ActorSweeper.Core.Sessions;

/// <summary>
/// The port to the files of sessions. Every call opens what it needs, uses it and closes it again; no call creates a file.
/// All of them throw <see cref="SessionStoreException"/> when the files cannot be used.
/// </summary>
public interface ISessionStore
{
    /// <summary>Reads everything that a judgement needs. Opens the files read-only.</summary>
    /// <param name="session">Whose files.</param>
    /// <param name="since">The cursor of the previous look, or <see cref="AckCursor.Start"/>.</param>
    /// <param name="cancellation">Gives up waiting for a locked file.</param>
    Task<SessionEvidence> ObserveAsync(Session session, AckCursor since, CancellationToken cancellation);

    /// <summary>
    /// Whether the next look could find other claims, acks, messages or tools than the last one did. Heartbeats do not count. A
    /// store that cannot tell without opening the files says true.
    /// </summary>
    bool MayHaveChanged(Session session) => true;

    /// <summary>Which of these messages have a reply already (a row with <c>in_reply_to</c>).</summary>
    Task<IReadOnlySet<string>> AnsweredAsync(Session session, IReadOnlyCollection<string> messageIds, CancellationToken cancellation);

    /// <summary>
    /// Applies the changes and drops the claims in one atomic transaction over both files. Claims, and acks of messages that have
    /// another run, may be dropped only while no container runs: the outbound file has one writer.
    /// </summary>
    /// <returns>For each change, in order, whether its row was still as expected and was changed.</returns>
    Task<IReadOnlyList<bool>> ApplyAsync(
        Session session, IReadOnlyList<MessageChange> changes, IReadOnlyCollection<Claim> dropClaims, CancellationToken cancellation);

    /// <summary>
    /// After the confirmed exit of a container: opens the outbound file read-write once, so that a journal left behind by a
    /// killed writer is rolled back. Does nothing when there is no journal.
    /// </summary>
    Task RecoverAsync(Session session, CancellationToken cancellation);

    /// <summary>Makes the session's folder fit for a container about to start: removes the heartbeat of the previous one.</summary>
    Task PrepareStartAsync(Session session, CancellationToken cancellation);

    /// <summary>Tells the session's source whether a container runs. A courtesy to other programs; nothing here depends on it.</summary>
    Task ReportContainerAsync(Session session, bool running, CancellationToken cancellation);
}

/// <summary>Lists the sessions of one source.</summary>
public interface ISessionSource
{
    /// <summary>The source's name in configuration and in actor paths.</summary>
    string Name { get; }

    /// <summary>All active sessions, each once.</summary>
    /// <exception cref="SessionStoreException">The source cannot be read: nothing is known about its sessions.</exception>
    Task<IReadOnlyList<Session>> ListActiveAsync(CancellationToken cancellation);
}
