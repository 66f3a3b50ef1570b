using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Supervision.Events;

namespace ActorSweeper.Supervision.Sessions;

/// <summary>Tells the supervisor what a session's actor does and how its session stands.</summary>
internal sealed class SessionReports
{
    private readonly IActorRef _supervisor;
    private readonly SupervisionClock _clock;
    private readonly SessionMemory _memory;
    private Look _look;

    public SessionReports(IActorRef supervisor, Look look, SessionPorts ports, SessionMemory memory) =>
        (_supervisor, _look, _clock, _memory) = (supervisor, look, ports.Clock, memory);

    public void Begin(Look look) => _look = look;

    public void Action(ActionKind action, string? messageId, Reason why, Outcome outcome) =>
        Tell(new ActionTaken(Now, _look.Session.Id, _look.Session.Group, action, messageId, why, outcome));

    public void Say(Severity severity, string topic, string text) => Tell(new Notice(Now, severity, topic, _look.Session.Id, text));

    public void Standing(SessionState state, string text, SessionEvidence? evidence = null, DateTimeOffset? deadline = null) =>
        Tell(new SessionStanding(
            Now,
            _look.Session.Id,
            _look.Session.Group,
            state,
            text,
            _memory.Incarnation,
            evidence?.Claims.Count ?? 0,
            evidence?.Messages.Count(message => message.Status == MessageStatus.Pending) ?? 0,
            deadline));

    /// <summary>One action for each change, and one for the dropped claims.</summary>
    /// <param name="plan">What was to be changed.</param>
    /// <param name="outcome">How each change ended, by its index; the claims share the fate of the whole.</param>
    /// <param name="whole">How the transaction as a whole ended.</param>
    public void Changes(SessionPlan plan, Func<int, Outcome> outcome, Outcome whole)
    {
        for (var index = 0; index < plan.Changes.Count; index++)
        {
            var change = plan.Changes[index];
            Action(change.Action, change.Change.MessageId, change.Why, outcome(index));
        }

        if (plan.DropClaims.Count == 0) return;
        var claims = string.Join(", ", plan.DropClaims.Select(claim => claim.MessageId));
        Action(ActionKind.DropClaims, null, new Reason("crashed", $"its container is gone; claims left behind: {claims}"), whole);
    }

    private DateTimeOffset Now => _clock.Read().Wall;

    private void Tell(SweepEvent happened) => _supervisor.Tell(new Report(_look.Pass, happened));
}
