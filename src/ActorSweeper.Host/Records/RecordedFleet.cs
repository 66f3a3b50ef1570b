using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Host.Records;

/// <summary>What the journal knows of one session.</summary>
/// <param name="Id">Which session.</param>
/// <param name="Record">What survives a restart.</param>
/// <param name="Evidence">What its files said at the last look, and what the host has changed since.</param>
internal sealed record RecordedSession(SessionId Id, SessionRecord Record, SessionEvidence Evidence);

/// <summary>What the journal knows of a host and of all its sessions.</summary>
/// <param name="Supervisor">The host as a whole.</param>
/// <param name="EndedAt">When that host ended in order; null when it did not.</param>
/// <param name="Sessions">All sessions that were ever listed, by their ids.</param>
/// <param name="Problems">What is wrong with the journal itself.</param>
internal sealed record RecordedFleet(
    SupervisorRecord Supervisor, DateTimeOffset? EndedAt, IReadOnlyList<RecordedSession> Sessions, IReadOnlyList<string> Problems)
{
    private const int Readers = 4;
    private static readonly TimeSpan RecentGaps = TimeSpan.FromHours(1);

    /// <summary>Reads it. What cannot be read of one session is a problem, and the others are read all the same.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="now">This instant.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="JournalException">The journal cannot be read at all.</exception>
    public static async Task<RecordedFleet> ReadAsync(IJournal journal, DateTimeOffset now, CancellationToken cancellation)
    {
        var supervisor = await SupervisorAsync(journal, cancellation);
        var ids = (await journal.StreamsAsync(cancellation)).Select(JournalState.SessionOf).OfType<SessionId>()
            .OrderBy(id => id.Value, StringComparer.Ordinal).ToList();
        var (sessions, problems) = (new RecordedSession?[ids.Count], new string?[ids.Count]);
        var reading = new ParallelOptions { MaxDegreeOfParallelism = Readers, CancellationToken = cancellation };
        await Parallel.ForAsync(0, ids.Count, reading, async (index, token) =>
        {
            try
            {
                sessions[index] = await SessionAsync(journal, ids[index], token);
            }
            catch (JournalException error)
            {
                problems[index] = $"session {ids[index]}: {error.Message}";
            }
        });
        var (endedAt, gaps) = await LatelyAsync(journal, supervisor, now, cancellation);
        return new RecordedFleet(
            supervisor, endedAt, [.. sessions.OfType<RecordedSession>()], [.. gaps, .. problems.OfType<string>()]);
    }

    /// <summary>The host without its sessions.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    public static async Task<RecordedFleet> OfHostAsync(IJournal journal, DateTimeOffset now, CancellationToken cancellation)
    {
        var supervisor = await SupervisorAsync(journal, cancellation);
        var (endedAt, gaps) = await LatelyAsync(journal, supervisor, now, cancellation);
        return new RecordedFleet(supervisor, endedAt, [], gaps);
    }

    /// <summary>The host as a whole.</summary>
    public static async Task<SupervisorRecord> SupervisorAsync(IJournal journal, CancellationToken cancellation) =>
        (SupervisorRecord)(await journal.RecoverAsync(JournalState.SupervisorStream, cancellation)).State;

    /// <summary>One session.</summary>
    public static async Task<RecordedSession> SessionAsync(IJournal journal, SessionId id, CancellationToken cancellation)
    {
        var record = (SessionRecord)(await journal.RecoverAsync(JournalState.StreamOf(id), cancellation)).State;
        var evidence = record.Seen?.Evidence ?? SessionEvidence.Empty;
        // Claims without a container have just been returned; what became of them is in the events since the look.
        if (record.Current is null && evidence.Claims.Count > 0)
        {
            var bases = await journal.BasesAsync(cancellation);
            evidence = (await SessionHistory.OwnAsync(journal, bases, id, null, cancellation)).Past.Evidence;
        }

        return new RecordedSession(id, record, evidence);
    }

    private static async Task<(DateTimeOffset? EndedAt, IReadOnlyList<string> Gaps)> LatelyAsync(
        IJournal journal, SupervisorRecord supervisor, DateTimeOffset now, CancellationToken cancellation)
    {
        DateTimeOffset? endedAt = null;
        var gaps = new List<string>();
        var lastTold = supervisor.PassEndedAt ?? supervisor.Host?.Now.Wall ?? now;
        var from = lastTold < now - RecentGaps ? lastTold : now - RecentGaps;
        await foreach (var record in journal.ReadAsync(new JournalQuery(JournalState.SupervisorStream, from), cancellation))
        {
            if (record.Event is HostEvent.Started) endedAt = null;
            if (record.Event is HostEvent.Ended) endedAt = record.At;
            if (record.Event is HostEvent.JournalGap gap)
                gaps.Add($"{gap.Lost} events were lost from {Core.Time.Timestamp.ToIso(gap.Since)} on: {gap.Why}");
        }

        return (supervisor.HasEnded ? endedAt : null, gaps);
    }
}
