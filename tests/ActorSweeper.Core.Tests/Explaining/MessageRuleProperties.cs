using ActorSweeper.Core.Explaining;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Recurrence;
using ActorSweeper.Core.Sessions;
using FsCheck;
using FsCheck.Fluent;

namespace ActorSweeper.Core.Tests.Explaining;

/// <summary>
/// Rules about messages decide nothing about the container, but what becomes of their message: flip the one at which its chain
/// ended, and something else becomes of it.
/// </summary>
public sealed class MessageRuleProperties
{
    private const int AtLeast = 20;

    private static readonly Config Seeded = Config.QuickThrowOnFailure.WithMaxTest(10_000).WithReplay(0x5EED_CA11UL, 0x0DDUL);

    private static readonly string[] Chain = [RuleNames.MessageOpen, RuleNames.Answered, RuleNames.RetryScheduled, RuleNames.MaxTries];

    [Fact]
    public void A_flipped_predicate_of_a_lost_claim_changes_what_becomes_of_its_message()
    {
        var met = new Dictionary<string, int>();
        ForAll(sample =>
        {
            if (!sample.IsStopped) return;
            var findings = sample.Explanation.Findings;
            foreach (var claim in sample.Snapshot.Evidence.Claims)
            {
                var id = claim.MessageId;
                var end = Chain.Select(rule => findings.Single(finding => finding.Rule == RuleNames.About(rule, id))).First(IsEnd);
                var fate = Fate(sample, id);
                fate.ShouldBe((Flips.RuleOf(end), end.Holds) switch
                {
                    (RuleNames.Answered, _) => RuleNames.Answered,
                    (RuleNames.MaxTries, true) => RuleNames.MaxTries,
                    (RuleNames.MaxTries, false) => RuleNames.Retry,
                    _ => null,
                });
                var after = Flip(sample, end, id);
                after.Explanation.Findings.Single(finding => finding.Rule == end.Rule).Holds.ShouldBe(!end.Holds);
                (Fate(after, id) != fate || EndsLater(after, end, id)).ShouldBeTrue(end.Rule);
                var word = $"{Flips.RuleOf(end)} {end.Holds}";
                met[word] = met.GetValueOrDefault(word) + 1;
            }
        });
        met.Keys.ShouldBe(
            ["message-open False", "answered True", "retry-scheduled True", "max-tries True", "max-tries False"], ignoreOrder: true);
        met.Where(rule => rule.Value < AtLeast).ShouldBeEmpty();
    }

    [Fact]
    public void A_waiting_message_is_given_up_exactly_while_its_rule_holds()
    {
        var met = new Dictionary<string, int>();
        ForAll(sample =>
        {
            foreach (var finding in sample.Explanation.Findings.Where(finding => finding is { Limit: not null, Age: not null }))
            {
                var rule = Flips.RuleOf(finding);
                if (rule is not (RuleNames.MissedRun or RuleNames.MaxPendingAge)) continue;
                var id = Flips.AboutOf(finding);
                IsGivenUp(sample, rule, id).ShouldBe(finding.Holds, finding.Rule);
                var limit = finding.Holds ? finding.Age!.Value : finding.Age!.Value - TimeSpan.FromTicks(1);
                if (limit < TimeSpan.Zero) continue;
                IsGivenUp(sample with { Limits = Relimited(sample.Limits, rule, limit) }, rule, id).ShouldBe(!finding.Holds, finding.Rule);
                var word = $"{rule} {finding.Holds}";
                met[word] = met.GetValueOrDefault(word) + 1;
            }
        });
        met.Keys.ShouldBe(["missed-run True", "missed-run False", "max-pending-age True", "max-pending-age False"], ignoreOrder: true);
        met.Where(rule => rule.Value < AtLeast).ShouldBeEmpty();
    }

    [Fact]
    public void Each_ack_to_carry_and_each_finished_occurrence_is_a_finding_that_holds()
    {
        var (acks, series) = (0, 0);
        ForAll(sample =>
        {
            var plan = sample.Plan;
            var findings = sample.Explanation.Findings;
            findings.Single(finding => finding.Rule == RuleNames.SyncAcks).Holds.ShouldBe(plan.Changes.Any(IsAck));
            var moved = plan.Changes.Where(change => change.Action == ActionKind.Recur).Select(change => change.Change.MessageId)
                .Concat(plan.BadRecurrences.Select(bad => bad.MessageId)).Select(id => RuleNames.About(RuleNames.Recurrence, id));
            findings.Where(finding => Flips.RuleOf(finding) == RuleNames.Recurrence && finding.Holds).Select(finding => finding.Rule)
                .ShouldBe(moved, ignoreOrder: true);
            acks += plan.Changes.Count(IsAck);
            series += plan.BadRecurrences.Count;
        });
        acks.ShouldBeGreaterThan(AtLeast);
        series.ShouldBeGreaterThan(AtLeast);

        static bool IsAck(PlannedChange change) => change.Action == ActionKind.Ack;
    }

    /// <summary>The rule by which a claimed message is changed; null when only its claim goes.</summary>
    private static string? Fate(Sample sample, string id) => sample.Plan.Changes.SingleOrDefault(change =>
        change.Change.MessageId == id && change.Action is ActionKind.Retry or ActionKind.Close or ActionKind.Fail)?.Why.Rule;

    /// <summary>Where the chain of a message ends: it goes on while the message is open and nothing else holds.</summary>
    private static bool IsEnd(Finding finding) => Flips.RuleOf(finding) switch
    {
        RuleNames.MessageOpen => !finding.Holds,
        RuleNames.MaxTries => true,
        _ => finding.Holds,
    };

    private static bool EndsLater(Sample after, Finding end, string id)
    {
        var later = Chain.Skip(Array.IndexOf(Chain, Flips.RuleOf(end)) + 1).Select(rule => RuleNames.About(rule, id));
        return after.Explanation.Findings.Any(finding => finding.Holds && later.Contains(finding.Rule));
    }

    private static Sample Flip(Sample sample, Finding end, string id) => Flips.RuleOf(end) switch
    {
        RuleNames.MessageOpen => sample.With(evidence => evidence with
        {
            Acks = [.. evidence.Acks.Where(ack => ack.MessageId != id)],
            Messages = [.. evidence.Messages.Where(message => message.Id != id), new Message(id, MessageStatus.Pending)],
        }),
        RuleNames.Answered => sample with { Snapshot = sample.Snapshot with { Answered = new HashSet<string>() } },
        RuleNames.RetryScheduled => sample.WithMessages(
            message => message.Id == id ? message with { ProcessAfter = sample.Now.Wall } : message),
        _ => MaxTries(sample, sample.Snapshot.Evidence.Messages.Single(message => message.Id == id).Tries + (end.Holds ? 1 : 0)),
    };

    private static Sample MaxTries(Sample sample, int tries) =>
        sample with { Limits = sample.Limits with { Retries = sample.Limits.Retries with { MaxTries = tries } } };

    private static bool IsGivenUp(Sample sample, string rule, string id) => sample.Plan.Changes.Any(change =>
        change.Action == ActionKind.Fail && change.Change.MessageId == id && change.Why.Rule == rule);

    private static SessionLimits Relimited(SessionLimits limits, string rule, TimeSpan limit) => rule == RuleNames.MissedRun
        ? limits with { MissedRuns = new MissedRunPolicy.Skip(limit) }
        : limits with { MaxPendingAge = limit };

    private static void ForAll(Action<Sample> check) => Prop.ForAll(SampleSource.Samples, check).Check(Seeded);
}
