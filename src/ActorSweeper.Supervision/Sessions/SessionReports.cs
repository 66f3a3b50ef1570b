using ActorSweeper.Core.Journal;
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

    /// <summary>Something was done, held back, or would have been done.</summary>
    /// <param name="action">What.</param>
    /// <param name="messageId">The message concerned, where one is.</param>
    /// <param name="why">The rule and the evidence.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="intent">The number of the intent behind it, where there was one.</param>
    public void Action(ActionKind action, string? messageId, Reason why, Outcome outcome, long? intent = null)
    {
        if (IsNews(action, messageId, why, outcome))
            _memory.Persist(new SessionEvent.Acted(intent, action, messageId, why, outcome));
        Tell(new ActionTaken(Now, _look.Session.Id, _look.Session.Group, action, messageId, why, outcome));
    }

    public void Say(Severity severity, string topic, string text)
    {
        if (severity == Severity.Alarm || _memory.Said.GetValueOrDefault(topic) != text)
            _memory.Persist(new SessionEvent.Noticed(severity, topic, text));
        _memory.Said[topic] = text;
        Tell(new Notice(Now, severity, topic, _look.Session.Id, text));
    }

    public void Standing(SessionState state, string text, SessionEvidence? evidence = null, DateTimeOffset? deadline = null) =>
        Tell(new SessionStanding(
            Now,
            _look.Session.Id,
            _look.Session.Group,
            state,
            text,
            _memory.Record.Incarnation,
            evidence?.Claims.Count ?? 0,
            evidence?.Messages.Count(message => message.Status == MessageStatus.Pending) ?? 0,
            deadline));

    /// <summary>One action for each change, and one for the dropped claims.</summary>
    /// <param name="change">What was to be changed.</param>
    /// <param name="outcome">How each change ended, by its index; the claims share the fate of the whole.</param>
    /// <param name="whole">How the transaction as a whole ended.</param>
    public void Changes(Intent.Change change, Func<int, Outcome> outcome, Outcome whole)
    {
        for (var index = 0; index < change.Changes.Count; index++)
        {
            var planned = change.Changes[index];
            Action(planned.Action, planned.Change.MessageId, planned.Why, outcome(index), change.Id);
        }

        if (change.DropClaims.Count == 0) return;
        var claims = string.Join(", ", change.DropClaims.Select(claim => claim.MessageId));
        var why = new Reason("crashed", $"its container is gone; claims left behind: {claims}");
        Action(ActionKind.DropClaims, null, why, whole, change.Id);
    }

    private bool IsNews(ActionKind action, string? messageId, Reason why, Outcome outcome)
    {
        if (outcome.Result == Result.Done)
        {
            _memory.Unended.Remove((action, messageId));
            return true;
        }

        if (_memory.Unended.TryGetValue((action, messageId), out var last) && last == (why.Rule, outcome)) return false;
        _memory.Unended[(action, messageId)] = (why.Rule, outcome);
        return true;
    }

    private DateTimeOffset Now => _clock.Read().Wall;

    private void Tell(SweepEvent happened) => _supervisor.Tell(new Report(_look.Pass, happened));
}
