using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Core.Liveness;

/// <summary>
/// Judges a running container by its own evidence (rules 4 to 7). Pure: the same evidence, limits and instant give the same
/// verdict. It cannot know whether a silent container still works; that is what the limits are for.
/// </summary>
public static class LivenessJudge
{
    private static readonly TimeSpan JustPast = TimeSpan.FromMilliseconds(1);

    /// <summary>The verdict on a running container.</summary>
    /// <param name="evidence">What is known about it.</param>
    /// <param name="limits">The limits of its group.</param>
    /// <param name="now">The instant of judgement, on the evidence's scale.</param>
    public static Verdict Judge(LivenessEvidence evidence, LivenessLimits limits, DateTimeOffset now)
    {
        if (evidence.CountFrom is { } start && start + limits.StartupGrace > now) return new Verdict.Starting(start + limits.StartupGrace);

        var widening = Widening(evidence, limits);
        var signs = Signs(evidence, limits, widening);
        foreach (var sign in signs)
        {
            var age = now - sign.Since;
            if (age > sign.Limit) return new Verdict.Stop(sign.Rule, age, sign.Limit, sign.MessageId, sign.Tool);
        }

        DateTimeOffset? deadline = signs.Count == 0 ? null : signs.Min(sign => sign.Since + sign.Limit) + JustPast;
        return new Verdict.Alive(now - LastSign(evidence, SilenceRule.Activity), deadline);
    }

    /// <summary>One limit that runs: since when, how long, and which rule it belongs to.</summary>
    private readonly record struct Sign(StopRule Rule, DateTimeOffset Since, TimeSpan Limit, string? MessageId, string? Tool);

    private static List<Sign> Signs(LivenessEvidence evidence, LivenessLimits limits, ToolInFlight? tool)
    {
        var signs = new List<Sign>();
        var working = evidence.Claims.Count > 0;
        var firstClaim = working ? evidence.Claims[0].MessageId : null;
        if (LastSign(evidence, limits.Silence) is { } silentSince)
        {
            Add(working ? StopRule.Ceiling : StopRule.Idle, silentSince, limits.Ceiling, firstClaim);
            if (working && limits.StaleThreshold is { } stale) Add(StopRule.Stale, silentSince, stale, firstClaim);
        }

        foreach (var claim in evidence.Claims)
        {
            // A container that has beaten since it took the claim is judged by its silence, also after it was adopted or given a fresh
            // tolerance: then the claim's age counts anew, but what it has shown before still holds.
            if (Later(claim.Since, evidence.CountFrom) is not { } claimedAt || evidence.Heartbeat > (claim.Since ?? claimedAt)) continue;
            Add(StopRule.ClaimStuck, claimedAt, limits.ClaimTolerance, claim.MessageId);
        }

        return signs;

        void Add(StopRule rule, DateTimeOffset since, TimeSpan limit, string? messageId)
        {
            var widened = tool?.Timeout is { } timeout && timeout + limits.ToolMargin > limit;
            signs.Add(
                new Sign(rule, since, widened ? tool!.Timeout!.Value + limits.ToolMargin : limit, messageId, widened ? tool!.Name : null));
        }
    }

    private static DateTimeOffset? LastSign(LivenessEvidence evidence, SilenceRule silence)
    {
        if (silence == SilenceRule.HeartbeatOnly) return evidence.Heartbeat is null ? null : Later(evidence.Heartbeat, evidence.CountFrom);
        return evidence.Claims.Aggregate(
            Later(evidence.Heartbeat, evidence.CountFrom), (latest, claim) => Later(latest, claim.Since));
    }

    /// <summary>The tool in flight, if it may widen the limits. One that an earlier incarnation left behind may not.</summary>
    private static ToolInFlight? Widening(LivenessEvidence evidence, LivenessLimits limits)
    {
        var tool = evidence.Tool;
        if (tool?.Timeout is null || tool.StartedAt < (evidence.LifeBegan ?? evidence.CountFrom)) return null;
        return limits.WideningTools?.Contains(tool.Name) == false ? null : tool;
    }

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other > one ? other : one;
}
