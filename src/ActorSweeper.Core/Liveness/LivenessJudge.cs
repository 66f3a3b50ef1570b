namespace ActorSweeper.Core.Liveness;

/// <summary>
/// Judges a running container by its own evidence (rules 4 to 7). Pure: the same evidence, limits and instant give the same
/// verdict. It cannot know whether a silent container still works; that is what the limits are for.
/// </summary>
public static class LivenessJudge
{
    /// <summary>The verdict on a running container.</summary>
    /// <param name="evidence">What is known about it.</param>
    /// <param name="limits">The limits of its group.</param>
    /// <param name="now">The instant of judgement, on the evidence's scale.</param>
    public static Verdict Judge(LivenessEvidence evidence, LivenessLimits limits, DateTimeOffset now)
    {
        var rules = new LivenessRules(evidence, limits);
        if (rules.IsInGrace(now)) return new Verdict.Starting(rules.GraceUntil!.Value);
        return rules.FirstPassed(now) is { } passed
            ? new Verdict.Stop(passed.Rule, passed.Age(now), passed.Limit, passed.MessageId, passed.Tool)
            : new Verdict.Alive(rules.SilentFor(now), rules.FirstToPass()?.PassedFrom);
    }
}
