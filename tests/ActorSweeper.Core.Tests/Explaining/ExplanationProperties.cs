using ActorSweeper.Core.Explaining;
using ActorSweeper.Core.Judging;
using FsCheck;
using FsCheck.Fluent;

namespace ActorSweeper.Core.Tests.Explaining;

/// <summary>What an explanation says is what decides, for 10,000 random sessions each.</summary>
public sealed class ExplanationProperties
{
    private const int AtLeast = 20;

    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    // A fixed seed: a failure here must fail everywhere.
    private static readonly Config Seeded = Config.QuickThrowOnFailure.WithMaxTest(10_000).WithReplay(0x5EED_CA11UL, 0x0DDUL);

    /// <summary>Everything that can decide, and what it can decide.</summary>
    private static readonly string[] Deciding =
    [
        "stop by idle", "stop by ceiling", "stop by stale", "stop by claim-stuck", "wake by due", "nothing by container-known",
        "nothing by startup-grace", "nothing by idle", "nothing by ceiling", "nothing by stale", "nothing by claim-stuck",
        "nothing by due", "nothing by wake-barrier", "nothing by quarantine", "nothing by start-backoff",
    ];

    [Fact]
    public void The_explanation_decides_as_the_plan_does_and_in_the_same_words() => ForAll(sample =>
    {
        var plan = sample.Plan;
        var explanation = SessionExplainer.Explain(sample.Snapshot, sample.Limits, sample.Now, plan);
        var expected = plan.Stop is not null ? "stop" : plan.Wake is not null ? "wake" : "nothing";
        explanation.Decision.ShouldBe(expected);
        explanation.Text.ShouldBe(plan.Standing);
        explanation.State.ShouldBe(plan.State);
        explanation.Deadline.ShouldBe(plan.Deadline);
        explanation.At.ShouldBe(sample.Now.Wall);
        explanation.Findings.Count(finding => finding.Rule == explanation.Deciding).ShouldBe(1);
        explanation.Findings.Select(finding => finding.Rule).ShouldBeUnique();
        if (plan.Stop is { } stop) DecidingOf(explanation).ShouldBe(new Finding(
            explanation.Deciding, true, DecidingOf(explanation).Observed, stop.Why.Age, stop.Why.Limit));
    });

    [Fact]
    public void A_flipped_deciding_predicate_flips_the_decision_or_hands_it_to_a_later_one()
    {
        var met = new Dictionary<string, int>();
        ForAll(sample =>
        {
            var before = sample.Explanation;
            var finding = DecidingOf(before);
            var after = Flips.Flip(sample, finding).Explanation;
            Find(after, finding.Rule).ShouldNotBeNull().Holds.ShouldBe(!finding.Holds, before.Deciding);
            if (after.Decision == before.Decision)
                Order(after).ShouldBeGreaterThan(Order(before), $"{before.Deciding} to {after.Deciding}");
            if (IsLimit(finding) && !finding.Holds) (after.Decision, after.Deciding).ShouldBe(("stop", before.Deciding));
            Count(met, $"{before.Decision} by {Flips.RuleOf(finding)}");
        });
        met.Keys.ShouldBe(Deciding, ignoreOrder: true);
        met.Where(rule => rule.Value < AtLeast).ShouldBeEmpty();

        static int Order(Explanation explanation) =>
            explanation.Findings.ToList().FindIndex(finding => finding.Rule == explanation.Deciding);
    }

