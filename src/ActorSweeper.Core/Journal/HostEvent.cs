using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Quarantine;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Core.Journal;

/// <summary>An event in the stream of the supervisor. A closed set.</summary>
public abstract record HostEvent : JournalEvent
{
    private HostEvent()
    {
    }

    /// <summary>A host has started.</summary>
    /// <param name="Version">The product's version.</param>
    /// <param name="Node">The machine's name.</param>
    /// <param name="ProcessId">Its process.</param>
    /// <param name="Now">Both clocks at its start: the steady one begins anew with each host.</param>
    public sealed record Started(string Version, string Node, int ProcessId, ClockReading Now) : HostEvent;

    /// <summary>A host has ended in order. One that is killed leaves no such event.</summary>
    public sealed record Ended : HostEvent;

    /// <summary>Settings came into force.</summary>
    /// <param name="Generation">Counts the changes: 1, 2, 3 …</param>
    /// <param name="Settings">All settings of supervision, as the journal's codec of settings writes them.</param>
    public sealed record SettingsApplied(long Generation, string Settings) : HostEvent;

    /// <summary>A pass has ended.</summary>
    /// <param name="Pass">What it was.</param>
    public sealed record PassEnded(PassSummary Pass) : HostEvent;

    /// <summary>The storm brake held: nothing was stopped in the pass.</summary>
    /// <param name="Pass">Which pass.</param>
    /// <param name="Proposed">How many containers would have been stopped.</param>
    /// <param name="Running">Of how many that ran.</param>
    public sealed record StormBraked(long Pass, int Proposed, int Running) : HostEvent;

    /// <summary>Wall clock and steady clock have moved apart: the wall clock was stepped, or the machine slept.</summary>
    /// <param name="Gap">How far the wall clock moved against the steady one.</param>
    public sealed record ClockGapped(TimeSpan Gap) : HostEvent;

    /// <summary>A session's actor has failed.</summary>
    /// <param name="Session">Whose.</param>
    /// <param name="Error">The failure.</param>
    /// <param name="Failures">Its failures from now on, by the wall clock.</param>
    /// <param name="NotBefore">It is not asked to look before then, by the wall clock.</param>
    public sealed record ActorFailed(SessionId Session, string Error, CrashHistory Failures, DateTimeOffset NotBefore) : HostEvent;

    /// <summary>A session's actor is trusted again: an operator said so.</summary>
    /// <param name="Session">Whose.</param>
    public sealed record ActorTrusted(SessionId Session) : HostEvent;

    /// <summary>A container of no active session is about to be stopped. Durable before the act begins.</summary>
    /// <param name="Container">Which container.</param>
    /// <param name="Why">Why it is nobody's.</param>
    public sealed record StrayIntended(Container Container, string Why) : HostEvent;

    /// <summary>How the stop of a container of nobody ended.</summary>
    /// <param name="ContainerId">Which container.</param>
    /// <param name="Session">The session that its label names.</param>
    /// <param name="Why">The rule and the evidence.</param>
    /// <param name="Outcome">How it ended.</param>
    public sealed record StrayEnded(string ContainerId, SessionId? Session, Reason Why, Outcome Outcome) : HostEvent;

    /// <summary>An operator's order was carried out, or refused.</summary>
    /// <param name="Order">The order.</param>
    /// <param name="Outcome">What became of it.</param>
    public sealed record OrderEnded(OperatorOrder Order, Outcome Outcome) : HostEvent;

    /// <summary>The journal could not be written for a while, and some events are lost. What is known now follows as snapshots.</summary>
    /// <param name="Lost">How many events.</param>
    /// <param name="Since">Since when.</param>
    /// <param name="Why">What kept it from being written.</param>
    public sealed record JournalGap(long Lost, DateTimeOffset Since, string Why) : HostEvent;

    /// <summary>Something that an operator should know of.</summary>
    /// <param name="Severity">How loud.</param>
    /// <param name="Topic">What repeats are recognised by, together with the session.</param>
    /// <param name="Session">The session concerned; null for the host as a whole.</param>
    /// <param name="Text">What happened, and the remedy.</param>
    public sealed record Noticed(Severity Severity, string Topic, SessionId? Session, string Text) : HostEvent;
}

/// <summary>One pass, as the journal keeps it.</summary>
/// <param name="Id">Its number since the start of the host: 1, 2, 3 …</param>
/// <param name="Begin">Both clocks when it began.</param>
/// <param name="FreshTolerance">Whether the clock had a gap, so that every container was given a full tolerance.</param>
/// <param name="LooksForStrays">Whether containers of nobody were looked for.</param>
/// <param name="ContainersError">Why the runtime could not be asked; null when it could.</param>
/// <param name="FailedSources">The sources that could not be read.</param>
/// <param name="Sessions">How many active sessions there were.</param>
/// <param name="Running">How many of them had a running container.</param>
/// <param name="Degraded">How many of them had files that cannot be used.</param>
/// <param name="Beats">Heartbeats that were newer than in the pass before, of sessions about which nothing else was new.</param>
/// <param name="SeriesWait">Whether the series of messages finished earlier waited, because no recurrence tick had come.</param>
public sealed record PassSummary(
    long Id,
    ClockReading Begin,
    bool FreshTolerance,
    bool LooksForStrays,
    string? ContainersError,
    IReadOnlyList<string> FailedSources,
    int Sessions,
    int Running,
    int Degraded,
    IReadOnlyList<Beat> Beats,
    bool SeriesWait = false);

/// <summary>A session's heartbeat.</summary>
/// <param name="Session">Whose.</param>
/// <param name="At">When, by the wall clock.</param>
public sealed record Beat(SessionId Session, DateTimeOffset At);
