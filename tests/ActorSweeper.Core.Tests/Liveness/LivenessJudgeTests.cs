using ActorSweeper.Core.Liveness;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Core.Tests.Liveness;

/// <summary>Each rule one millisecond inside and one outside its limit.</summary>
public sealed class LivenessJudgeTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 10, 12, 0, 0, TimeSpan.Zero);

    private static readonly LivenessLimits Limits = new(
        StartupGrace: TimeSpan.FromSeconds(10),
        ClaimTolerance: TimeSpan.FromSeconds(60),
        StaleThreshold: TimeSpan.FromMinutes(10),
        Ceiling: TimeSpan.FromMinutes(30),
        ToolMargin: TimeSpan.FromSeconds(60),
        WideningTools: null,
        Silence: SilenceRule.Activity);

    [Theory]
    [InlineData(null, null, 9_999, "starting")]
    [InlineData(null, null, 10_000, "alive")]
    [InlineData(null, 0, 60_000, "alive")]
    [InlineData(null, 0, 60_001, "ClaimStuck 60001/60000")]
    [InlineData(1, 0, 60_001, "alive")]
    [InlineData(0, 0, 60_001, "ClaimStuck 60001/60000")]
    [InlineData(1, 0, 600_001, "alive")]
    [InlineData(1, 0, 600_002, "Stale 600001/600000")]
    [InlineData(null, null, 1_800_000, "alive")]
    [InlineData(null, null, 1_800_001, "Idle 1800001/1800000")]
    [InlineData(1_000, null, 1_801_000, "alive")]
    [InlineData(1_000, null, 1_801_001, "Idle 1800001/1800000")]
    [InlineData(1, 0, 1_800_002, "Ceiling 1800001/1800000")]
    public void A_limit_is_passed_one_millisecond_after_it(int? heartbeatMs, int? claimMs, int nowMs, string expected) =>
        Describe(LivenessJudge.Judge(Evidence(heartbeatMs, claimMs), Limits, At(nowMs))).ShouldBe(expected);

    [Theory]
    [InlineData(null, null, 11_000, 1_800_001)]
    [InlineData(null, 0, 11_000, 60_001)]
    [InlineData(1_000, 0, 11_000, 601_001)]
    public void The_deadline_is_the_first_instant_at_which_the_verdict_changes(int? heartbeatMs, int? claimMs, int nowMs, int deadlineMs)
    {
        var evidence = Evidence(heartbeatMs, claimMs);
        var deadline = LivenessJudge.Judge(evidence, Limits, At(nowMs)).Deadline!.Value;
        deadline.ShouldBe(At(deadlineMs));
        LivenessJudge.Judge(evidence, Limits, deadline - TimeSpan.FromMilliseconds(1)).ShouldBeOfType<Verdict.Alive>();
        LivenessJudge.Judge(evidence, Limits, deadline).ShouldBeOfType<Verdict.Stop>();
    }

    [Theory]
    [InlineData(7_200_000, 0, 7_260_000, "alive")]
    [InlineData(7_200_000, 0, 7_260_001, "Ceiling 7260001/7260000 Bash")]
    [InlineData(7_200_000, -1, 60_001, "ClaimStuck 60001/60000")]
    [InlineData(null, 0, 60_001, "ClaimStuck 60001/60000")]
    public void A_tool_widens_the_limits_if_it_declared_a_timeout_in_this_life(int? timeoutMs, int startedMs, int nowMs, string expected)
    {
        var timeout = timeoutMs is { } declared ? TimeSpan.FromMilliseconds(declared) : (TimeSpan?)null;
        var evidence = Evidence(null, 0) with { Tool = new ToolInFlight("Bash", timeout, At(startedMs)) };
        Describe(LivenessJudge.Judge(evidence, Limits, At(nowMs))).ShouldBe(expected);
    }

    [Fact]
    public void A_tool_that_is_not_listed_widens_nothing()
    {
        var evidence = Evidence(null, 0) with { Tool = new ToolInFlight("WebFetch", TimeSpan.FromHours(2), At(0)) };
        var limits = Limits with { WideningTools = new HashSet<string> { "Bash" } };
        LivenessJudge.Judge(evidence, limits, At(60_001)).ShouldBeOfType<Verdict.Stop>();
    }

    [Fact]
    public void A_claim_whose_time_cannot_be_read_ages_from_the_start()
    {
        var evidence = Evidence(null, null) with { Claims = [new Claim("m1", null)] };
        LivenessJudge.Judge(evidence, Limits, At(60_000)).ShouldBeOfType<Verdict.Alive>();
        Describe(LivenessJudge.Judge(evidence, Limits, At(60_001))).ShouldBe("ClaimStuck 60001/60000");
    }

    [Fact]
    public void Evidence_older_than_the_start_counts_from_the_start()
    {
        var evidence = Evidence(-3_600_000, -3_600_000);
        LivenessJudge.Judge(evidence, Limits, At(60_000)).ShouldBeOfType<Verdict.Alive>();
        Describe(LivenessJudge.Judge(evidence, Limits, At(60_001))).ShouldBe("ClaimStuck 60001/60000");
    }

    [Fact]
    public void The_stale_rule_can_be_switched_off() =>
        LivenessJudge.Judge(Evidence(1, 0), Limits with { StaleThreshold = null }, At(1_800_001)).ShouldBeOfType<Verdict.Alive>();

    private static LivenessEvidence Evidence(int? heartbeatMs, int? claimMs) => new(
        Start,
        heartbeatMs is { } heartbeat ? At(heartbeat) : null,
        null,
        claimMs is { } claim ? [new Claim("m1", At(claim))] : []);

    private static DateTimeOffset At(int milliseconds) => Start + TimeSpan.FromMilliseconds(milliseconds);

    private static string Describe(Verdict verdict) => verdict switch
    {
        Verdict.Starting => "starting",
        Verdict.Stop stop => $"{stop.Rule} {stop.Age.TotalMilliseconds}/{stop.Limit.TotalMilliseconds} {stop.Tool}".TrimEnd(),
        _ => "alive",
    };
}
