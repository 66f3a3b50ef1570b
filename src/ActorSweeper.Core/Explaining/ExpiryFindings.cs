using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Recurrence;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Core.Explaining;

/// <summary>
/// How the rules of waiting messages stand: of those that are given up, and of the one that would be next.
/// </summary>
internal static class ExpiryFindings
{
    /// <summary>Says of both rules why they are not asked.</summary>
    public static void NotAsked(FindingList findings, string why) => findings.NotAsked(why, RuleNames.MissedRun, RuleNames.MaxPendingAge);

    /// <summary>Adds the findings.</summary>
    /// <param name="findings">Where to.</param>
    /// <param name="snapshot">What is known.</param>
    /// <param name="messages">The messages with the acks carried, as these rules are asked about them.</param>
    /// <param name="limits">The limits of its group.</param>
    /// <param name="now">The instant, by the wall clock.</param>
    public static void AddTo(
        FindingList findings, SessionSnapshot snapshot, IReadOnlyList<Message> messages, SessionLimits limits, DateTimeOffset now)
    {
        var claimed = snapshot.Evidence.Claims.Select(claim => claim.MessageId).ToHashSet(StringComparer.Ordinal);
        var asked = messages.Where(message => ExpiryRules.IsAsked(message, claimed, now)).OrderBy(message => message.DueAt).ToList();
        if (limits.MissedRuns is MissedRunPolicy.Skip)
        {
            var late = asked.Where(message => ExpiryRules.Grace(message, limits) is not null);
            Add(RuleNames.MissedRun, "no recurring message is due", late, ExpiryRules.IsMissed, message => ExpiryRules.Grace(message, limits)!.Value);
        }
        else
        {
            findings.Off(RuleNames.MissedRun);
        }

        if (limits.MaxPendingAge is { } limit)
        {
            var old = asked.Where(message => ExpiryRules.Limit(message, limits) is not null && !IsMissedBefore(message, limits, now));
            Add(RuleNames.MaxPendingAge, "nothing that is due waits", old, ExpiryRules.IsTooOld, _ => limit);
        }
        else
        {
            findings.Off(RuleNames.MaxPendingAge);
        }

        void Add(
            string rule,
            string none,
            IEnumerable<Message> asked,
            Func<Message, SessionLimits, DateTimeOffset, bool> holds,
            Func<Message, TimeSpan> limitOf)
        {
            var oldestFirst = asked.ToList();
            var given = oldestFirst.Count(message => holds(message, limits, now));
            if (oldestFirst.Count == 0) findings.NotAsked(none, rule);
            else findings.AddListed(rule, oldestFirst.Take(given + 1).Select(Finding));

            Finding Finding(Message message)
            {
                var (passed, late) = (holds(message, limits, now), now - message.DueAt);
                return new Finding(
                    RuleNames.About(rule, message.Id),
                    passed,
                    $"waits for {Durations.Text(late)}",
                    late,
                    limitOf(message),
                    passed ? null : ExpiryRules.PassedFrom(message, limitOf(message)));
            }
        }
    }

    /// <summary>Whether a message is missed, or will be before it is too old: the other rule is then never reached.</summary>
    private static bool IsMissedBefore(Message message, SessionLimits limits, DateTimeOffset now) =>
        ExpiryRules.IsMissed(message, limits, now)
        || (!ExpiryRules.IsTooOld(message, limits, now) && ExpiryRules.Grace(message, limits) <= limits.MaxPendingAge);
}
