using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;
using ActorSweeper.Supervision.Journaling;

namespace ActorSweeper.Supervision.Sessions;

/// <summary>
/// What a session's actor knows from one look to the next. It outlives a restart of the actor: a failure while handling one
/// message must not forget anything. What must outlive the host too is in the record, and changes by events only.
/// </summary>
internal sealed class SessionMemory
{
    public SessionMemory(EventSourced<SessionRecord> journal) => Journal = journal;

    public EventSourced<SessionRecord> Journal { get; }

    /// <summary>What survives a restart of the host.</summary>
    public SessionRecord Record => Journal.State;

    /// <summary>Where stamps of the session's files lie on the steady clock.</summary>
    public SteadyStamps Stamps { get; } = new();

    /// <summary>How far the acks have been read.</summary>
    public AckCursor Cursor { get; set; } = AckCursor.Start;

    /// <summary>What the last look found; null before the first.</summary>
    public SessionEvidence? Evidence { get; set; }

    /// <summary>The newest heartbeat that has been told of.</summary>
    public DateTimeOffset? ToldHeartbeat { get; set; }

    /// <summary>What the last verdict came to.</summary>
    public VerdictKey? Verdict { get; set; }

    /// <summary>Whether this host has seen the container of the present life running, or has started it.</summary>
    public bool IsWatched { get; set; }

    /// <summary>Since when the current life is judged, on the steady clock.</summary>
    public DateTimeOffset? CountFrom { get; set; }

    /// <summary>When the current life really began, on the steady clock: a tool that was declared before is another life's.</summary>
    public DateTimeOffset? LifeBegan { get; set; }

    /// <summary>When this host last started or stopped a container for the session, on the steady clock.</summary>
    public DateTimeOffset? ChangedAt { get; set; }

    /// <summary>Whether a journal that a dead container may have left has been rolled back.</summary>
    public bool RolledBack { get; set; }

    /// <summary>A stop that an earlier host began and did not finish.</summary>
    public Intent.Stop? Unfinished { get; set; }

    /// <summary>Failed looks in a row.</summary>
    public int StoreFailures { get; set; }

    /// <summary>The files are left alone until then.</summary>
    public DateTimeOffset? StoreRetryAt { get; set; }

    /// <summary>What is wrong with the files; null while they can be used.</summary>
    public string? StoreError { get; set; }

    /// <summary>Whether the files were read the last time and could not be written: reading them again proves nothing.</summary>
    public bool CannotWrite { get; set; }

    /// <summary>What was last journaled of acts that did not come to an end: the same again is no news.</summary>
    public Dictionary<(ActionKind Action, string? MessageId), (string Rule, Outcome Outcome)> Unended { get; } = [];

    /// <summary>The last notice of each topic: the same again is no news.</summary>
    public Dictionary<string, string> Said { get; } = new(StringComparer.Ordinal);

    public void Persist(SessionEvent happened) => Journal.Persist(happened);
}

/// <summary>What makes one verdict another one than the last: not its text, in which ages grow.</summary>
/// <param name="State">How the session stands.</param>
/// <param name="Rule">The rule that decided to stop; null where none did.</param>
/// <param name="Wakes">Whether a container is to be started.</param>
/// <param name="Container">Whose verdict it is.</param>
internal readonly record struct VerdictKey(SessionState State, string? Rule, bool Wakes, string? Container)
{
    public static VerdictKey Of(SessionPlan plan, SessionRecord record) =>
        new(plan.State, plan.Stop?.Why.Rule, plan.Wake is not null, record.Current?.Id);
}