    [Fact]
    public void A_finding_changes_at_the_instant_that_it_names_and_not_before()
    {
        var met = new Dictionary<string, int>();
        ForAll(sample =>
        {
            Check(sample, finding => finding.Rule != RuleNames.Due || !sample.IsStopped || sample.Snapshot.Evidence.Claims.Count == 0);
            var settled = sample.Settled();
            if (settled != sample) Check(settled, _ => true);
        });
        met.Keys.ShouldBe(
            [
                RuleNames.RetryScheduled, RuleNames.MissedRun, RuleNames.MaxPendingAge, RuleNames.StartupGrace, RuleNames.Idle,
                RuleNames.Ceiling, RuleNames.Stale, RuleNames.ClaimStuck, RuleNames.Due, RuleNames.Quarantine, RuleNames.StartBackoff,
            ],
            ignoreOrder: true);
        met.Where(rule => rule.Value < AtLeast).ShouldBeEmpty();

        // Whether something is due is asked of the messages as they will be: while claims wait to be returned, that is another
        // picture at each instant.
        void Check(Sample sample, Func<Finding, bool> chosen)
        {
            foreach (var finding in sample.Explanation.Findings.Where(finding => finding.ChangesAt is not null && chosen(finding)))
            {
                var at = finding.ChangesAt!.Value;
                at.ShouldBeGreaterThan(sample.Now.Wall, finding.Rule);
                Holds(sample.At(at - Millisecond), finding.Rule).ShouldBe(finding.Holds, $"{finding.Rule} before");
                Holds(sample.At(at), finding.Rule).ShouldBe(!finding.Holds, $"{finding.Rule} then");
                Count(met, Flips.RuleOf(finding));
            }
        }
    }

    [Fact]
    public void Until_the_deadline_nothing_is_done_and_then_it_stands_otherwise()
    {
        var met = new Dictionary<SessionState, int>();
        ForAll(any =>
        {
            var sample = any.Settled();
            var now = sample.Explanation;
            if (now is not { Decision: Decisions.Nothing, Deadline: { } deadline }) return;
            sample.At(deadline - Millisecond).Explanation.Decision.ShouldBe(Decisions.Nothing);
            var then = sample.At(deadline).Explanation;
            (then.State, then.Decision, then.Deciding).ShouldNotBe((now.State, now.Decision, now.Deciding));
            met[now.State] = met.GetValueOrDefault(now.State) + 1;
        });
        met.Keys.ShouldBe(
            [SessionState.Idle, SessionState.Starting, SessionState.Running, SessionState.Waiting, SessionState.Quarantined],
            ignoreOrder: true);
    }

    [Fact]
    public void Every_rule_is_told_of_in_every_explanation_as_asked_or_not()
    {
        string[] always =
        [
            RuleNames.ContainerKnown, RuleNames.SyncAcks, RuleNames.MessageOpen, RuleNames.MissedRun, RuleNames.MaxPendingAge,
            RuleNames.Recurrence, RuleNames.StartupGrace, RuleNames.Idle, RuleNames.Ceiling, RuleNames.Stale, RuleNames.ClaimStuck,
            RuleNames.Due, RuleNames.WakeBarrier, RuleNames.Quarantine, RuleNames.StartBackoff,
        ];
        string[] ofOpenMessages = [RuleNames.Answered, RuleNames.RetryScheduled, RuleNames.MaxTries];
        ForAll(sample =>
        {
            var findings = sample.Explanation.Findings;
            var rules = findings.Select(Flips.RuleOf).Distinct().ToList();
            string.Join(' ', rules.Except(ofOpenMessages)).ShouldBe(string.Join(' ', always));
            var open = findings.Any(finding => Flips.RuleOf(finding) == RuleNames.MessageOpen && (finding.Holds || IsNotAsked(finding)));
            if (open) ofOpenMessages.Except(rules).ShouldBeEmpty();
            findings.Where(finding => finding.Observed.Length == 0).ShouldBeEmpty();
            findings.Where(finding => IsNotAsked(finding) && (finding.Holds || finding.ChangesAt is not null)).ShouldBeEmpty();
        });

        static bool IsNotAsked(Finding finding) =>
            finding.Observed == "off" || finding.Observed.StartsWith("not asked", StringComparison.Ordinal);
    }

    private static void ForAll(Action<Sample> check) => Prop.ForAll(SampleSource.Samples, check).Check(Seeded);

    private static Finding DecidingOf(Explanation explanation) => Find(explanation, explanation.Deciding)!;

    private static bool? Holds(Sample sample, string rule) => Find(sample.Explanation, rule)?.Holds;

    private static Finding? Find(Explanation explanation, string rule) =>
        explanation.Findings.SingleOrDefault(finding => finding.Rule == rule);

    private static bool IsLimit(Finding finding) =>
        Flips.RuleOf(finding) is RuleNames.Idle or RuleNames.Ceiling or RuleNames.Stale or RuleNames.ClaimStuck;

    private static void Count(Dictionary<string, int> met, string what) => met[what] = met.GetValueOrDefault(what) + 1;
}
