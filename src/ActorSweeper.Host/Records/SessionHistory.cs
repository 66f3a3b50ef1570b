using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Supervision;
using ActorSweeper.Supervision.Journaling;

namespace ActorSweeper.Host.Records;

/// <summary>A session and its supervisor as they stood at an instant, by the events up to it.</summary>
/// <param name="Past">The session.</param>
/// <param name="Before">What the session added up to before the events; null when they are all there are.</param>
/// <param name="Supervisor">The host as a whole.</param>
/// <param name="Begin">When the journal's knowledge of the session begins; null when it has none.</param>
/// <param name="Last">When the last event of the session up to the instant happened; null when there is none.</param>
/// <param name="Events">The session's own events up to the instant, in their order; without those that a base stands for.</param>
/// <param name="HasGap">Whether events are missing among them.</param>
internal sealed record SessionHistory(
    SessionPast Past,
    JournalBase? Before,
    SupervisorRecord Supervisor,
    DateTimeOffset? Begin,
    DateTimeOffset? Last,
    IReadOnlyList<JournalRecord> Events,
    bool HasGap)
{
    /// <summary>How far before the last sign of a container's life the supervisor's events are read.</summary>
    private static readonly TimeSpan Lead = TimeSpan.FromMinutes(5);

    /// <summary>As the journal knows it by its newest events.</summary>
    /// <exception cref="JournalException">It cannot be read.</exception>
    public static async Task<SessionHistory> NowAsync(IJournal journal, SessionId session, CancellationToken cancellation)
    {
        var own = await OwnAsync(journal, await journal.BasesAsync(cancellation), session, null, cancellation);
        var supervisor = await RecordedFleet.SupervisorAsync(journal, cancellation);
        var lived = own.Events.LastOrDefault(
            record => record.Event is SessionEvent.LifeBegan or SessionEvent.LifeContinued or SessionEvent.LifeEnded);
        var history = await FoldAsync(
            journal, own, supervisor, new JournalQuery(JournalState.SupervisorStream, (lived?.At ?? own.Last) - Lead), cancellation);
        history = history with { Supervisor = supervisor };
        if (!own.HasGap) return history;
        var newest = (SessionRecord)(await journal.RecoverAsync(JournalState.StreamOf(session), cancellation)).State;
        return history with { Past = history.Past.Corrected(newest) };
    }

    /// <summary>As it was at an instant.</summary>
    /// <exception cref="JournalException">The journal cannot be read.</exception>
    public static async Task<SessionHistory> AtAsync(
        IJournal journal, SessionId session, DateTimeOffset at, CancellationToken cancellation)
    {
        var behind = at + TimeSpan.FromTicks(1);
        var bases = await journal.BasesAsync(cancellation);
        var own = await OwnAsync(journal, bases, session, behind, cancellation);
        var supervisor = bases.Select(state => state.State).OfType<SupervisorRecord>().FirstOrDefault();
        return await FoldAsync(
            journal,
            own,
            supervisor ?? SupervisorRecord.Empty,
            new JournalQuery(JournalState.SupervisorStream, To: behind),
            cancellation);
    }

    /// <summary>The session by its own events alone.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="bases">Its bases.</param>
    /// <param name="session">Which session.</param>
    /// <param name="to">Up to then; null for all.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="JournalException">The journal cannot be read.</exception>
    public static async Task<SessionHistory> OwnAsync(
        IJournal journal, IReadOnlyList<JournalBase> bases, SessionId session, DateTimeOffset? to, CancellationToken cancellation)
    {
        var stream = JournalState.StreamOf(session);
        var before = bases.FirstOrDefault(state => state.Stream == stream);
        var past = Begun(session, before);
        var events = new List<JournalRecord>();
        await foreach (var record in journal.ReadAsync(new JournalQuery(stream, To: to), cancellation)) events.Add(record);
        var sequence = before?.Sequence ?? 0;
        var hasGap = false;
        foreach (var record in events)
        {
            hasGap |= record.Sequence != ++sequence;
            (sequence, past) = (record.Sequence, past.After(record, adopts: true));
        }

        return new SessionHistory(
            past,
            before,
            SupervisorRecord.Empty,
            before?.At ?? events.FirstOrDefault()?.At,
            events.LastOrDefault()?.At ?? before?.At,
            events,
            hasGap);
    }

    /// <summary>The settings that were in force; null where the journal does not say.</summary>
    /// <exception cref="JournalException">They are not such as this version knows.</exception>
    public SupervisionSettings? Settings => Supervisor.Settings is { } text ? SettingsText.Read(text) : null;

    /// <summary>Folds the session's events again, among those of the supervisor.</summary>
    private static async Task<SessionHistory> FoldAsync(
        IJournal journal, SessionHistory own, SupervisorRecord supervisor, JournalQuery query, CancellationToken cancellation)
    {
        var past = Begun(own.Past.Session, own.Before);
        var adopts = Adopts(supervisor);
        var next = 0;
        await foreach (var record in journal.ReadAsync(query, cancellation))
        {
            for (; next < own.Events.Count && own.Events[next].Number < record.Number; next++) past = past.After(own.Events[next], adopts);
            supervisor = supervisor.After(record.Event, record.At);
            if (record.Event is HostEvent.SettingsApplied) adopts = Adopts(supervisor);
            past = past.After(record, adopts);
        }

        for (; next < own.Events.Count; next++) past = past.After(own.Events[next], adopts);
        return own with { Past = past, Supervisor = supervisor };
    }

    private static SessionPast Begun(SessionId session, JournalBase? before) =>
        before is null ? SessionPast.Of(session) : SessionPast.Of(session).After(before);

    private static bool Adopts(SupervisorRecord supervisor) => supervisor.Settings is not { } text || SettingsText.Read(text).Mode.Adopts;
}
