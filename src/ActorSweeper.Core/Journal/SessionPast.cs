using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Core.Journal;

/// <summary>
/// What a session's actor knew after some event, rebuilt from the journal: its record, and what it kept in its memory only. A pure
/// fold over the events of the session and of the supervisor, in the order of their numbers. Heartbeats that were newer than in the
/// look before are in the passes' ends, so that a pass is whole only behind its end.
/// </summary>
public sealed record SessionPast
{
    private SessionPast(SessionId session) => Session = session;

    /// <summary>Which session.</summary>
    public SessionId Session { get; }

    /// <summary>What survives a restart.</summary>
    public SessionRecord Record { get; private init; } = SessionRecord.Empty;

    /// <summary>The evidence as of the last look, and what the host itself has changed since.</summary>
    public SessionEvidence Evidence { get; private init; } = SessionEvidence.Empty;

    /// <summary>What was known about its container last.</summary>
    public ContainerView View { get; private init; } = ContainerView.Stopped.Instance;

    /// <summary>The last stop or wake that was told of; null before the first.</summary>
    public SessionEvent.Acted? LastAct { get; private init; }

    /// <summary>When the storm brake gave the present life its one fresh tolerance; null when it did not.</summary>
    public DateTimeOffset? GracedAt { get; private init; }

    private LifeClock Clock { get; init; } = LifeClock.Unread;

    /// <summary>A session before its first event.</summary>
    public static SessionPast Of(SessionId session) => new(session);

    /// <summary>
    /// After everything that a base stands for. What a life is counted from is its container's start, where that is known.
    /// </summary>
    public SessionPast After(JournalBase before) => before.State is SessionRecord record && before.Stream == JournalState.StreamOf(Session)
        ? this with
        {
            Record = record,
            Evidence = record.Seen?.Evidence ?? SessionEvidence.Empty,
            View = record.Current is { } current ? new ContainerView.Running(current) : record.Seen?.View ?? View,
            Clock = LifeClock.At(record.Seen?.Now ?? new ClockReading(before.At, before.At)).Begun(record.Current, adopts: false).Seeing(
                record.Seen?.Evidence ?? SessionEvidence.Empty),
        }
        : this;

    /// <summary>After an event. One of another session changes nothing.</summary>
    /// <param name="record">The event.</param>
    /// <param name="adopts">Whether the settings in force adopt the containers that a host finds running.</param>
    public SessionPast After(JournalRecord record, bool adopts) => record.Event switch
    {
        HostEvent host => AfterHost(host, record.At),
        SessionEvent session when record.Stream == JournalState.StreamOf(Session) => (this with
        {
            Record = Record.After(session, record.At),
            Evidence = session is SessionEvent.Acted acted ? Acts.After(Evidence, acted, Record.Open) : Evidence,
            LastAct = session as SessionEvent.Acted is { Action: ActionKind.Stop or ActionKind.Wake } act ? act : LastAct,
        }).AfterOwn(session, record.At, adopts),
        _ => this,
    };

    /// <summary>The same, where events are missing: the record is what the newest snapshot makes of them.</summary>
    public SessionPast Corrected(SessionRecord record)
    {
        var evidence = record.Seen?.Evidence ?? SessionEvidence.Empty;
        var isSameLife = record.Current?.Id == Record.Current?.Id;
        return this with
        {
            Record = record,
            Evidence = evidence,
            View = record.Current is { } current ? new ContainerView.Running(current) : record.Seen?.View ?? ContainerView.Stopped.Instance,
            Clock = (isSameLife ? Clock : Clock.Begun(record.Current, adopts: false)).Seeing(evidence),
        };
    }

    /// <summary>This instant on both clocks, as the last host counted.</summary>
    public ClockReading Reading(DateTimeOffset at) => Clock.Read(at);

    /// <summary>
    /// What the judge would be given at an instant, if nothing has changed since the last event; null for a session that was never
    /// listed. A container that the last host has not looked at yet is taken for one that it finds at that instant.
    /// </summary>
    public SessionSnapshot? At(DateTimeOffset at)
    {
        if (Record.Session is not { } session) return null;
        var liveness = Record.Current is { } current && View is ContainerView.Running ? Clock.Liveness(Evidence, current, at) : null;
        var answered = Record.Seen?.Answered.ToHashSet(StringComparer.Ordinal) ?? [];
        return new SessionSnapshot(session, View, Evidence, liveness, answered, Record.Starts, Record.Crashes);
    }

    private SessionPast AfterHost(HostEvent happened, DateTimeOffset at) => happened switch
    {
        // Another host counts on a steady clock of its own, and has not seen a container yet.
        HostEvent.Started started => this with { Clock = LifeClock.At(started.Now) },
        HostEvent.ClockGapped gapped => this with { Clock = Clock.Gapped(at, gapped.Gap) },
        HostEvent.PassEnded ended => AfterPass(ended.Pass),
        _ => this,
    };

    private SessionPast AfterPass(PassSummary pass)
    {
        var clock = Clock.Passing(pass.Begin);
        if (pass.FreshTolerance && Record.Current is not null) clock = clock.Counting(pass.Begin.Steady);
        var beat = pass.Beats.FirstOrDefault(beat => beat.Session == Session)?.At;
        var seen = Evidence.Heartbeat ?? Record.Seen?.Now.Wall;
        if (beat is null || !(beat > seen)) return this with { Clock = clock };
        var evidence = Evidence with { Heartbeat = beat };
        return this with { Evidence = evidence, Clock = clock.Seeing(evidence) };
    }

    private SessionPast AfterOwn(SessionEvent happened, DateTimeOffset at, bool adopts) => happened switch
    {
        SessionEvent.Observed observed => AfterLook(observed),
        SessionEvent.Unusable unusable => this with { View = unusable.View, Clock = Clock.Passing(unusable.Now) },
        SessionEvent.LifeBegan began => (this with
        {
            // The heartbeat of the life before is removed when a container is started.
            Evidence = began.Adopted ? Evidence : Evidence with { Heartbeat = null },
            View = new ContainerView.Running(began.Container),
            GracedAt = null,
        }).Beginning(began.Container, at, adopts || !began.Adopted),
        SessionEvent.LifeContinued => Beginning(Record.Current, at, adopts),
        SessionEvent.Graced => this with { GracedAt = at, Clock = Clock.Counting(Clock.Read(at).Steady) },
        SessionEvent.LifeEnded => this with { View = ContainerView.Stopped.Instance, GracedAt = null, Clock = Clock.Ended() },
        _ => this,
    };

    private SessionPast Beginning(Container? container, DateTimeOffset at, bool adopts) =>
        this with { Clock = Clock.Passing(Clock.Read(at)).Begun(container, adopts) };

    private SessionPast AfterLook(SessionEvent.Observed observed)
    {
        var evidence = Record.Seen!.Evidence;
        var clock = Clock.Passing(observed.Now);
        var hasLife = Record.Current is not null && observed.View is not ContainerView.Stopped;
        return this with
        {
            View = observed.View,
            Evidence = evidence,
            Clock = hasLife ? clock.Seeing(evidence) : clock.Forgetting(),
        };
    }
}
