using System.Globalization;

namespace ActorSweeper.EndToEnd.Tests.Parity;

/// <summary>Where ActorSweeper leaves other rows than the original on purpose, whatever the settings.</summary>
internal enum SafetyRule
{
    /// <summary>Rule 1: a failed ack of a message that has failed already changes nothing. The original completes it.</summary>
    FailedStaysFailed,

    /// <summary>
    /// Rule 8: the claims of a dead container are returned, and only then is one started for what is still due. The original wakes
    /// first and judges the old claims as those of the new container: it kills that at once, or leaves claims that are young.
    /// </summary>
    ReturnedBeforeWaking,

    /// <summary>Rule 9: a message that was answered is completed, not repeated.</summary>
    AnsweredIsClosed,

    /// <summary>Rule 4: what is older than the container is not held against it, and its tool widens nothing.</summary>
    OwnEvidenceOnly,

    /// <summary>Rule 11: nothing is returned while the container is not confirmed gone.</summary>
    StillRunning,

    /// <summary>Rule 10: a series whose occurrence has failed for good lives on.</summary>
    FailedSeriesLivesOn,

    /// <summary>
    /// Rule 10: at most one open occurrence per series. A row without a recurrence is none: the series could not go on from it.
    /// </summary>
    OneOpenOccurrence,
}

/// <summary>
/// What NanoClaw 2.0.64's sweep makes of one session's rows (formats.md 5.6), told in memory; with the safety rules: what is expected of
/// ActorSweeper. What depends on the instant is written as a word: <c>retry+20</c>, <c>next</c>, <c>new-task-14</c>.
/// </summary>
internal sealed class OriginalPass
{
    private const int MaxTries = 5;

    private readonly ParityCase _case;
    private readonly ParityRows _before;
    private readonly long _now;
    private readonly bool _safe;
    private readonly List<MessageRow> _messages;
    private readonly List<AckedRow> _acks;

    private OriginalPass(ParityCase subject, ParityRows before, DateTimeOffset now, bool safe)
    {
        (_case, _before, _now, _safe) = (subject, before, now.ToUnixTimeSeconds(), safe);
        (_messages, _acks) = ([.. before.Messages], [.. before.Acks]);
    }

    /// <summary>The safety rules that made a difference.</summary>
    public HashSet<SafetyRule> Used { get; } = [];

    public static (ParityRows Rows, IReadOnlySet<SafetyRule> Used) Of(ParityCase subject, ParityRows before, DateTimeOffset now, bool safe)
    {
        var pass = new OriginalPass(subject, before, now, safe);
        pass.CarryAcks();
        pass.JudgeContainer();
        pass.MoveSeriesOn();
        return (before with { Messages = pass._messages, Acks = pass._acks }, pass.Used);
    }

    private void CarryAcks()
    {
        foreach (var ack in _acks.Where(ack => ack.Status is "completed" or "failed"))
        {
            var at = _messages.FindIndex(message => message.Id == ack.Id);
            if (at < 0 || _messages[at].Status == "completed") continue;
            if (ack.Status == "failed" && _messages[at].Status == "failed" && Instead(SafetyRule.FailedStaysFailed)) continue;
            _messages[at] = _messages[at] with { Status = "completed" };
        }
    }

    private void JudgeContainer()
    {
        if (!_case.Running)
        {
            var due = _messages.Exists(message => message is { Status: "pending", Trigger: 1 } && !(message.DueAt > _now));
            var woken = due && _case.WakeWorks;
            if (_acks.TrueForAll(ack => ack.Status != "processing")) return;
            if (!woken || IsStuck(heartbeat: null, startedAt: null) || Instead(SafetyRule.ReturnedBeforeWaking)) ReturnClaims();
        }
        else if (IsStuck(_case.Heartbeat?.ToUnixTimeSeconds(), startedAt: null) is var stuck)
        {
            var started = _case.StartedAt?.ToUnixTimeSeconds();
            if (_safe && started is not null && IsStuck(_case.Heartbeat?.ToUnixTimeSeconds(), started) is var own && own != stuck)
                stuck = Instead(SafetyRule.OwnEvidenceOnly) ? own : stuck;
            if (stuck && !_case.StopWorks && Instead(SafetyRule.StillRunning)) stuck = false;
            if (stuck) ReturnClaims();
        }
    }

    /// <summary>Whether the container would be killed; with a start, only its own evidence counts.</summary>
    private bool IsStuck(long? heartbeat, long? startedAt)
    {
        var bash = _before.Tool is { Name: "Bash", Timeout: { } timeout } && !(startedAt > _case.ToolStartedAt.ToUnixTimeSeconds())
            ? timeout / 1000
            : 0;
        if (heartbeat is { } beat && _now - Math.Max(beat, startedAt ?? beat) > Math.Max(30 * 60, bash)) return true;
        return _acks.Exists(ack => ack is { Status: "processing", ChangedAt: { } claimed }
            && _now - Math.Max(claimed, startedAt ?? claimed) > Math.Max(60, bash)
            && !(heartbeat > Math.Max(claimed, startedAt ?? claimed)));
    }

    private void ReturnClaims()
    {
        foreach (var claim in _acks.Where(ack => ack.Status == "processing"))
        {
            var at = _messages.FindIndex(message => message.Id == claim.Id && message.Status == "pending");
            if (at < 0) continue;
            var message = _messages[at];
            if (_before.Answered.Contains(message.Id) && Instead(SafetyRule.AnsweredIsClosed))
                _messages[at] = message with { Status = "completed" };
            else if (message.DueAt > _now)
                continue;
            else if (message.Tries >= MaxTries)
                _messages[at] = message with { Status = "failed" };
            else
                _messages[at] = message with { Tries = message.Tries + 1, ProcessAfter = Retry(message.Tries) };
        }

        _acks.RemoveAll(ack => ack.Status == "processing");
    }

    private void MoveSeriesOn()
    {
        for (var (at, end) = (0, _messages.Count); at < end; at++)
        {
            var row = _messages[at];
            if (row.Recurrence is null || row.Status is not ("completed" or "failed") || ParityCase.IsBroken(row.Recurrence)) continue;
            if (row.Status == "failed" && !Instead(SafetyRule.FailedSeriesLivesOn)) continue;
            var open = _messages.Exists(other =>
                other.Id != row.Id && other.Recurrence is not null && other.Status is "pending" or "paused"
                && (other.Series == row.Series || other.Id == row.Series));
            if (!open || !Instead(SafetyRule.OneOpenOccurrence)) _messages.Add(Next(row));
            _messages[at] = row with { Recurrence = null };
        }
    }

    private MessageRow Next(MessageRow finished)
    {
        var highest = _messages.Max(message => message.Seq);
        var seq = highest < 2 ? 2 : highest + 2 - (highest % 2);
        return finished with
        {
            Id = NewId(finished.Kind, seq),
            Seq = seq,
            Timestamp = "new",
            Status = "pending",
            ProcessAfter = "next",
            Tries = 0,
            Trigger = 1,
        };
    }

    public static string NewId(string kind, long seq) =>
        string.Create(CultureInfo.InvariantCulture, $"new-{(kind == "task" ? "task" : "msg")}-{seq}");

    public static string Retry(long tries) => string.Create(CultureInfo.InvariantCulture, $"retry+{5 << (int)tries}");

    private bool Instead(SafetyRule rule)
    {
        if (_safe) Used.Add(rule);
        return _safe;
    }
}
