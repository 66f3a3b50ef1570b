using System.Globalization;
using ActorSweeper.Core.Explaining;
using ActorSweeper.Core.Recurrence;
using ActorSweeper.Core.Retries;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Core.Judging;

/// <summary>
/// The changes to one session's messages, decided one after the other on a picture of the messages that each change updates:
/// an ack that has just been carried makes its message finished, which may move its series on in the same plan.
/// </summary>
internal sealed class MessagePlan
{
    private const string MissedText = "its time passed while nobody could run it: skipped";
    private const string TooOldText = "waited for too long: expired";

    private readonly Session _session;
    private readonly SessionLimits _limits;
    private readonly DateTimeOffset _now;
    private readonly Dictionary<string, Message> _messages;
    private readonly List<PlannedChange> _changes = [];
    private readonly List<BadRecurrence> _bad = [];

    public MessagePlan(SessionSnapshot snapshot, SessionLimits limits, DateTimeOffset now)
    {
        _session = snapshot.Session;
        _limits = limits;
        _now = now;
        _messages = snapshot.Evidence.Messages.ToDictionary(message => message.Id, StringComparer.Ordinal);
    }

    public IReadOnlyList<PlannedChange> Changes => _changes;

    public IReadOnlyList<BadRecurrence> BadRecurrences => _bad;

    /// <summary>The messages as they stand after the changes so far.</summary>
    public IEnumerable<Message> Messages => _messages.Values;

    /// <summary>Whether a message is one whose series has to move on.</summary>
    public static bool IsFinishedOccurrence(Message message) =>
        message is { Recurrence: not null, Status: MessageStatus.Completed or MessageStatus.Failed };

    /// <summary>Rule 1.</summary>
    public void CarryAcks(IEnumerable<Ack> acks)
    {
        foreach (var ack in acks)
        {
            var status = ack.Failed ? _limits.FailedAcks : MessageStatus.Completed;
            var outcome = status == MessageStatus.Completed ? "completed" : "failed";
            Add(
                ActionKind.Ack,
                new MessageChange.Carry(ack.MessageId, status),
                new Reason(RuleNames.SyncAcks, $"acknowledged as {ack.Status}: {outcome}"));
        }
    }

    /// <summary>Rules 8 and 9: what becomes of the messages that a dead container had claimed.</summary>
    public void ReturnClaims(IEnumerable<Claim> claims, IReadOnlySet<string> answered)
    {
        foreach (var claim in claims)
        {
            var message = _messages.GetValueOrDefault(claim.MessageId);
            var draw = RetryJudge.Draw(_session.Id, claim.MessageId, message?.Tries ?? 0);
            switch (RetryJudge.Judge(message, answered.Contains(claim.MessageId), _limits.Retries, _now, draw))
            {
                case RetryDecision.Retry retry:
                    Retry(message!, retry);
                    break;
                case RetryDecision.Close:
                    Add(
                        ActionKind.Close,
                        new MessageChange.Close(claim.MessageId),
                        new Reason(RuleNames.Answered, "a reply to it exists already: completed, not repeated"));
                    break;
                case RetryDecision.GiveUp:
                    Add(ActionKind.Fail, new MessageChange.Fail(claim.MessageId), UsedUp(message!));
                    break;
            }
        }
    }

    /// <summary>Gives up what has waited for too long, and late runs that the policy does not want.</summary>
    public void Expire(IReadOnlySet<string> claimed)
    {
        foreach (var message in _messages.Values.Where(message => ExpiryRules.IsAsked(message, claimed, _now)).ToList())
        {
            if (ExpiryRules.IsMissed(message, _limits, _now))
                GiveUp(message, RuleNames.MissedRun, MissedText, ExpiryRules.Grace(message, _limits));
            else if (ExpiryRules.IsTooOld(message, _limits, _now))
                GiveUp(message, RuleNames.MaxPendingAge, TooOldText, ExpiryRules.Limit(message, _limits));
        }

        void GiveUp(Message message, string rule, string text, TimeSpan? limit) =>
            Add(ActionKind.Fail, new MessageChange.Fail(message.Id), new Reason(rule, text, _now - message.DueAt, limit));
    }

    /// <summary>Rule 10.</summary>
    /// <param name="onlyFinishedNow">Whether only those move on that this plan finishes.</param>
    /// <returns>Whether others wait.</returns>
    public bool MoveSeriesOn(bool onlyFinishedNow)
    {
        var finished = _messages.Values.Where(IsFinishedOccurrence).ToList();
        var now = onlyFinishedNow ? _changes.Select(change => change.Change.MessageId).ToHashSet(StringComparer.Ordinal) : null;
        var moving = now is null ? finished : finished.FindAll(message => now.Contains(message.Id));
        foreach (var message in moving)
        {
            if (!CronExpression.TryParse(message.Recurrence!, out var expression, out var error))
            {
                _bad.Add(new BadRecurrence(message.Id, error.Message));
                continue;
            }

            var zone = Zones.TryFind(_session.Zone, out var own) ? own : _limits.Zone;
            var next = NextOccurrence.After(expression, zone, message.ProcessAfter ?? message.Timestamp ?? _now, _now, _limits.MissedRuns);
            var text = next is null
                ? $"{message.Recurrence} in {zone.Id} has no further occurrence"
                : $"{message.Recurrence} in {zone.Id}: next at {Timestamp.ToIso(next.Value)}";
            var why = new Reason(RuleNames.Recurrence, text);
            _changes.Add(new PlannedChange(ActionKind.Recur, new MessageChange.Recur(message.Id, next), why));
        }

        return moving.Count < finished.Count;
    }

    private Reason UsedUp(Message message) => new(RuleNames.MaxTries, string.Create(
        CultureInfo.InvariantCulture,
        $"put back {message.Tries} times, the most allowed is {_limits.Retries.MaxTries}: dead letter"));

    private void Retry(Message message, RetryDecision.Retry retry)
    {
        var tried = string.Create(CultureInfo.InvariantCulture, $"try {message.Tries + 1} of {_limits.Retries.MaxTries}");
        var why = new Reason(
            RuleNames.Retry, $"its container is gone: {tried}, due again in {Durations.Text(retry.Delay)}", Limit: retry.Delay);
        Add(ActionKind.Retry, new MessageChange.Retry(message.Id, message.Tries, retry.DueAt), why);
    }

    private void Add(ActionKind action, MessageChange change, Reason why)
    {
        _changes.Add(new PlannedChange(action, change, why));
        if (_messages.TryGetValue(change.MessageId, out var message)) _messages[change.MessageId] = change.After(message);
    }
}
