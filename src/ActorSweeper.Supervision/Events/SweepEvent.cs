using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Retention;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Supervision.Events;

/// <summary>Something that happened in supervision. A closed set; all of it is published on the actor system's event stream.</summary>
/// <param name="At">When, by the wall clock.</param>
public abstract record SweepEvent(DateTimeOffset At);

/// <summary>Something was done, or would have been done.</summary>
/// <param name="At">When.</param>
/// <param name="Session">For which session; null for a container of nobody.</param>
/// <param name="Group">The session's group; null for a container of nobody.</param>
/// <param name="Action">What.</param>
/// <param name="MessageId">The message concerned, where one is.</param>
/// <param name="Why">The rule and the evidence.</param>
/// <param name="Outcome">How it ended.</param>
public sealed record ActionTaken(
    DateTimeOffset At, SessionId? Session, string? Group, ActionKind Action, string? MessageId, Reason Why, Outcome Outcome)
    : SweepEvent(At);

/// <summary>How a session stands has changed.</summary>
/// <param name="At">When.</param>
/// <param name="Session">Which session.</param>
/// <param name="Group">Its group.</param>
/// <param name="State">Its state.</param>
/// <param name="Text">One sentence: how it stands, and why nothing more is done.</param>
/// <param name="Incarnation">The number of its current or last container life as this host counts them; 0 before the first.</param>
/// <param name="Claims">How many messages are claimed.</param>
/// <param name="Pending">How many messages wait or are being worked on.</param>
/// <param name="Deadline">When this could change by itself.</param>
public sealed record SessionStanding(
    DateTimeOffset At,
    SessionId Session,
    string Group,
    SessionState State,
    string Text,
    int Incarnation,
    int Claims,
    int Pending,
    DateTimeOffset? Deadline) : SweepEvent(At);

/// <summary>A session is no longer active in its source.</summary>
/// <param name="At">When it was noticed.</param>
/// <param name="Session">Which session.</param>
public sealed record SessionGone(DateTimeOffset At, SessionId Session) : SweepEvent(At);

/// <summary>Something that an operator should know of.</summary>
/// <param name="At">When.</param>
/// <param name="Severity">How loud.</param>
/// <param name="Topic">What repeats are recognised by, together with the session.</param>
/// <param name="Session">The session concerned; null for the host as a whole.</param>
/// <param name="Text">What happened, and the remedy.</param>
public sealed record Notice(DateTimeOffset At, Severity Severity, string Topic, SessionId? Session, string Text) : SweepEvent(At);

/// <summary>A janitor has dealt with one thing.</summary>
/// <param name="At">When.</param>
/// <param name="Janitor">Which janitor.</param>
/// <param name="Outcome">What became of it.</param>
public sealed record JanitorItemDone(DateTimeOffset At, string Janitor, ItemOutcome Outcome) : SweepEvent(At);

/// <summary>A run of a janitor has ended.</summary>
/// <param name="At">When.</param>
/// <param name="Run">What it came to.</param>
public sealed record JanitorRan(DateTimeOffset At, JanitorRunSummary Run) : SweepEvent(At);
