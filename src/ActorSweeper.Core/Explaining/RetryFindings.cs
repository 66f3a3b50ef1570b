using System.Globalization;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Retries;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Core.Explaining;

/// <summary>
/// How the rules of the claims that a dead container left behind stand. Of a message that is not open nothing further is asked.
/// </summary>
internal static class RetryFindings
{
    /// <summary>Says of all of these rules why they are not asked.</summary>
    public static void NotAsked(FindingList findings, string why) => findings.NotAsked(
        why, RuleNames.MessageOpen, RuleNames.Answered, RuleNames.RetryScheduled, RuleNames.MaxTries);

    /// <summary>Adds the findings, claim by claim.</summary>
    /// <param name="findings">Where to.</param>
    /// <param name="snapshot">What is known.</param>
    /// <param name="messages">The messages with the acks carried, as these rules are asked about them.</param>
    /// <param name="limits">The limits of its group.</param>
    /// <param name="now">The instant, by the wall clock.</param>
    public static void AddTo(
        FindingList findings, SessionSnapshot snapshot, IReadOnlyList<Message> messages, RetryLimits limits, DateTimeOffset now)
    {
        var claims = snapshot.Evidence.Claims;
        if (claims.Count == 0)
        {
            NotAsked(findings, "no claim is left behind");
            return;
        }

        var byId = messages.ToDictionary(message => message.Id, StringComparer.Ordinal);
        foreach (var claim in claims.Take(FindingList.MostListed)) AddClaim(claim.MessageId);
        if (claims.Count <= FindingList.MostListed) return;
        var more = claims.Skip(FindingList.MostListed).ToList();
        var open = more.Count(claim => RetryRules.IsOpen(byId.GetValueOrDefault(claim.MessageId)));
        var about = string.Create(CultureInfo.InvariantCulture, $"{more.Count} more");
        findings.Add(new Finding(RuleNames.About(RuleNames.MessageOpen, about), open > 0, $"holds for {open} of them"));

        void AddClaim(string id)
        {
            var message = byId.GetValueOrDefault(id);
            findings.Add(Open(id, message));
            if (!RetryRules.IsOpen(message)) return;
            var answered = snapshot.Answered.Contains(id);
            findings.Add(new Finding(RuleNames.About(RuleNames.Answered, id), answered, answered ? "a reply exists" : "no reply exists"));
            findings.Add(Scheduled(message, now));
            findings.Add(Tries(message, limits));
        }
    }

    private static Finding Open(string id, Message? message)
    {
        var open = RetryRules.IsOpen(message);
        var observed = message is null
            ? "its row is gone or finished: only the claim goes"
            : Status(message.Status) + (open ? "" : ": only the claim goes");
        return new Finding(RuleNames.About(RuleNames.MessageOpen, id), open, observed);
    }

    private static Finding Scheduled(Message message, DateTimeOffset now)
    {
        var scheduled = RetryRules.IsScheduled(message, now);
        var observed = scheduled ? $"due again at {Timestamp.ToIso(message.DueAt)}" : "no retry is scheduled";
        return new Finding(
            RuleNames.About(RuleNames.RetryScheduled, message.Id), scheduled, observed, ChangesAt: scheduled ? message.ProcessAfter : null);
    }

    private static Finding Tries(Message message, RetryLimits limits) => new(
        RuleNames.About(RuleNames.MaxTries, message.Id),
        RetryRules.IsUsedUp(message, limits),
        string.Create(CultureInfo.InvariantCulture, $"put back {message.Tries} of at most {limits.MaxTries} times"));

    private static string Status(MessageStatus status) => status switch
    {
        MessageStatus.Pending => "pending",
        MessageStatus.Completed => "completed",
        MessageStatus.Failed => "failed",
        _ => "held by its source",
    };
}
