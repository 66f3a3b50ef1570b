namespace ActorSweeper.Core.Journal;

/// <summary>
/// What the events of one stream add up to. Immutable; a pure fold, so that a snapshot and the events after it give the same state
/// as all events did. Closed: <see cref="SessionRecord"/>, <see cref="SupervisorRecord"/>,
/// <see cref="Scheduling.SchedulerRecord"/> and <see cref="Retention.JanitorRecord"/>.
/// </summary>
public abstract record JournalState
{
    private protected JournalState()
    {
    }

    /// <summary>The stream of the supervisor.</summary>
    public const string SupervisorStream = "supervisor";

    private const string SessionPrefix = "session-";

    /// <summary>The stream of a session.</summary>
    public static string StreamOf(Sessions.SessionId session) => SessionPrefix + session.Value;

    /// <summary>The session whose stream it is; null for another one's.</summary>
    public static Sessions.SessionId? SessionOf(string stream) =>
        stream.StartsWith(SessionPrefix, StringComparison.Ordinal) ? new Sessions.SessionId(stream[SessionPrefix.Length..]) : null;

    /// <summary>The state of a stream before its first event.</summary>
    public static JournalState Empty(string stream) => stream switch
    {
        SupervisorStream => SupervisorRecord.Empty,
        Scheduling.SchedulerRecord.Stream => Scheduling.SchedulerRecord.None,
        _ when Retention.JanitorRecord.IsStream(stream) => Retention.JanitorRecord.None,
        _ => SessionRecord.Empty,
    };

    /// <summary>The state after an event. An event of another kind of stream changes nothing.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="at">When it happened, by the wall clock.</param>
    public abstract JournalState After(JournalEvent happened, DateTimeOffset at);

    /// <summary>This state, begun without its history, once that history can be read: what it has seen itself counts.</summary>
    /// <param name="earlier">What everything before it added up to.</param>
    public abstract JournalState Resuming(JournalState earlier);
}
