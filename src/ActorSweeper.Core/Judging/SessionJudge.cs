using System.Globalization;
using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Explaining;
using ActorSweeper.Core.Liveness;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;
using ActorSweeper.Core.Waking;

namespace ActorSweeper.Core.Judging;

/// <summary>
/// Decides what is to be done about one session: the rules of supervision in their order, as one pure function. Nothing else
/// decides; the actors gather the snapshot and carry out the plan.
/// </summary>
public static class SessionJudge
{
    /// <summary>The plan for one session.</summary>
    /// <param name="snapshot">What is known.</param>
    /// <param name="limits">The limits of its group.</param>
    /// <param name="now">This instant on both clocks.</param>
    public static SessionPlan Judge(SessionSnapshot snapshot, SessionLimits limits, ClockReading now)
    {
        var messages = new MessagePlan(snapshot, limits, now.Wall);
        messages.CarryAcks(snapshot.Evidence.Acks);
        IReadOnlyList<Claim> drop = [];
        if (snapshot.Container is ContainerView.Stopped)
        {
            drop = snapshot.Evidence.Claims;
            messages.ReturnClaims(drop, snapshot.Answered);
            messages.Expire(drop.Select(claim => claim.MessageId).ToHashSet(StringComparer.Ordinal));
        }

        var seriesWait = messages.MoveSeriesOn(onlyFinishedNow: snapshot.SeriesWait);
        var verdict = snapshot.Liveness is { } liveness ? LivenessJudge.Judge(liveness, limits.Liveness, now.Steady) : null;
        var stop = verdict is Verdict.Stop stuck ? new StopOrder(stuck, Why(stuck)) : null;
        var rest = snapshot.Container switch
        {
            ContainerView.Unknown unknown => new Rest(SessionState.Unknown, $"container unknown: {unknown.Why}"),
            ContainerView.Running => Running(verdict, stop, snapshot.Evidence.Tool, now),
            _ => Stopped(snapshot, messages.Messages, now.Wall),
        };
        return new SessionPlan(
            messages.Changes, drop, verdict, stop, rest.Wake, messages.BadRecurrences, rest.State, rest.Text, rest.Deadline)
        {
            SeriesWait = seriesWait,
        };
    }

    /// <summary>How a session stands once its messages are in order.</summary>
    private sealed record Rest(SessionState State, string Text, DateTimeOffset? Deadline = null, WakeOrder? Wake = null);

    private static Rest Running(Verdict? verdict, StopOrder? stop, ToolInFlight? tool, ClockReading now)
    {
        var busy = tool?.Timeout is { } timeout ? $"; tool {tool.Name} may take {Durations.Text(timeout)}" : "";
        var deadline = verdict?.Deadline is { } steady ? now.Wall + (steady - now.Steady) : (DateTimeOffset?)null;
        return verdict switch
        {
            _ when stop is not null => new Rest(SessionState.Stopping, stop.Why.Text),
            Verdict.Starting => new Rest(SessionState.Starting, "starting: not judged yet", deadline),
            Verdict.Alive { Silent: { } silent } => new Rest(
                SessionState.Running, $"alive: last sign of life {Durations.Text(silent)} ago{busy}", deadline),
            _ => new Rest(SessionState.Running, "running", deadline),
        };
    }

    /// <summary>Rule 3: whether a stopped session must be woken; if not, why not, and when that could change.</summary>
    private static Rest Stopped(SessionSnapshot snapshot, IEnumerable<Message> messages, DateTimeOffset now)
    {
        var waiting = WakeRules.Waiting(messages, now);
        return WakeRules.FirstHold(waiting, snapshot, now) switch
        {
            WakeHold.NothingDue => new Rest(
                SessionState.Idle,
                waiting.Next is { } next ? $"idle: next due at {Timestamp.ToIso(next)}" : "idle: nothing is due",
                waiting.Next),
            WakeHold.Barrier => new Rest(SessionState.Waiting, $"not woken: {snapshot.Session.WakeBarrier}"),
            WakeHold.Quarantine => new Rest(
                SessionState.Quarantined, "quarantined: its containers keep dying", snapshot.Crashes.Until),
            WakeHold.StartBackoff => new Rest(
                SessionState.Waiting, $"start failed, waiting: {snapshot.Starts.LastError}", snapshot.Starts.NotBefore),
            _ => Wake(waiting.Count, waiting.Oldest!),
        };
    }

    private static Rest Wake(int due, Message oldest)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{due} due, the oldest since {Timestamp.ToIso(oldest.DueAt)}");
        var order = new WakeOrder(oldest.DueAt, oldest.Id, new Reason(RuleNames.Wake, text));
        return new Rest(SessionState.Starting, text, null, order);
    }

    private static Reason Why(Verdict.Stop stop)
    {
        var silent = $"no sign of life for {Durations.Text(stop.Age)}, limit {Durations.Text(stop.Limit)}";
        var widened = stop.Tool is null ? "" : $" (widened by tool {stop.Tool})";
        var text = stop.Rule switch
        {
            StopRule.Idle => $"nothing claimed and {silent}",
            StopRule.Ceiling or StopRule.Stale => $"{stop.MessageId} is claimed and {silent}",
            _ => $"{stop.MessageId} was claimed {Durations.Text(stop.Age)} ago without a heartbeat since, "
                + $"limit {Durations.Text(stop.Limit)}",
        };
        return new Reason(RuleNames.Of(stop.Rule), text + widened, stop.Age, stop.Limit);
    }
}
