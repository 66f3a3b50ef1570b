using ActorSweeper.Core.Liveness;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Core.Judging;

/// <summary>A change to a message, with why.</summary>
/// <param name="Action">What reports call it.</param>
/// <param name="Change">The change.</param>
/// <param name="Why">The rule and the evidence.</param>
public sealed record PlannedChange(ActionKind Action, MessageChange Change, Reason Why);

/// <summary>An order to stop the session's container.</summary>
/// <param name="Verdict">The verdict behind it.</param>
/// <param name="Why">The rule and the evidence.</param>
public sealed record StopOrder(Verdict.Stop Verdict, Reason Why);

/// <summary>An order to start a container.</summary>
/// <param name="DueSince">Since when the oldest due message waits: its place in the queue.</param>
/// <param name="MessageId">That message.</param>
/// <param name="Why">The rule and the evidence.</param>
public sealed record WakeOrder(DateTimeOffset DueSince, string MessageId, Reason Why);

/// <summary>A recurring message whose expression cannot be used.</summary>
/// <param name="MessageId">The finished row that carries it.</param>
/// <param name="Error">What is wrong, and what was expected.</param>
public sealed record BadRecurrence(string MessageId, string Error);

/// <summary>What is to be done about one session now, and what it then waits for.</summary>
/// <param name="Changes">Changes to its messages, to be applied in one transaction.</param>
/// <param name="DropClaims">Claims of a dead container, to be dropped in that same transaction.</param>
/// <param name="Verdict">The verdict on its running container; null unless one runs.</param>
/// <param name="Stop">The order to stop it, if it must be stopped.</param>
/// <param name="Wake">The order to start one, if one must be started.</param>
/// <param name="BadRecurrences">Recurring messages that cannot go on.</param>
/// <param name="State">How the session stands.</param>
/// <param name="Standing">One sentence: how the session stands, and why nothing more is done.</param>
/// <param name="Deadline">The next instant by the wall clock at which the plan could change by itself; null for none.</param>
public sealed record SessionPlan(
    IReadOnlyList<PlannedChange> Changes,
    IReadOnlyList<Claim> DropClaims,
    Verdict? Verdict,
    StopOrder? Stop,
    WakeOrder? Wake,
    IReadOnlyList<BadRecurrence> BadRecurrences,
    SessionState State,
    string Standing,
    DateTimeOffset? Deadline)
{
    /// <summary>Whether series wait for the next recurrence tick.</summary>
    public bool SeriesWait { get; init; }

    /// <summary>Whether a message is given up for good.</summary>
    public bool HasDeadLetters => Changes.Any(change => change.Action == ActionKind.Fail);

    /// <summary>The same without giving any message up: those keep their claims too, so that they come up again.</summary>
    public SessionPlan WithoutDeadLetters()
    {
        var given = Changes.Where(change => change.Action == ActionKind.Fail)
            .Select(change => change.Change.MessageId).ToHashSet(StringComparer.Ordinal);
        return this with
        {
            Changes = [.. Changes.Where(change => !given.Contains(change.Change.MessageId))],
            DropClaims = [.. DropClaims.Where(claim => !given.Contains(claim.MessageId))],
        };
    }
}
