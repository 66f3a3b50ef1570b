using ActorSweeper.Core.Liveness;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Core.Explaining;

/// <summary>How the rules of a running container stand. Past the startup grace or not, all of its limits are looked at.</summary>
internal sealed class LivenessFindings
{
    private readonly LivenessEvidence _evidence;
    private readonly LivenessLimits _limits;
    private readonly LivenessRules _rules;
    private readonly ClockReading _now;

    public LivenessFindings(LivenessEvidence evidence, LivenessLimits limits, ClockReading now)
    {
        (_evidence, _limits, _now) = (evidence, limits, now);
        _rules = new LivenessRules(evidence, limits);
    }

    /// <summary>The finding that keeps the container from being stopped; where no limit runs, one of the two silence rules.</summary>
    public string Sparing
    {
        get
        {
            if (_rules.IsInGrace(_now.Steady)) return RuleNames.StartupGrace;
            return _rules.FirstToPass() is { } first ? NameOf(first.Rule, first.MessageId) : SilenceRuleFor(_evidence.Claims.Count);
        }
    }

    /// <summary>The name of the finding about a limit.</summary>
    public static string NameOf(StopRule rule, string? messageId) =>
        rule == StopRule.ClaimStuck ? RuleNames.About(RuleNames.ClaimStuck, messageId!) : RuleNames.Of(rule);

    /// <summary>What the ceiling is called while so many messages are claimed.</summary>
    public static string SilenceRuleFor(int claims) => claims > 0 ? RuleNames.Ceiling : RuleNames.Idle;

    /// <summary>Says of all of these rules why they are not asked.</summary>
    public static void NotAsked(FindingList findings, string why) => findings.NotAsked(
        why, RuleNames.StartupGrace, RuleNames.Idle, RuleNames.Ceiling, RuleNames.Stale, RuleNames.ClaimStuck);

    public void AddTo(FindingList findings, string deciding)
    {
        findings.Add(Grace());
        const string Unclaimed = "nothing is claimed";
        if (_rules.IsWorking)
        {
            findings.NotAsked($"{_evidence.Claims[0].MessageId} is claimed", RuleNames.Idle);
            findings.Add(Silence(RuleNames.Ceiling, _rules.Silence, _limits.Ceiling));
        }
        else
        {
            findings.Add(Silence(RuleNames.Idle, _rules.Silence, _limits.Ceiling));
            findings.NotAsked(Unclaimed, RuleNames.Ceiling);
        }

        if (_limits.StaleThreshold is not { } stale) findings.Off(RuleNames.Stale);
        else if (_rules.IsWorking) findings.Add(Silence(RuleNames.Stale, _rules.Stale, stale));
        else findings.NotAsked(Unclaimed, RuleNames.Stale);

        if (_rules.IsWorking) findings.AddListed(RuleNames.ClaimStuck, _evidence.Claims.Select(Stuck), deciding);
        else findings.NotAsked(Unclaimed, RuleNames.ClaimStuck);
    }

    private Finding Grace()
    {
        var holds = _rules.IsInGrace(_now.Steady);
        if (!holds && _limits.StartupGrace == TimeSpan.Zero) return new Finding(RuleNames.StartupGrace, false, "off");
        if (_evidence.CountFrom is not { } start)
            return new Finding(RuleNames.StartupGrace, false, "its start is not known", null, _limits.StartupGrace);
        var age = _now.Steady - start;
        return new Finding(
            RuleNames.StartupGrace,
            holds,
            $"counts from {Durations.Text(age)} ago",
            age,
            _limits.StartupGrace,
            holds ? OnTheWall(_rules.GraceUntil!.Value) : null);
    }

    private Finding Silence(string rule, RunningLimit? limit, TimeSpan unwidened)
    {
        if (limit is { } running) return Of(rule, running, $"silent for {Durations.Text(running.Age(_now.Steady))}");
        var missing = _limits.Silence == SilenceRule.HeartbeatOnly ? "no heartbeat yet" : "neither its start nor a sign of life is known";
        return new Finding(rule, false, $"nothing to count from: {missing}", null, unwidened);
    }

    private Finding Stuck(Claim claim)
    {
        var rule = RuleNames.About(RuleNames.ClaimStuck, claim.MessageId);
        if (_rules.ClaimStuck(claim) is { } running)
            return Of(rule, running, $"claimed {Durations.Text(running.Age(_now.Steady))} ago, no heartbeat since");
        return _rules.ClaimedAt(claim) is { } since
            ? new Finding(
                rule, false, $"claimed {Durations.Text(_now.Steady - since)} ago, but a heartbeat came since", null, _limits.ClaimTolerance)
            : new Finding(rule, false, "nothing to count from: neither its time nor the start is known", null, _limits.ClaimTolerance);
    }

    private Finding Of(string rule, RunningLimit limit, string observed)
    {
        var passed = limit.IsPassed(_now.Steady);
        var widened = limit.Tool is null ? "" : $"; tool {limit.Tool} widens the limit";
        return new Finding(
            rule, passed, observed + widened, limit.Age(_now.Steady), limit.Limit, passed ? null : OnTheWall(limit.PassedFrom));
    }

    private DateTimeOffset OnTheWall(DateTimeOffset steady) => _now.Wall + (steady - _now.Steady);
}
