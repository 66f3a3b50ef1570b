using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Explaining;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Liveness;
using ActorSweeper.Core.Quarantine;
using ActorSweeper.Core.Recurrence;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Waking;

namespace ActorSweeper.Core.Tests.Explaining;

/// <summary>One session for each finding that can decide, and what is said of rules that do not apply.</summary>
public sealed class SessionExplainerTests
{
    private static readonly Message Now = new("m1", MessageStatus.Pending, ProcessAfter: Cases.T0.AddMinutes(-2));
    private static readonly Message Later = new("m1", MessageStatus.Pending, ProcessAfter: Cases.T0.AddMinutes(2));

    private static readonly Dictionary<string, Sample> Sessions = new()
    {
        ["nothing waits"] = Cases.Idle,
        ["due later"] = Cases.Due(Later),
        ["due"] = Cases.Due(Now),
        ["barred"] = Change(Cases.Due(Now), snapshot => snapshot with { Session = snapshot.Session with { WakeBarrier = "archived" } }),
        ["quarantined"] = Change(
            Cases.Due(Now), snapshot => snapshot with { Crashes = new CrashHistory([], 2, Cases.T0.AddMinutes(1)) }),
        ["start failed"] = Change(
            Cases.Due(Now), snapshot => snapshot with { Starts = new StartBackoff(3, Cases.T0.AddSeconds(20), "no such image") }),
        ["runtime down"] = Change(
            Cases.Due(Now), snapshot => snapshot with { Container = new ContainerView.Unknown("connection refused") }),
        ["just started"] = Life(Cases.Running(), (life, now) => life with { CountFrom = now.AddSeconds(-4) }),
        ["alive, idle"] = Cases.Running(),
        ["alive, working"] = Cases.Running(26),
        ["alive, beating"] = Life(Cases.Running(26), (life, now) => life with { Heartbeat = now.AddSeconds(-1) }),
        ["alive, tool"] = Life(Cases.Running(26), (life, _) => life with { Tool = new ToolInFlight("Bash", TimeSpan.FromHours(2), null) }),
        ["alive, unknown start"] = Life(Cases.Running(), (life, _) => life with { CountFrom = null }),
        ["stuck"] = Cases.Running(61),
        ["silent and idle"] = Life(Cases.Running(), (life, now) => life with { CountFrom = now.AddMinutes(-31) }),
        ["stale"] = Life(Cases.Running(700), (life, now) => life with { Heartbeat = now.AddSeconds(-601) }),
        ["silent"] = Life(
            Cases.Running(1900), (life, now) => life with { CountFrom = now.AddHours(-1), Heartbeat = now.AddSeconds(-1801) }),
    };

    [Theory]
    [InlineData("nothing waits", "nothing", "due", "nothing waits", null)]
    [InlineData("due later", "nothing", "due", "nothing is due yet", 120_000)]
    [InlineData("due", "wake", "due", "1 due, the oldest since 2026-01-10T11:58:26.000Z", null)]
    [InlineData("barred", "nothing", "wake-barrier", "archived", null)]
    [InlineData("quarantined", "nothing", "quarantine", "its containers keep dying: pause 2 in a row", 60_000)]
    [InlineData("start failed", "nothing", "start-backoff", "failed 3 times in a row: no such image", 20_000)]
    [InlineData("runtime down", "nothing", "container-known", "connection refused", null)]
    [InlineData("just started", "nothing", "startup-grace", "counts from 4 s ago", 6_000)]
    [InlineData("alive, idle", "nothing", "idle", "silent for 15 m", 900_001)]
    [InlineData("alive, working", "nothing", "claim-stuck(m1)", "claimed 26 s ago, no heartbeat since", 34_001)]
    [InlineData("alive, beating", "nothing", "stale", "silent for 1 s", 599_001)]
    [InlineData("alive, tool", "nothing", "ceiling", "silent for 26 s; tool Bash widens the limit", 7_234_001)]
    [InlineData(
        "alive, unknown start", "nothing", "idle", "nothing to count from: neither its start nor a sign of life is known", null)]
    [InlineData("stuck", "stop", "claim-stuck(m1)", "claimed 61 s ago, no heartbeat since", null)]
    [InlineData("silent and idle", "stop", "idle", "silent for 31 m", null)]
    [InlineData("stale", "stop", "stale", "silent for 10 m 1 s", null)]
    [InlineData("silent", "stop", "ceiling", "silent for 30 m 1 s", null)]
    public void The_finding_at_which_the_judgement_ended_decides(
        string session, string decision, string deciding, string observed, int? changesInMs)
    {
        var explanation = Sessions[session].Explanation;
        (explanation.Decision, explanation.Deciding).ShouldBe((decision, deciding));
        var finding = Find(explanation, deciding);
        finding.Observed.ShouldBe(observed);
        (finding.ChangesAt - explanation.At)?.TotalMilliseconds.ShouldBe(changesInMs!.Value);
        finding.ChangesAt.ShouldBe(explanation.Deadline);
        (finding.ChangesAt is null).ShouldBe(changesInMs is null);
    }

