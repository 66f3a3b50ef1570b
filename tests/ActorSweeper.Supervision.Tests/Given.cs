using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Liveness;
using ActorSweeper.Core.Quarantine;
using ActorSweeper.Core.Recurrence;
using ActorSweeper.Core.Retries;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Storms;
using ActorSweeper.Core.Waking;
using ActorSweeper.Simulation;
using ActorSweeper.Supervision.Journaling;

namespace ActorSweeper.Supervision.Tests;

/// <summary>What all scenarios begin with: the settings of reference.conf, and the instant T0.</summary>
internal static class Given
{
    public static readonly DateTimeOffset T0 = new(2026, 1, 10, 12, 0, 0, TimeSpan.Zero);

    public static LivenessLimits Liveness { get; } = new(
        Seconds(10), Seconds(60), Minutes(10), Minutes(30), Seconds(60), null, SilenceRule.Activity);

    public static SessionLimits Limits { get; } = new(
        Liveness,
        new RetryLimits(5, Seconds(5), null, 0),
        new CrashLimits(5, Minutes(10), Minutes(1), Minutes(60)),
        new StartLimits(Seconds(5), Minutes(15)),
        MessageStatus.Failed,
        null,
        new MissedRunPolicy.Latest(),
        TimeZoneInfo.Utc);

    /// <summary>Passes on request; containers found running are judged by their own start.</summary>
    public static SupervisionSettings Settings { get; } = new(
        null,
        Seconds(60),
        Limits,
        new Dictionary<string, SessionLimits>(),
        new StormLimits(0.5, 5),
        Seconds(2),
        new StopSettings(Seconds(10), Seconds(5), Minutes(5)),
        new GatewaySettings(null, Seconds(10), Seconds(60), 3, Seconds(30)),
        new PassSettings(8, Seconds(10)),
        Seconds(5),
        new CrashLimits(5, Minutes(10), Minutes(1), Minutes(60)),
        new JournalSettings(200, 20_000, new JournalRetention(Hours(720), null), Hours(1), null),
        new RunMode(DryRun: false, Adopts: false));

    /// <summary>The same as a long-running host has it: containers found running are adopted.</summary>
    public static SupervisionSettings Adopting { get; } = Settings with { Mode = new RunMode(DryRun: false, Adopts: true) };

    public static World World() => new(T0);

    public static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    public static TimeSpan Minutes(double minutes) => TimeSpan.FromMinutes(minutes);

    public static TimeSpan Hours(double hours) => TimeSpan.FromHours(hours);

    public static SupervisionSettings With(this SupervisionSettings settings, Func<SessionLimits, SessionLimits> change) =>
        settings with { Limits = change(settings.Limits) };

    /// <summary>A message that is due at T0.</summary>
    public static Message Due(string id) => new(id, MessageStatus.Pending, ProcessAfter: T0, Timestamp: T0);

    /// <summary>What was done to a session, such as <c>stop</c>, in order.</summary>
    public static IEnumerable<string> Did(this World world, string session) =>
        world.Actions.Where(action => action.Session?.Value == session).Select(action => $"{action.Action} {action.Outcome.Result}");
}
