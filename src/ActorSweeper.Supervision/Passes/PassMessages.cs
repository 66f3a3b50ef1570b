using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Supervision.Events;

namespace ActorSweeper.Supervision.Passes;

/// <summary>Asks for one complete pass; answered by a <see cref="PassReport"/> when everything that it led to has ended.</summary>
/// <param name="SeriesWait">Whether the series of messages finished earlier wait, as in a pass without a recurrence tick.</param>
internal sealed record RunPass(bool SeriesWait = false);

/// <summary>The time for the next pass has come.</summary>
internal sealed record PassDue;

internal sealed record SettingsChanged(SupervisionSettings Settings);

/// <summary>Take no more work; answered by <see cref="Drained"/> when what is in hand is finished.</summary>
internal sealed record Drain;

internal sealed record Drained;

/// <summary>Decide on the stops proposed so far, even if some sessions have not been read yet.</summary>
internal sealed record StormWindowOver(long Pass);

/// <summary>Go on with the pass without waiting for this session any longer.</summary>
internal sealed record ObserveOverdue(long Pass, SessionId Session);

/// <summary>A session's actor has failed.</summary>
internal sealed record ActorFailed(string Child, Exception Error);

/// <summary>A stray container has been dealt with.</summary>
internal sealed record StraySettled(string ContainerId, SessionId? Session, Reason Why, Outcome Outcome);

/// <summary>What one complete pass found and did.</summary>
/// <param name="StartedAt">When it began, by the wall clock.</param>
/// <param name="FinishedAt">When the last of what it led to had ended.</param>
/// <param name="Examined">How many sessions were examined.</param>
/// <param name="Running">How many of them had a running container.</param>
/// <param name="Degraded">How many of them had files that cannot be used.</param>
/// <param name="Actions">What was done, in the order in which it ended.</param>
/// <param name="Errors">What went wrong: warnings and alarms.</param>
public sealed record PassReport(
    DateTimeOffset StartedAt,
    DateTimeOffset FinishedAt,
    int Examined,
    int Running,
    int Degraded,
    IReadOnlyList<ActionTaken> Actions,
    IReadOnlyList<Notice> Errors);
