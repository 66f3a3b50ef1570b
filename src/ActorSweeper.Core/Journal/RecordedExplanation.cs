using ActorSweeper.Core.Explaining;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Core.Journal;

/// <summary>
/// Explains a session as it stood at an instant, by the journal: the judge's rules, and what its actor and the supervisor know that
/// holds a decision back. Pure.
/// </summary>
public static class RecordedExplanation
{
    private const string StormBrakeDetail = "storm brake";

    /// <summary>The explanation; null for a session that was never listed.</summary>
    /// <param name="past">The session, folded up to the instant.</param>
    /// <param name="supervisor">The supervisor's record of that instant.</param>
    /// <param name="limits">The limits of the session's group in force then.</param>
    /// <param name="at">The instant, by the wall clock.</param>
    public static Explanation? Of(SessionPast past, SupervisorRecord supervisor, SessionLimits limits, DateTimeOffset at)
    {
        if (past.At(at) is not { } snapshot) return null;
        if (Unjudged(past, supervisor, at) is { } unjudged) return unjudged;
        var explanation = SessionExplainer.Explain(snapshot, limits, past.Reading(at));
        return explanation.Decision switch
        {
            Decisions.Stop => Stop(explanation, past, at),
            Decisions.Wake => Wake(explanation, past, at),
            _ => Graced(explanation, past),
        };
    }

    private static Explanation? Unjudged(SessionPast past, SupervisorRecord supervisor, DateTimeOffset at)
    {
        if (!past.Record.IsActive)
            return Explanation.Unjudged(
                past.Session,
                at,
                SessionState.Idle,
                new Finding(RuleNames.Listed, false, "its source no longer lists it as active"),
                "not active: it is left alone until its source lists it again");
        if (supervisor.Failures.TryGetValue(past.Session.Value, out var failures) && failures.NotBefore > at)
            return Explanation.Unjudged(
                past.Session,
                at,
                failures.History.IsQuarantined(at) ? SessionState.Quarantined : SessionState.Waiting,
                new Finding(RuleNames.ActorFailures, true, failures.Error, ChangesAt: failures.NotBefore),
                $"its actor failed ({failures.Error}): not looked at before {Timestamp.ToIso(failures.NotBefore)}");
        if (past.Record.Fault is { } fault)
            return Explanation.Unjudged(
                past.Session,
                at,
                SessionState.Degraded,
                new Finding(RuleNames.FilesUsable, false, fault),
                $"its files cannot be used: {fault}");
        return null;
    }

    private static Explanation Stop(Explanation explanation, SessionPast past, DateTimeOffset at)
    {
        if (past.Record is { Unstoppable: { } left, Current: { } current } && left.ContainerId == current.Id && left.RetryAt > at)
            return explanation.HeldBy(
                new Finding(RuleNames.CannotStop, true, $"container {current.Name} could not be stopped", ChangesAt: left.RetryAt),
                $"container {current.Name} cannot be stopped: left alone until {Timestamp.ToIso(left.RetryAt)}; stop it by hand",
                SessionState.Quarantined);
        if (past.LastAct is not { Action: ActionKind.Stop, Outcome: { } outcome }) return explanation;
        return outcome.Result switch
        {
            Result.Planned => ReportedOnly(explanation),
            Result.Deferred when outcome.Detail.StartsWith(StormBrakeDetail, StringComparison.Ordinal) =>
                explanation.HeldBy(new Finding(RuleNames.StormBrake, true, outcome.Detail), $"not stopped: {outcome.Detail}"),
            Result.Deferred =>
                explanation.HeldBy(new Finding(RuleNames.JournalWritable, false, outcome.Detail), $"not stopped: {outcome.Detail}"),
            _ => explanation,
        };
    }

    private static Explanation Wake(Explanation explanation, SessionPast past, DateTimeOffset at)
    {
        if (past.Record.RequestedUntil is { } until && until > at)
            return explanation.HeldBy(
                new Finding(RuleNames.StartRequested, true, "another program was asked to start a container", ChangesAt: until),
                $"a start was asked for: not asked again before {Timestamp.ToIso(until)}",
                SessionState.Starting);
        if (past.LastAct is not { Action: ActionKind.Wake, Outcome: { } outcome }) return explanation;
        return outcome.Result switch
        {
            Result.Planned => ReportedOnly(explanation),
            Result.Queued => explanation.HeldBy(
                new Finding(RuleNames.Queued, true, outcome.Detail), $"{explanation.Text}; queued: {outcome.Detail}", SessionState.Queued),
            _ => explanation,
        };
    }

    private static Explanation ReportedOnly(Explanation explanation) => explanation.HeldBy(
        new Finding(RuleNames.ReportedOnly, true, "nothing is done by this host"), $"{explanation.Text}; only reported, not done");

    /// <summary>Nothing is held back any more, but this is why its ages are what they are.</summary>
    private static Explanation Graced(Explanation explanation, SessionPast past) => past.GracedAt is not { } graced
        ? explanation
        : explanation with
        {
            Findings =
            [
                .. explanation.Findings,
                new Finding(RuleNames.StormBrake, true, $"it held at {Timestamp.ToIso(graced)}: ages count from then, this once"),
            ],
        };
}
