using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Explaining;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Quarantine;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;
using ActorSweeper.Core.Waking;

namespace ActorSweeper.Core.Journal;

/// <summary>An event in the stream of one session. A closed set.</summary>
public abstract record SessionEvent : JournalEvent
{
    private SessionEvent()
    {
    }

    /// <summary>The source lists the session, for the first time or otherwise than before.</summary>
    /// <param name="Session">As it is listed.</param>
    public sealed record Listed(Session Session) : SessionEvent;

    /// <summary>The source no longer lists the session as active.</summary>
    public sealed record Unlisted : SessionEvent;

    /// <summary>A look found other evidence than the look before. A newer heartbeat alone is none: it is in the pass's beats.</summary>
    /// <param name="Pass">The pass that looked; 0 for a look outside any pass.</param>
    /// <param name="Now">The instant that the look judges by.</param>
    /// <param name="View">What was known about the container.</param>
    /// <param name="Change">What the files say, as the difference to the evidence before.</param>
    /// <param name="Answered">The claimed messages that have a reply; read only while no container runs.</param>
    public sealed record Observed(
        long Pass, ClockReading Now, ContainerView View, EvidenceChange Change, IReadOnlyList<string> Answered) : SessionEvent;

    /// <summary>A look found files that cannot be used.</summary>
    /// <param name="Pass">The pass that looked; 0 for a look outside any pass.</param>
    /// <param name="Now">The instant of the look.</param>
    /// <param name="View">What was known about the container.</param>
    /// <param name="Fault">Which kind of fault; null when the look took too long.</param>
    /// <param name="Text">What is wrong.</param>
    public sealed record Unusable(long Pass, ClockReading Now, ContainerView View, StoreFault? Fault, string Text) : SessionEvent;

    /// <summary>The verdict on the session has changed.</summary>
    /// <param name="State">How it stands.</param>
    /// <param name="Explanation">Every rule as it stood, and which one decided.</param>
    public sealed record Judged(SessionState State, Explanation Explanation) : SessionEvent;

    /// <summary>A container life has begun.</summary>
    /// <param name="Incarnation">Its number.</param>
    /// <param name="Container">Its container.</param>
    /// <param name="Adopted">Whether this host found it running; otherwise it has started it.</param>
    public sealed record LifeBegan(int Incarnation, Container Container, bool Adopted) : SessionEvent;

    /// <summary>A restarted host has found the container of the present life still running.</summary>
    public sealed record LifeContinued : SessionEvent;

    /// <summary>The present life has beaten or claimed for the first time: its start counts as a success.</summary>
    public sealed record ShowedLife : SessionEvent;

    /// <summary>The storm brake held: the present life is judged from now on, once.</summary>
    public sealed record Graced : SessionEvent;

    /// <summary>The runtime told of the end of the present life's container.</summary>
    /// <param name="ContainerId">Which container.</param>
    /// <param name="ExitCode">The exit code, where known.</param>
    /// <param name="LastLines">The last lines that it logged, where it ended with an error.</param>
    public sealed record Exited(string ContainerId, int? ExitCode, IReadOnlyList<string> LastLines) : SessionEvent;

    /// <summary>A container life has ended.</summary>
    /// <param name="Incarnation">Its number.</param>
    /// <param name="Fate">What its end was.</param>
    public sealed record LifeEnded(int Incarnation, Fate Fate) : SessionEvent;

    /// <summary>The count of failed starts has changed.</summary>
    /// <param name="Starts">The failed starts from now on.</param>
    public sealed record StartsCounted(StartBackoff Starts) : SessionEvent;

    /// <summary>The count of deaths, or the quarantine that follows from it, has changed.</summary>
    /// <param name="Crashes">The deaths from now on.</param>
    public sealed record DeathsCounted(CrashHistory Crashes) : SessionEvent;

    /// <summary>An act is about to be carried out. Durable before the act begins.</summary>
    /// <param name="Intent">The act.</param>
    public sealed record Intended(Intent Intent) : SessionEvent;

    /// <summary>Something was done, held back, or would have been done.</summary>
    /// <param name="Intent">The number of the intent that this is an outcome of; null where none was needed.</param>
    /// <param name="Action">What.</param>
    /// <param name="MessageId">The message concerned, where one is.</param>
    /// <param name="Why">The rule and the evidence.</param>
    /// <param name="Outcome">How it ended.</param>
    public sealed record Acted(long? Intent, ActionKind Action, string? MessageId, Reason Why, Outcome Outcome) : SessionEvent;

    /// <summary>An intent is closed: everything that it led to has been told, or it was dropped.</summary>
    /// <param name="Intent">Its number.</param>
    /// <param name="Outcome">How it ended.</param>
    public sealed record Concluded(long Intent, Outcome Outcome) : SessionEvent;

    /// <summary>No rung of the ladder ended the container: it is left alone until then.</summary>
    /// <param name="ContainerId">Which container.</param>
    /// <param name="RetryAt">When the ladder may be tried again, by the wall clock.</param>
    public sealed record CannotStop(string ContainerId, DateTimeOffset RetryAt) : SessionEvent;

    /// <summary>Somebody else was asked to start a container; until then nobody is asked again.</summary>
    /// <param name="Until">By the wall clock.</param>
    public sealed record StartRequested(DateTimeOffset Until) : SessionEvent;

    /// <summary>A message can never recur: said once.</summary>
    /// <param name="Recurrence">The message and what is wrong.</param>
    public sealed record CannotRecur(BadRecurrence Recurrence) : SessionEvent;

    /// <summary>An operator has released the session from quarantine and every pause.</summary>
    /// <param name="Order">The order.</param>
    public sealed record Released(OperatorOrder Order) : SessionEvent;

    /// <summary>Something that an operator should know of.</summary>
    /// <param name="Severity">How loud.</param>
    /// <param name="Topic">What repeats are recognised by.</param>
    /// <param name="Text">What happened, and the remedy.</param>
    public sealed record Noticed(Severity Severity, string Topic, string Text) : SessionEvent;
}

/// <summary>What the end of a container's life was.</summary>
public enum Fate
{
    /// <summary>This host stopped it.</summary>
    Stopped,

    /// <summary>It ended by itself and had nothing more to do.</summary>
    Clean,

    /// <summary>It never came to life: counts as a failed start.</summary>
    FailedStart,

    /// <summary>It died with work left.</summary>
    Crash,

    /// <summary>It died once too often.</summary>
    CrashLoop,

    /// <summary>It ended while its files could not be read: what it left is not known.</summary>
    Unknown,
}
