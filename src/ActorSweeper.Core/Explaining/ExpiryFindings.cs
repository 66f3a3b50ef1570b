using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Recurrence;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Core.Explaining;

/// <summary>
/// How the rules of waiting messages stand: of those that are given up, and of the one that would be next.
/// </summary>
internal sealed class ExpiryFindings
{
    private readonly SessionLimits _limits;
    private readonly DateTimeOffset _now;
    private readonly List<Message> _oldestFirst;

    /// <param name="snapshot">What is known.</param>
    /// <param name="messages">The messages with the acks carried, as these rules are asked about them.</param>
    /// <param name="limits">The limits of its group.</param>
    /// <param name="now">The instant, by the wall clock.</param>
    public ExpiryFindings(SessionSnapshot snapshot, IEnumerable<Message> messages, SessionLimits limits, DateTimeOffset now)
    {
        (_limits, _now) = (limits, now);
        var claimed = snapshot.Evidence.Claims.Select(claim => claim.MessageId).ToHashSet(StringComparer.Ordinal);
        _oldestFirst = [.. messages.Where(message => ExpiryRules.IsAsked(message, claimed, now)).OrderBy(message => message.DueAt)];
    }

    /// <summary>Says of both rules why they are not asked.</summary>
    public static void NotAsked(FindingList findings, string why) => findings.NotAsked(why, RuleNames.MissedRun, RuleNames.MaxPendingAge);

    public void AddTo(FindingList findings)
    {
        AddMissed(findings);
        AddTooOld(findings);
    }

    private void AddMissed(FindingList findings)
    {
        if (_limits.MissedRuns is not MissedRunPolicy.Skip skip)
        {
            findings.Off(RuleNames.MissedRun);
            return;
        }

        var asked = _oldestFirst.Where(message => ExpiryRules.Grace(message, _limits) is not null).ToList();
        var missed = asked.Count(message => ExpiryRules.IsMissed(message, _limits, _now));
        if (asked.Count == 0) findings.NotAsked("no recurring message is due", RuleNames.MissedRun);
        else Add(findings, RuleNames.MissedRun, asked, missed, skip.Grace);
    }

    private void AddTooOld(FindingList findings)
    {
        if (_limits.MaxPendingAge is not { } limit)
        {
            findings.Off(RuleNames.MaxPendingAge);
            return;
        }

        var asked = _oldestFirst.Where(message => ExpiryRules.Limit(message, _limits) is not null && !IsMissedFirst(message)).ToList();
        var tooOld = asked.Count(message => ExpiryRules.IsTooOld(message, _limits, _now));
        if (asked.Count == 0) findings.NotAsked("nothing that is due waits", RuleNames.MaxPendingAge);
        else Add(findings, RuleNames.MaxPendingAge, asked, tooOld, limit);
    }

    /// <summary>Whether a message is missed, or will be before it is too old: the other rule is then never reached.</summary>
    private bool IsMissedFirst(Message message) =>
        ExpiryRules.IsMissed(message, _limits, _now)
        || (!ExpiryRules.IsTooOld(message, _limits, _now) && ExpiryRules.Grace(message, _limits) <= _limits.MaxPendingAge);

    /// <summary>All messages have the same limit: those that are past it come first.</summary>
    private void Add(FindingList findings, string rule, List<Message> oldestFirst, int passed, TimeSpan limit) =>
        findings.AddListed(rule, oldestFirst.Take(passed + 1).Select((message, index) => new Finding(
            RuleNames.About(rule, message.Id),
            index < passed,
            $"waits for {Durations.Text(_now - message.DueAt)}",
            _now - message.DueAt,
            limit,
            index < passed ? null : ExpiryRules.PassedFrom(message, limit))));
}