    [Theory]
    [InlineData("alive, idle", "ceiling", "not asked: nothing is claimed")]
    [InlineData("alive, working", "idle", "not asked: m1 is claimed")]
    [InlineData("alive, beating", "claim-stuck(m1)", "claimed 26 s ago, but a heartbeat came since")]
    [InlineData("alive, working", "due", "not asked: a container runs")]
    [InlineData("runtime down", "due", "not asked: it is not known whether a container runs")]
    [InlineData("runtime down", "stale", "not asked: it is not known whether a container runs")]
    [InlineData("due", "stale", "not asked: no container runs")]
    [InlineData("due", "answered", "not asked: no claim is left behind")]
    [InlineData("due", "max-pending-age", "off")]
    [InlineData("due", "missed-run", "off")]
    [InlineData("due", "quarantine", "0 deaths within 10 m, at most 5")]
    public void A_rule_that_does_not_apply_says_why(string session, string rule, string observed)
    {
        var finding = Find(Sessions[session].Explanation, rule);
        finding.Observed.ShouldBe(observed);
        finding.Holds.ShouldBeFalse();
        finding.ChangesAt.ShouldBeNull();
    }

    [Fact]
    public void A_rule_that_is_switched_off_says_so()
    {
        var limits = Cases.Limits with
        {
            Liveness = Cases.Limits.Liveness with { StaleThreshold = null, StartupGrace = TimeSpan.Zero },
            Crashes = Cases.Limits.Crashes with { Intensity = null },
        };
        var off = new[] { Cases.Running(26), Cases.Idle }.SelectMany(sample => (sample with { Limits = limits }).Explanation.Findings)
            .Where(finding => finding.Observed == "off").Select(finding => finding.Rule).Distinct();
        off.ShouldBe(
            [RuleNames.StartupGrace, RuleNames.Stale, RuleNames.MissedRun, RuleNames.MaxPendingAge, RuleNames.Quarantine],
            ignoreOrder: true);
    }

    [Fact]
    public void Waiting_messages_are_told_of_when_they_are_given_up_and_the_one_that_is_next()
    {
        var sample = Cases.Due(
            Waited("m1", 700), Waited("m2", 650), Waited("m3", 500), Waited("m4", 400),
            Waited("r1", 90) with { Recurrence = "0 * * * *" }, Waited("r2", 30) with { Recurrence = "0 * * * *" });
        var limits = Cases.Limits with
        {
            MaxPendingAge = TimeSpan.FromMinutes(10),
            MissedRuns = new MissedRunPolicy.Skip(TimeSpan.FromMinutes(1)),
        };
        (sample with { Limits = limits }).Explanation.Findings
            .Where(finding => Flips.RuleOf(finding) is RuleNames.MaxPendingAge or RuleNames.MissedRun)
            .Select(finding => (finding.Rule, finding.Holds, (finding.ChangesAt - Cases.T0)?.TotalMilliseconds))
            .ShouldBe(
            [
                ("missed-run(r1)", true, null), ("missed-run(r2)", false, 30_001),
                ("max-pending-age(m1)", true, null), ("max-pending-age(m2)", true, null), ("max-pending-age(m3)", false, 100_001),
            ]);

        static Message Waited(string id, int seconds) => new(id, MessageStatus.Pending, ProcessAfter: Cases.T0.AddSeconds(-seconds));
    }

