using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Core.Liveness;

/// <summary>
/// The rules that a running container is judged by (4 to 7), each once: the judge decides by them, and the explainer shows them.
/// </summary>
internal readonly struct LivenessRules
{
    private readonly LivenessEvidence _evidence;
    private readonly LivenessLimits _limits;
    private readonly ToolInFlight? _tool;

    public LivenessRules(LivenessEvidence evidence, LivenessLimits limits)
    {
        (_evidence, _limits) = (evidence, limits);
        _tool = Widening(evidence, limits);
        SilentSince = LastSign(evidence, limits.Silence);
    }

    /// <summary>The end of the startup grace; null where the start is unknown.</summary>
    public DateTimeOffset? GraceUntil => _evidence.CountFrom + _limits.StartupGrace;

    public bool IsInGrace(DateTimeOffset now) => GraceUntil > now;

    /// <summary>Whether work is claimed.</summary>
    public bool IsWorking => _evidence.Claims.Count > 0;

    /// <summary>Since when there was no sign that counts against the ceiling; null where nothing is known to count from.</summary>
    public DateTimeOffset? SilentSince { get; }

    /// <summary>The ceiling, which is called idle while nothing is claimed (rule 5); null when it does not run.</summary>
    public RunningLimit? Silence => SilentSince is { } since
        ? Limit(IsWorking ? StopRule.Ceiling : StopRule.Idle, since, _limits.Ceiling, FirstClaim)
        : null;

    /// <summary>The stale threshold (rule 6); null when it does not run.</summary>
    public RunningLimit? Stale => IsWorking && SilentSince is { } since && _limits.StaleThreshold is { } threshold
        ? Limit(StopRule.Stale, since, threshold, FirstClaim)
        : null;

    /// <summary>The tolerance of one claim (rule 7); null when it does not run.</summary>
    public RunningLimit? ClaimStuck(Claim claim) => ClaimedAt(claim) is { } since && !HasBeatenSince(claim)
        ? Limit(StopRule.ClaimStuck, since, _limits.ClaimTolerance, claim.MessageId)
        : null;

    /// <summary>From when on a claim ages; null where neither its own time nor the start is known.</summary>
    public DateTimeOffset? ClaimedAt(Claim claim) => Later(claim.Since, _evidence.CountFrom);

    /// <summary>
    /// Whether it has beaten since it took the claim. Then it is judged by its silence, also after it was adopted or given a fresh
    /// tolerance: what it has shown before still holds.
    /// </summary>
    public bool HasBeatenSince(Claim claim) =>
        _evidence.Heartbeat > Later(claim.Since, _evidence.LifeBegan ?? _evidence.CountFrom);

    /// <summary>The first limit in the order of the rules that is passed; null when none is.</summary>
    public RunningLimit? FirstPassed(DateTimeOffset now)
    {
        for (var index = 0; index < Count; index++)
        {
            if (this[index] is { } limit && limit.IsPassed(now)) return limit;
        }

        return null;
    }

    /// <summary>The limit that is passed first if nothing changes; of several at once the first in order. Null when none runs.</summary>
    public RunningLimit? FirstToPass()
    {
        RunningLimit? first = null;
        for (var index = 0; index < Count; index++)
        {
            if (this[index] is { } limit && !(first?.PassedFrom <= limit.PassedFrom)) first = limit;
        }

        return first;
    }

    /// <summary>How long there was no sign of life of any kind; null where nothing is known to count from.</summary>
    public TimeSpan? SilentFor(DateTimeOffset now) => now - LastSign(_evidence, SilenceRule.Activity);

    private int Count => 2 + _evidence.Claims.Count;

    private string? FirstClaim => IsWorking ? _evidence.Claims[0].MessageId : null;

    /// <summary>The limits in the order of the rules: silence, stale, then one for each claim.</summary>
    private RunningLimit? this[int index] => index switch
    {
        0 => Silence,
        1 => Stale,
        _ => ClaimStuck(_evidence.Claims[index - 2]),
    };

    private RunningLimit Limit(StopRule rule, DateTimeOffset since, TimeSpan limit, string? messageId) =>
        _tool?.Timeout + _limits.ToolMargin is { } widened && widened > limit
            ? new RunningLimit(rule, since, widened, messageId, _tool!.Name)
            : new RunningLimit(rule, since, limit, messageId, null);

    private static DateTimeOffset? LastSign(LivenessEvidence evidence, SilenceRule silence)
    {
        if (silence == SilenceRule.HeartbeatOnly) return evidence.Heartbeat is null ? null : Later(evidence.Heartbeat, evidence.CountFrom);
        var last = Later(evidence.Heartbeat, evidence.CountFrom);
        for (var index = 0; index < evidence.Claims.Count; index++) last = Later(last, evidence.Claims[index].Since);
        return last;
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
