using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Liveness;
using ActorSweeper.Core.Quarantine;
using ActorSweeper.Core.Recurrence;
using ActorSweeper.Core.Retries;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;
using ActorSweeper.Core.Waking;

namespace ActorSweeper.Core.Tests.Explaining;

/// <summary>Sessions for tables of cases, under the default limits.</summary>
internal static class Cases
{
    public static readonly DateTimeOffset T0 = new(2026, 1, 10, 12, 0, 26, TimeSpan.Zero);

    public static readonly SessionLimits Limits = new(
        new LivenessLimits(
            StartupGrace: TimeSpan.FromSeconds(10),
            ClaimTolerance: TimeSpan.FromSeconds(60),
            StaleThreshold: TimeSpan.FromMinutes(10),
            Ceiling: TimeSpan.FromMinutes(30),
            ToolMargin: TimeSpan.FromSeconds(60),
            WideningTools: null,
            Silence: SilenceRule.Activity),
        new RetryLimits(5, TimeSpan.FromSeconds(5), null, 0),
        new CrashLimits(5, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(1), TimeSpan.FromHours(1)),
        new StartLimits(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(15)),
        MessageStatus.Failed,
        null,
        new MissedRunPolicy.Latest(),
        TimeZoneInfo.Utc);

    public static readonly Sample Idle = new(
        0,
        new SessionSnapshot(
            new Session(new SessionId("s1"), "g1", "g1", "/sessions/s1"),
            ContainerView.Stopped.Instance,
            SessionEvidence.Empty,
            null,
            new HashSet<string>(),
            StartBackoff.None,
            CrashHistory.None),
        Limits,
        new ClockReading(T0, DateTimeOffset.UnixEpoch));

    public static Sample Due(params Message[] messages) => Idle.With(evidence => evidence with { Messages = messages });

    /// <summary>A container that started a quarter of an hour ago, with claims so many seconds old.</summary>
    public static Sample Running(params int[] claimedSecondsAgo)
    {
        var now = Idle.Now.Steady;
        var ages = claimedSecondsAgo.Select((seconds, index) => ($"m{index + 1}", TimeSpan.FromSeconds(seconds))).ToList();
        var life = new LivenessEvidence(
            now - TimeSpan.FromMinutes(15), null, null, [.. ages.Select(claim => new Claim(claim.Item1, now - claim.Item2))]);
        var sample = Idle.With(evidence => evidence with { Claims = [.. ages.Select(claim => new Claim(claim.Item1, T0 - claim.Item2))] });
        var container = new Container("c1", "agent-s1", new SessionId("s1"), null, null);
        return sample with { Snapshot = sample.Snapshot with { Container = new ContainerView.Running(container), Liveness = life } };
    }
}