    [Fact]
    public void Of_very_many_claims_the_first_ones_are_listed_and_the_one_that_decides()
    {
        var ages = Enumerable.Repeat(5, 1000).ToArray();
        ages[700] = 50;
        var alive = Stuck(Cases.Running(ages).Explanation);
        alive.Count.ShouldBe(FindingsListed + 2);
        alive[FindingsListed].Rule.ShouldBe("claim-stuck(m701)");
        alive[^1].ShouldBe(new Finding("claim-stuck(983 more)", false, "holds for 0 of them"));

        ages[700] = ages[900] = ages[901] = 61;
        var stuck = Cases.Running(ages).Explanation;
        stuck.Deciding.ShouldBe("claim-stuck(m701)");
        Stuck(stuck)[^1].ShouldBe(new Finding("claim-stuck(983 more)", true, "holds for 2 of them"));

        static List<Finding> Stuck(Explanation explanation) =>
            [.. explanation.Findings.Where(finding => Flips.RuleOf(finding) == RuleNames.ClaimStuck)];
    }

    [Fact]
    public void Of_very_many_messages_only_some_are_listed()
    {
        var messages = Enumerable.Range(1, 1000)
            .Select(number => new Message($"m{number}", MessageStatus.Completed, Recurrence: number % 2 == 0 ? "@daily" : "never"))
            .ToArray();
        var claims = Enumerable.Range(1, 1000).Select(number => new Claim($"c{number}", null)).ToList();
        var explanation = Cases.Due(messages).With(evidence => evidence with { Claims = claims }).Explanation;
        explanation.Findings.Count.ShouldBeLessThan(60);
        Find(explanation, "recurrence(984 more)").Observed.ShouldBe("holds for 984 of them");
        Find(explanation, "message-open(984 more)").Observed.ShouldBe("holds for 0 of them");
    }

    [Fact]
    public void A_hold_that_the_judge_does_not_know_of_decides_instead()
    {
        var wake = Sessions["due"].Explanation;
        var until = Cases.T0.AddSeconds(30);
        var first = new Finding(RuleNames.StartRequested, true, "asked for 30 s ago", ChangesAt: Cases.T0);
        var hold = first with { Observed = "asked for just now", ChangesAt = until };
        var held = wake.HeldBy(first, "first").HeldBy(hold, "a start has been requested", SessionState.Starting);
        held.ShouldBe(wake with
        {
            State = SessionState.Starting,
            Decision = "nothing",
            Deciding = "start-requested",
            Text = "a start has been requested",
            Findings = held.Findings,
            Deadline = until,
        });
        held.Findings.ShouldBe([.. wake.Findings, hold]);
        wake.HeldBy(hold, "").State.ShouldBe(wake.State);
    }

    [Fact]
    public void A_session_that_cannot_be_judged_is_explained_by_what_keeps_it_from_being_judged()
    {
        var hold = new Finding(RuleNames.FilesUsable, false, "inbound.db is missing", ChangesAt: Cases.T0.AddSeconds(5));
        var explanation = Explanation.Unjudged(new SessionId("s1"), Cases.T0, SessionState.Degraded, hold, "inbound.db is missing");
        (explanation.Decision, explanation.Deciding, explanation.Deadline).ShouldBe(("nothing", "files-usable", hold.ChangesAt));
        ExplanationText.Lines(explanation).ShouldBe(
        [
            "s1: degraded; decision nothing, by files-usable; at 2026-01-10T12:00:26.000Z",
            "  inbound.db is missing",
            "> [ ] files-usable  inbound.db is missing  in 5 s, at 12:00:31.000Z",
            "What would change it: files-usable holding; by itself in 5 s, at 12:00:31.000Z.",
        ]);
    }

    private const int FindingsListed = 16;

    private static Finding Find(Explanation explanation, string rule) => explanation.Findings.Single(finding => finding.Rule == rule);

    private static Sample Change(Sample sample, Func<SessionSnapshot, SessionSnapshot> change) =>
        sample with { Snapshot = change(sample.Snapshot) };

    private static Sample Life(Sample sample, Func<LivenessEvidence, DateTimeOffset, LivenessEvidence> change) =>
        Change(sample, snapshot => snapshot with { Liveness = change(snapshot.Liveness!, sample.Now.Steady) });
}
