using System.Globalization;
using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Liveness;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;

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

        messages.MoveSeriesOn();
        var verdict = snapshot.Liveness is { } liveness ? LivenessJudge.Judge(liveness, limits.Liveness, now.Steady) : null;
        // Rule 2: while the runtime cannot be asked, nothing is stopped, however long the silence.
        var stop = verdict is Verdict.Stop stuck && snapshot.Container is ContainerView.Running ? new StopOrder(stuck, Why(stuck)) : null;
        var rest = snapshot.Container switch
        {
            ContainerView.Unknown unknown => new Rest(SessionState.Unknown, $"container unknown: {unknown.Why}"),
            ContainerView.Running => Running(verdict, stop, snapshot.Evidence.Tool, now),
            _ => Stopped(snapshot, messages.Messages, now.Wall),
        };
        return new SessionPlan(
            messages.Changes, drop, verdict, stop, rest.Wake, messages.BadRecurrences, rest.State, rest.Text, rest.Deadline);
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
        var waiting = messages.Where(message => message is { Status: MessageStatus.Pending, Triggers: true }).ToList();
        var due = waiting.Where(message => message.IsDue(now))
            .OrderBy(message => message.DueAt).ThenBy(message => message.Id, StringComparer.Ordinal).ToList();
        if (due.Count == 0)
        {
            var next = waiting.Count == 0 ? (DateTimeOffset?)null : waiting.Min(message => message.DueAt);
            return new Rest(
                SessionState.Idle, next is null ? "idle: nothing is due" : $"idle: next due at {Timestamp.ToIso(next.Value)}", next);
        }

        if (snapshot.Session.WakeBarrier is { } barrier) return new Rest(SessionState.Waiting, $"not woken: {barrier}");
        if (snapshot.Crashes.IsQuarantined(now))
            return new Rest(SessionState.Quarantined, "quarantined: its containers keep dying", snapshot.Crashes.Until);
        if (snapshot.Starts.Waits(now))
            return new Rest(SessionState.Waiting, $"start failed, waiting: {snapshot.Starts.LastError}", snapshot.Starts.NotBefore);
        var text = string.Create(CultureInfo.InvariantCulture, $"{due.Count} due, the oldest since {Timestamp.ToIso(due[0].DueAt)}");
        return new Rest(SessionState.Starting, text, null, new WakeOrder(due[0].DueAt, due[0].Id, new Reason("wake", text)));
    }

    private static Reason Why(Verdict.Stop stop)
    {
        var silent = $"no sign of life for {Durations.Text(stop.Age)}, limit {Durations.Text(stop.Limit)}";
        var widened = stop.Tool is null ? "" : $" (widened by tool {stop.Tool})";
        return stop.Rule switch
        {
            StopRule.Idle => Reason("idle", $"nothing claimed and {silent}"),
            StopRule.Ceiling => Reason("ceiling", $"{stop.MessageId} is claimed and {silent}"),
            StopRule.Stale => Reason("stale", $"{stop.MessageId} is claimed and {silent}"),
            _ => Reason(
                "claim-stuck",
                $"{stop.MessageId} was claimed {Durations.Text(stop.Age)} ago without a heartbeat since, "
                    + $"limit {Durations.Text(stop.Limit)}"),
        };

        Reason Reason(string rule, string text) => new(rule, text + widened, stop.Age, stop.Limit);
    }
}
