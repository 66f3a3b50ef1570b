using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Liveness;
using ActorSweeper.Core.Quarantine;
using ActorSweeper.Core.Recurrence;
using ActorSweeper.Core.Retries;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Waking;

namespace ActorSweeper.Host.Configuration;

/// <summary>Reads the limits that sessions are judged by: of all, or of one group.</summary>
internal static class LimitsReading
{
    /// <summary>Reads them.</summary>
    /// <param name="section">The section of supervision, or that of a group.</param>
    /// <param name="zone">The zone of schedules whose session names none.</param>
    public static SessionLimits Limits(this SettingReader section, TimeZoneInfo zone) => new(
        Liveness(section),
        Retries(section),
        section.Crashes(),
        Starts(section),
        section.Word("failed-acks", ("failed", MessageStatus.Failed), ("completed", MessageStatus.Completed)),
        section.DurationOrOff("max-pending-age", "1m", "365d"),
        MissedRuns(section.Section("missed-runs")),
        zone);

    /// <summary>What makes a crash loop.</summary>
    public static CrashLimits Crashes(this SettingReader section)
    {
        var limits = new CrashLimits(
            section.WholeOrOff("restart-intensity", 0, 1000),
            section.Duration("restart-period", "1s", "7d"),
            section.Duration("quarantine-pause", "1s", "7d"),
            section.Duration("max-quarantine-pause", "1s", "30d"));
        section.AtMost("quarantine-pause", limits.Pause, "max-quarantine-pause", limits.MaxPause);
        return limits;
    }

    private static LivenessLimits Liveness(SettingReader section)
    {
        var silence = section.DurationOrOff("silence-limit", "1s", "1d") ?? TimeSpan.Zero;
        var limits = new LivenessLimits(
            section.Duration("startup-grace", "0s", "1h"),
            Longer(section.Duration("claim-tolerance", "1s", "1d"), silence),
            section.DurationOrOff("stale-threshold", "1s", "1d") is { } stale ? Longer(stale, silence) : null,
            Longer(section.Duration("ceiling", "1s", "1d"), silence),
            section.Duration("tool-margin", "0s", "1h"),
            WideningTools(section),
            section.Word("silence", ("activity", SilenceRule.Activity), ("heartbeat", SilenceRule.HeartbeatOnly)));
        section.AtMost("startup-grace", limits.StartupGrace, "ceiling", limits.Ceiling);
        section.AtMost("claim-tolerance", limits.ClaimTolerance, "ceiling", limits.Ceiling);
        section.AtMost("stale-threshold", limits.StaleThreshold, "ceiling", limits.Ceiling);
        return limits;
    }

    private static HashSet<string>? WideningTools(SettingReader section)
    {
        if (section.Find("widening-tools")?.Node.Scalar() == "any") return null;
        return [.. section.List("widening-tools", "[Bash], or any")];
    }

    private static RetryLimits Retries(SettingReader section)
    {
        var limits = new RetryLimits(
            section.Whole("max-tries", 0, 1000),
            section.Duration("backoff-base", "100ms", "1d"),
            section.DurationOrOff("max-backoff", "100ms", "30d"),
            section.Share("jitter"));
        section.AtMost("backoff-base", limits.BackoffBase, "max-backoff", limits.MaxBackoff);
        return limits;
    }

    private static StartLimits Starts(SettingReader section)
    {
        var limits = new StartLimits(
            section.Duration("start-backoff-base", "100ms", "1d"), section.Duration("max-start-backoff", "100ms", "7d"));
        section.AtMost("start-backoff-base", limits.Base, "max-start-backoff", limits.Max);
        return limits;
    }

    private static MissedRunPolicy MissedRuns(SettingReader section)
    {
        var (cap, grace) = (section.Whole("cap", 1, Core.Recurrence.MissedRuns.MaxListed), section.Duration("grace", "0s", "1d"));
        return section.Word<MissedRunPolicy>(
            "policy",
            ("latest", new MissedRunPolicy.Latest()),
            ("all", new MissedRunPolicy.All(cap)),
            ("skip", new MissedRunPolicy.Skip(grace)));
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
