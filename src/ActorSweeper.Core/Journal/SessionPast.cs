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

    /// <summary>When the last host's last look that was news was, on its steady clock.</summary>
    private DateTimeOffset? LookedAt { get; init; }

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
        HostEvent.Started started => this with { Clock = LifeClock.At(started.Now), LookedAt = null },
        HostEvent.ClockGapped gapped => AfterGap(gapped.Gap, at),
        HostEvent.PassEnded ended => AfterPass(ended.Pass),
        _ => this,
    };

    /// <summary>A machine that slept gives every life a full tolerance, in the pass that has found it out.</summary>
    private SessionPast AfterGap(TimeSpan gap, DateTimeOffset at)
    {
        var clock = Clock.Gapped(at, gap);
        var isFresh = gap > TimeSpan.Zero && Record.Current is not null;
        return this with { Clock = isFresh ? clock.Counting(clock.Read(at).Steady) : clock };
    }

    private SessionPast AfterPass(PassSummary pass)
    {
        var clock = Clock.AfterPass(pass.Begin);
        // A look tells of a heartbeat in one way or the other: one that the pass tells of was seen before whatever was told otherwise.
        var beat = LookedAt >= pass.Begin.Steady ? null : pass.Beats.FirstOrDefault(beat => beat.Session == Session);
        var evidence = beat is null ? Evidence : Evidence with { Heartbeat = beat.At };
        // A container that this host has found, or started, was seen by a look of its own.
        var isSeen = HasLife && (beat is not null || !clock.IsWatched);
        return this with { Evidence = evidence, Clock = isSeen ? clock.Seeing(evidence) : clock };
    }

    /// <summary>Whether its stamps are placed: whatever is known of its container, it is not known to be gone.</summary>
    private bool HasLife => Record.Current is not null && View is not ContainerView.Stopped;

    private SessionPast AfterOwn(SessionEvent happened, DateTimeOffset at, bool adopts) => happened switch
    {
        SessionEvent.Observed observed => AfterLook(observed),
        SessionEvent.Unusable unusable => this with { View = unusable.View, Clock = Clock.Passing(unusable.Now) },
        SessionEvent.LifeBegan { Adopted: true } began => Found(began.Container, at, adopts) with { GracedAt = null },
        SessionEvent.LifeBegan began => this with
        {
            // The heartbeat of the life before is removed when a container is started.
            Evidence = Evidence with { Heartbeat = null },
            View = new ContainerView.Running(began.Container),
            Clock = Clock.Passing(Clock.Read(at)).Begun(began.Container, adopts: true),
            GracedAt = null,
        },
        SessionEvent.LifeContinued => Found(Record.Current!, at, adopts),
        SessionEvent.Graced => this with { GracedAt = at, Clock = Clock.Counting(Clock.Read(at).Steady) },
        SessionEvent.LifeEnded => this with { View = ContainerView.Stopped.Instance, GracedAt = null, Clock = Clock.Ended() },
        _ => this,
    };

    /// <summary>A look finds a container, and the stamps of its files.</summary>
    private SessionPast Found(Container container, DateTimeOffset at, bool adopts) => this with
    {
        View = new ContainerView.Running(container),
        Clock = Clock.Passing(Clock.Read(at)).Begun(container, adopts).Seeing(Evidence),
    };

    private SessionPast AfterLook(SessionEvent.Observed observed)
    {
        var seen = this with { View = observed.View, Evidence = Record.Seen!.Evidence, LookedAt = observed.Now.Steady };
        var clock = Clock.Passing(observed.Now);
        return seen with { Clock = seen.HasLife ? clock.Seeing(seen.Evidence) : clock.Forgetting() };
    }
}
