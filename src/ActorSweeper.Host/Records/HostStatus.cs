using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Time;
using ActorSweeper.Host.Hosting;
using ActorSweeper.Supervision.Journaling;

namespace ActorSweeper.Host.Records;

/// <summary>How a host and its sessions stand, by the journal and by the lock on the data directory.</summary>
/// <param name="Now">The instant.</param>
/// <param name="IsUp">Whether a host runs now; null where that cannot be told.</param>
/// <param name="Holder">What the host that took the lock last said of itself.</param>
/// <param name="Fleet">What the journal knows.</param>
/// <param name="Sessions">The sessions.</param>
internal sealed record HostStatus(
    DateTimeOffset Now, bool? IsUp, string? Holder, RecordedFleet Fleet, IReadOnlyList<SessionStatus> Sessions)
{
    /// <summary>A host has missed so many passes before it is called overdue.</summary>
    private const int MissedPasses = 3;

    private static readonly TimeSpan LeastPatience = TimeSpan.FromSeconds(30);

    /// <summary>The host as a whole.</summary>
    public SupervisorRecord Supervisor => Fleet.Supervisor;

    /// <summary>The sessions that their source lists.</summary>
    public IEnumerable<SessionStatus> Active => Sessions.Where(session => session.Record.IsActive);

    /// <summary>What an operator should look at, besides sessions.</summary>
    public IReadOnlyList<string> Problems { get; } = [.. Find(Now, IsUp, Holder, Fleet)];

    /// <summary>Reads it.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="dataDirectory">The data directory.</param>
    /// <param name="now">This instant.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="JournalException">The journal cannot be read.</exception>
    public static async Task<HostStatus> ReadAsync(
        IJournal journal, string dataDirectory, DateTimeOffset now, CancellationToken cancellation)
    {
        var fleet = await RecordedFleet.ReadAsync(journal, now, cancellation);
        return new HostStatus(
            now,
            InstanceLock.IsHeld(dataDirectory),
            InstanceLock.HolderOf(dataDirectory),
            fleet,
            [.. fleet.Sessions.Select(session => SessionStatus.Of(session, fleet.Supervisor, now))]);
    }

    /// <summary>The host without its sessions.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    public static async Task<HostStatus> OfHostAsync(
        IJournal journal, string dataDirectory, DateTimeOffset now, CancellationToken cancellation)
    {
        var fleet = await RecordedFleet.OfHostAsync(journal, now, cancellation);
        return new HostStatus(now, InstanceLock.IsHeld(dataDirectory), InstanceLock.HolderOf(dataDirectory), fleet, []);
    }

    private static IEnumerable<string> Find(DateTimeOffset now, bool? isUp, string? holder, RecordedFleet fleet)
    {
        var supervisor = fleet.Supervisor;
        if (isUp == true && Silence(supervisor, now) is { } silence)
            yield return $"the host runs ({holder ?? "it has not said which"}), but the journal has had no pass of it for"
                + $" {Durations.Text(silence)}: it may be unable to write the journal, see its log";
        if (supervisor.Pass?.ContainersError is { } error) yield return $"the container runtime could not be asked: {error}";
        foreach (var source in supervisor.Pass?.FailedSources ?? []) yield return $"source {source} could not be read";
        if (supervisor.OpenStrays.Count > 0)
            yield return "not known to have ended, and of no session: container "
                + string.Join(", ", supervisor.OpenStrays.Values.Select(container => container.Name));
        foreach (var problem in fleet.Problems) yield return problem;
    }

    /// <summary>For how long nothing was heard of a host that should have been heard of; null when all is as it should be.</summary>
    private static TimeSpan? Silence(SupervisorRecord supervisor, DateTimeOffset now)
    {
        var heard = supervisor.PassEndedAt > supervisor.Host?.Now.Wall ? supervisor.PassEndedAt : supervisor.Host?.Now.Wall;
        if (IntervalOf(supervisor) is not { } interval) return null;
        var patience = interval * MissedPasses;
        return now - heard > (patience > LeastPatience ? patience : LeastPatience) ? now - heard : null;
    }

    private static TimeSpan? IntervalOf(SupervisorRecord supervisor)
    {
        try
        {
            return supervisor.Settings is { } text ? SettingsText.Read(text).SweepInterval : null;
        }
        catch (JournalException)
        {
            // Another version's settings: how often that host looks is not known.
            return null;
        }
    }
}
