using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Core.Explaining;

/// <summary>
/// Explains what <see cref="SessionJudge"/> decides, by the predicates that it decides by.
/// </summary>
/// <remarks>
/// The deciding finding is the predicate at which the judgement ended: flip it, leave everything else as it is, and the decision
/// changes, or a later finding decides (a barrier that is lifted during a quarantine leaves the quarantine). It is
/// <list type="bullet">
/// <item><c>stop</c>: the first limit, in the order of the rules, that is passed;</item>
/// <item><c>wake</c>: <c>due</c>;</item>
/// <item><c>nothing</c>, and the runtime cannot be asked: <c>container-known</c>;</item>
/// <item><c>nothing</c>, and a container runs: <c>startup-grace</c> while it holds, then the limit that is passed first if nothing
/// changes; where no limit runs for want of evidence, <c>ceiling</c> with a claim and <c>idle</c> without;</item>
/// <item><c>nothing</c>, and no container runs: <c>due</c> if nothing is due, else the first that holds of <c>wake-barrier</c>,
/// <c>quarantine</c> and <c>start-backoff</c>;</item>
/// <item>what the session's actor adds with <see cref="Explanation.HeldBy"/>: that hold.</item>
/// </list>
/// Rules about messages never decide: they are planned beside the decision, and the rules of waking are asked about the messages
/// as they stand after that. A rule that is not asked does not hold, and its finding says why it is not asked.
/// </remarks>
public static class SessionExplainer
{
    /// <summary>Judges a session and explains the judgement.</summary>
    /// <param name="snapshot">What is known.</param>
    /// <param name="limits">The limits of its group.</param>
    /// <param name="now">This instant on both clocks.</param>
    public static Explanation Explain(SessionSnapshot snapshot, SessionLimits limits, ClockReading now) =>
        Explain(snapshot, limits, now, SessionJudge.Judge(snapshot, limits, now));

    /// <summary>Explains a judgement.</summary>
    /// <param name="snapshot">What is known.</param>
    /// <param name="limits">The limits of its group.</param>
    /// <param name="now">This instant on both clocks.</param>
    /// <param name="plan">What <see cref="SessionJudge.Judge"/> made of just these.</param>
    public static Explanation Explain(SessionSnapshot snapshot, SessionLimits limits, ClockReading now, SessionPlan plan)
    {
        var findings = new FindingList();
        findings.Add(Container(snapshot.Container));
        var messages = AddMessages(findings, snapshot, limits, now.Wall, plan);
        var liveness = snapshot.Liveness is { } evidence ? new LivenessFindings(evidence, limits.Liveness, now) : null;
        var waking = snapshot.Container is ContainerView.Stopped ? new WakeFindings(snapshot, limits, messages, now.Wall) : null;
        var deciding = Deciding(snapshot, plan, liveness, waking);
        if (liveness is null) LivenessFindings.NotAsked(findings, NoLife(snapshot.Container));
        else liveness.AddTo(findings, deciding);
        if (waking is null) WakeFindings.NotAsked(findings, NotStopped(snapshot.Container));
        else waking.AddTo(findings);
        return new Explanation(
            snapshot.Session.Id, now.Wall, plan.State, Decisions.Of(plan), deciding, plan.Standing, findings.All, plan.Deadline);
    }

    private static string Deciding(SessionSnapshot snapshot, SessionPlan plan, LivenessFindings? liveness, WakeFindings? waking)
    {
        if (plan.Stop is { Verdict: var verdict }) return LivenessFindings.NameOf(verdict.Rule, verdict.MessageId);
        if (waking is not null) return waking.Deciding;
        if (snapshot.Container is ContainerView.Unknown) return RuleNames.ContainerKnown;
        return liveness?.Sparing ?? LivenessFindings.SilenceRuleFor(snapshot.Evidence.Claims.Count);
    }

    /// <summary>Adds what is asked about messages.</summary>
    /// <returns>The messages after the plan's changes; those of a series that moves on still carry their recurrence.</returns>
    private static IReadOnlyList<Message> AddMessages(
        FindingList findings, SessionSnapshot snapshot, SessionLimits limits, DateTimeOffset now, SessionPlan plan)
    {
        findings.Add(SeriesFindings.Acks(snapshot.Evidence.Acks));
        if (snapshot.Container is ContainerView.Stopped)
        {
            var carried = After(snapshot.Evidence.Messages, plan, action => action == ActionKind.Ack);
            RetryFindings.AddTo(findings, snapshot, carried, limits.Retries, now);
            new ExpiryFindings(snapshot, carried, limits, now).AddTo(findings);
        }
        else
        {
            RetryFindings.NotAsked(findings, NotStopped(snapshot.Container));
            ExpiryFindings.NotAsked(findings, NotStopped(snapshot.Container));
        }

        var messages = After(snapshot.Evidence.Messages, plan, action => action != ActionKind.Recur);
        SeriesFindings.AddRecurrences(findings, plan, messages);
        return messages;
    }

    private static IReadOnlyList<Message> After(IReadOnlyList<Message> messages, SessionPlan plan, Func<ActionKind, bool> chosen)
    {
        var changes = plan.Changes.Where(planned => chosen(planned.Action)).Select(planned => planned.Change)
            .ToLookup(change => change.MessageId, StringComparer.Ordinal);
        if (changes.Count == 0) return messages;
        return [.. messages.Select(message => changes[message.Id].Aggregate(message, (row, change) => change.After(row)))];
    }

    private static Finding Container(ContainerView view) => view switch
    {
        ContainerView.Unknown unknown => new Finding(RuleNames.ContainerKnown, false, unknown.Why),
        ContainerView.Running running => new Finding(RuleNames.ContainerKnown, true, $"container {running.Container.Name} runs"),
        _ => new Finding(RuleNames.ContainerKnown, true, "no container runs"),
    };

    private static string NotStopped(ContainerView view) =>
        view is ContainerView.Unknown ? "it is not known whether a container runs" : "a container runs";

    private static string NoLife(ContainerView view) => view switch
    {
        ContainerView.Unknown => "it is not known whether a container runs",
        ContainerView.Running => "nothing is known of the life of its container",
        _ => "no container runs",
    };
}
