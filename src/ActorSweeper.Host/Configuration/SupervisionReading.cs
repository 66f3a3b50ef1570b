using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Storms;
using ActorSweeper.Supervision;
using ActorSweeper.Supervision.Journaling;

namespace ActorSweeper.Host.Configuration;

/// <summary>Reads the settings of supervision.</summary>
internal static class SupervisionReading
{
    /// <summary>Reads them.</summary>
    /// <param name="section">The section of supervision.</param>
    /// <param name="containers">The section of containers, which holds the gateway's limits.</param>
    /// <param name="journal">The section of the journal.</param>
    /// <param name="zone">The zone of schedules whose session names none.</param>
    public static SupervisionSettings Supervision(
        this SettingReader section, SettingReader containers, SettingReader journal, TimeZoneInfo zone)
    {
        var interval = section.Duration("sweep-interval", "100ms", "1d");
        var window = section.Duration("storm-window", "0s", "1m");
        section.AtMost("storm-window", window, "sweep-interval", interval);
        return new SupervisionSettings(
            interval,
            containers.Duration("orphan-interval", "1s", "1d"),
            section.Limits(zone),
            Groups(section, zone),
            new StormLimits(section.ShareOrOff("storm-fraction"), section.Whole("storm-at-least", 1, 10_000)),
            window,
            new StopSettings(
                section.Duration("stop-grace", "0s", "10m"),
                section.Duration("stop-slack", "100ms", "10m"),
                section.Duration("stop-retry-pause", "1s", "1d")),
            Gateway(containers),
            new PassSettings(section.Whole("parallelism", 1, 1024), section.Duration("observe-deadline", "100ms", "10m")),
            section.Duration("clock-gap", "100ms", "1h"),
            section.Crashes(),
            Journal(journal),
            new RunMode(DryRun: false, Adopts: true));
    }

    private static Dictionary<string, SessionLimits> Groups(SettingReader section, TimeZoneInfo zone) =>
        section.Named("groups", section).ToDictionary(
            group => group.Name,
            group => group.Section.Limits(group.Section.Has("zone") ? group.Section.Zone("zone") : zone),
            StringComparer.Ordinal);

    private static JournalSettings Journal(SettingReader section) => new(
        section.Whole("snapshot-every", 1, 100_000),
        section.Whole("most-unwritten", 100, 1_000_000),
        new JournalRetention(section.Duration("keep-for", "1h", "3650d"), section.SizeOrOff("max-size", "1MiB", "1TiB")),
        section.Duration("compact-interval", "1m", "7d"),
        section.DurationOrOff("order-interval", "100ms", "1h"));

    private static GatewaySettings Gateway(SettingReader containers)
    {
        var breaker = containers.Section("breaker");
        return new GatewaySettings(
            containers.WholeOrOff("max-concurrent", 1, 10_000),
            containers.Duration("call-deadline", "100ms", "5m"),
            containers.Duration("start-deadline", "1s", "1h"),
            breaker.Whole("failures", 2, 100),
            breaker.Duration("pause", "500ms", "1h"));
    }
}
