using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Liveness;
using ActorSweeper.Core.Quarantine;
using ActorSweeper.Core.Recurrence;
using ActorSweeper.Core.Retries;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Storms;
using ActorSweeper.Core.Waking;
using ActorSweeper.Supervision;
using ActorSweeper.Supervision.Journaling;

namespace ActorSweeper.Simulation.Seeded.Planning;

/// <summary>The settings of a simulated run: those of a host that looks each few minutes, so that years pass quickly.</summary>
internal static class SettingsDraw
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static SupervisionSettings Draw(Dice dice, int sessions)
    {
        var sweep = dice.Pick(2, 5, 5, 5, 10, 10) * Minute;
        var tolerance = dice.Between(sweep, 2 * sweep);
        var stale = dice.Between(1.5 * tolerance, 3 * tolerance);
        return new SupervisionSettings(
            sweep,
            OrphanInterval: dice.Pick(1, 1, 3) * sweep,
            new SessionLimits(
                new LivenessLimits(
                    dice.Between(10 * Second, Minute),
                    tolerance,
                    dice.Chance(0.15) ? null : stale,
                    Ceiling: dice.Between(1.5 * stale, 3 * stale),
                    dice.Between(Second, 2 * Minute),
                    WideningTools: null,
                    SilenceRule.Activity),
                new RetryLimits(
                    dice.Pick(1, 3, 5, 5),
                    dice.Between(5 * Second, Minute),
                    dice.Chance(0.3) ? dice.Between(Minute, 10 * Minute) : null,
                    dice.Chance(0.3) ? 0.5 : 0),
                Crashes(dice),
                new StartLimits(5 * Second, 15 * Minute),
                dice.Chance(0.2) ? MessageStatus.Completed : MessageStatus.Failed,
                dice.Chance(0.1) ? TimeSpan.FromHours(24) : null,
                dice.Pick<MissedRunPolicy>(
                    new MissedRunPolicy.Latest(),
                    new MissedRunPolicy.Latest(),
                    new MissedRunPolicy.All(5),
                    new MissedRunPolicy.Skip(60 * Minute)),
                TimeZoneInfo.Utc),
            new Dictionary<string, SessionLimits>(),
            new StormLimits(dice.Chance(0.1) ? null : 0.5, 5),
            StormWindow: 2 * Second,
            new StopSettings(10 * Second, 5 * Second, dice.Between(5 * Minute, 20 * Minute)),
            new GatewaySettings(
                dice.Chance(0.3) ? null : Math.Max(2, (int)(sessions * (0.3 + (0.4 * dice.Unit())))),
                10 * Second,
                Minute,
                BreakerFailures: 3,
                BreakerPause: 30 * Second),
            new PassSettings(Parallelism: 8, ObserveDeadline: 10 * Second),
            ClockGap: 5 * Second,
            new CrashLimits(5, 10 * Minute, Minute, 60 * Minute),
            new JournalSettings(
                dice.Pick(20, 50, 200),
                MostUnwritten: dice.Pick(200, 20_000),
                new JournalRetention(TimeSpan.FromDays(30), null),
                TimeSpan.FromHours(1),
                OrderInterval: dice.Chance(0.3) ? Minute : null),
            new RunMode(DryRun: false, Adopts: true));
    }

    /// <summary>The same with other limits of liveness, as a reload brings them.</summary>
    public static SupervisionSettings Scaled(SupervisionSettings settings, double scale)
    {
        var liveness = settings.Limits.Liveness;
        return settings with
        {
            Limits = settings.Limits with
            {
                Liveness = liveness with
                {
                    ClaimTolerance = liveness.ClaimTolerance * scale,
                    StaleThreshold = liveness.StaleThreshold * scale,
                    Ceiling = liveness.Ceiling * scale,
                },
            },
        };
    }

    private static CrashLimits Crashes(Dice dice) => new(
        dice.Chance(0.1) ? null : dice.Pick(2, 3, 5),
        dice.Between(10 * Minute, 60 * Minute),
        dice.Between(Minute, 10 * Minute),
        60 * Minute);
}
