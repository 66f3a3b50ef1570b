using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Storms;

namespace ActorSweeper.Supervision;

/// <summary>All settings of supervision: immutable, replaced as a whole on a reload. Defaults live in <c>reference.conf</c>.</summary>
/// <param name="SweepInterval">How often a pass starts; null for passes on request only.</param>
/// <param name="OrphanInterval">How often containers of nobody are looked for, besides at the start.</param>
/// <param name="Limits">The limits of sessions whose group has none of its own.</param>
/// <param name="GroupLimits">The limits of particular groups.</param>
/// <param name="Storm">When a pass that would stop too many stops none.</param>
/// <param name="StormWindow">How long a pass waits for slow sessions before it decides whether it is a storm.</param>
/// <param name="Stopping">The stop ladder's times.</param>
/// <param name="Gateway">The container gateway's limits.</param>
/// <param name="Passes">How a pass reads the sessions.</param>
/// <param name="ClockGap">A larger difference between wall clock and steady clock is a clock gap.</param>
/// <param name="Restarts">How often a session's actor may fail before the session is quarantined.</param>
/// <param name="Journal">How the journal is kept.</param>
/// <param name="Mode">Whether this is a dry run, and whether containers are adopted.</param>
public sealed record SupervisionSettings(
    TimeSpan? SweepInterval,
    TimeSpan OrphanInterval,
    SessionLimits Limits,
    IReadOnlyDictionary<string, SessionLimits> GroupLimits,
    StormLimits Storm,
    TimeSpan StormWindow,
    StopSettings Stopping,
    GatewaySettings Gateway,
    PassSettings Passes,
    TimeSpan ClockGap,
    Core.Quarantine.CrashLimits Restarts,
    Journaling.JournalSettings Journal,
    RunMode Mode)
{
    /// <summary>What happens again and again; none in a single pass. Not part of the record: slots are.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<Core.Scheduling.Schedule> Schedules { get; init; } = [];

    /// <summary>The limits of a group.</summary>
    public SessionLimits LimitsOf(string group) => GroupLimits.GetValueOrDefault(group, Limits);
}

/// <summary>The stop ladder's times.</summary>
/// <param name="Grace">How long a container may take to end by itself.</param>
/// <param name="Slack">What the runtime may need beyond that, and for each further rung.</param>
/// <param name="RetryPause">How long a container that could not be stopped is left before the ladder is tried again.</param>
public sealed record StopSettings(TimeSpan Grace, TimeSpan Slack, TimeSpan RetryPause);

/// <summary>The container gateway's limits.</summary>
/// <param name="MaxConcurrent">The most containers at a time; null for no bound.</param>
/// <param name="ListDeadline">How long a listing may take.</param>
/// <param name="StartDeadline">How long a start may take.</param>
/// <param name="BreakerFailures">So many failed calls in a row open the breaker; at least 2.</param>
/// <param name="BreakerPause">For so long the open breaker refuses calls before it tries one; at least 0.5 s.</param>
public sealed record GatewaySettings(
    int? MaxConcurrent, TimeSpan ListDeadline, TimeSpan StartDeadline, int BreakerFailures, TimeSpan BreakerPause);

/// <summary>How a pass reads the sessions.</summary>
/// <param name="Parallelism">How many sessions are read at a time; at least 1.</param>
/// <param name="ObserveDeadline">How long one session may take before the pass goes on without it.</param>
public sealed record PassSettings(int Parallelism, TimeSpan ObserveDeadline);

/// <summary>What kind of run this is.</summary>
/// <param name="DryRun">Nothing is changed; what would be done is reported.</param>
/// <param name="Adopts">
/// Whether a container found running is adopted, its ages counting from then. A single pass judges by the container's own start.
/// </param>
public sealed record RunMode(bool DryRun, bool Adopts);
