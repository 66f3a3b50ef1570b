using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Explaining;
using ActorSweeper.Core.Liveness;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Core.Tests.Explaining;

/// <summary>For each rule that can decide: a change to the evidence that turns its truth value, and as little else as can be.</summary>
internal static class Flips
{
    private static readonly TimeSpan LongAgo = TimeSpan.FromHours(2);

    public static Sample Flip(Sample sample, Finding finding)
    {
        var snapshot = sample.Snapshot;
        return RuleOf(finding) switch
        {
            RuleNames.ContainerKnown => sample with { Snapshot = snapshot with { Container = Found(snapshot) } },
            RuleNames.StartupGrace => Life(sample, life => life with { CountFrom = sample.Now.Steady - finding.Limit!.Value }),
            RuleNames.Due => finding.Holds ? NothingDue(sample) : SomethingDue(sample),
            RuleNames.WakeBarrier => sample with { Snapshot = snapshot with { Session = snapshot.Session with { WakeBarrier = null } } },
            RuleNames.Quarantine =>
                sample with { Snapshot = snapshot with { Crashes = snapshot.Crashes with { Until = sample.Now.Wall } } },
            RuleNames.StartBackoff =>
                sample with { Snapshot = snapshot with { Starts = snapshot.Starts with { NotBefore = sample.Now.Wall } } },
            _ when finding.ChangesAt is { } passed => Life(sample, life => Aged(life, passed - sample.Now.Wall)),
            _ when !finding.Holds => NeverBeaten(sample),
            RuleNames.ClaimStuck =>
                Life(sample, life => life with { Claims = Reclaimed(life.Claims, finding, JustInside(sample, finding)) }),
            _ => Life(sample, life => life with { Heartbeat = JustInside(sample, finding) }),
        };
    }

    /// <summary>The rule without what it is asked about.</summary>
    public static string RuleOf(Finding finding) => finding.Rule.Split('(')[0];

    /// <summary>What the rule is asked about.</summary>
    public static string AboutOf(Finding finding) => finding.Rule.Split('(', ')')[1];

    private static ContainerView Found(Core.Judging.SessionSnapshot snapshot) => snapshot.Liveness is null
        ? ContainerView.Stopped.Instance
        : new ContainerView.Running(new Container("c1", "agent-s1", snapshot.Session.Id, null, null));

    private static Sample SomethingDue(Sample sample) => sample.With(evidence => evidence with
    {
        Messages = [.. evidence.Messages, new Message("due", MessageStatus.Pending, ProcessAfter: sample.Now.Wall)],
    });

    private static Sample NothingDue(Sample sample) => sample.WithMessages(
        message => message.Status == MessageStatus.Pending ? message with { Status = MessageStatus.Held } : message);

    private static Sample Life(Sample sample, Func<LivenessEvidence, LivenessEvidence> change) =>
        sample with { Snapshot = sample.Snapshot with { Liveness = change(sample.Snapshot.Liveness!) } };

    /// <summary>The same life, begun so much earlier.</summary>
    private static LivenessEvidence Aged(LivenessEvidence life, TimeSpan by) => new(
        life.CountFrom - by,
        life.Heartbeat - by,
        life.Tool is { } tool ? tool with { StartedAt = tool.StartedAt - by } : null,
        [.. life.Claims.Select(claim => claim with { Since = claim.Since - by })]);

    /// <summary>No limit ran, because nothing was known to count from: now a heartbeat of long ago is.</summary>
    private static Sample NeverBeaten(Sample sample)
    {
        var claims = sample.Snapshot.Evidence.Claims.Select(claim => claim with { Since = null }).ToList();
        var life = sample.Snapshot.Liveness ?? new LivenessEvidence(null, null, null, claims);
        var longAgo = sample.Now.Steady - LongAgo;
        var began = life.CountFrom is null ? (DateTimeOffset?)null : longAgo;
        return sample with { Snapshot = sample.Snapshot with { Liveness = life with { CountFrom = began, Heartbeat = longAgo } } };
    }

    private static DateTimeOffset JustInside(Sample sample, Finding finding) => sample.Now.Steady - finding.Limit!.Value;

    private static List<Claim> Reclaimed(IEnumerable<Claim> claims, Finding finding, DateTimeOffset since) =>
        [.. claims.Select(claim => claim.MessageId == AboutOf(finding) ? claim with { Since = since } : claim)];
}
