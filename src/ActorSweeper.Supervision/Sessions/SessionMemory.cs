using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Quarantine;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;
using ActorSweeper.Core.Waking;

namespace ActorSweeper.Supervision.Sessions;

/// <summary>
/// What a session's actor knows from one look to the next. It outlives a restart of the actor: a failure while handling one
/// message must not forget incarnations, backoffs or quarantines.
/// </summary>
internal sealed class SessionMemory
{
    /// <summary>Where stamps of the session's files lie on the steady clock.</summary>
    public SteadyStamps Stamps { get; } = new();

    /// <summary>How far the acks have been read.</summary>
    public AckCursor Cursor { get; set; } = AckCursor.Start;

    /// <summary>The number of the current or last container life.</summary>
    public int Incarnation { get; set; }

    /// <summary>The container of the current life; null when none runs.</summary>
    public Container? Current { get; set; }

    /// <summary>Since when the current life is judged, on the steady clock.</summary>
    public DateTimeOffset? CountFrom { get; set; }

    /// <summary>When this host last started or stopped a container for the session, on the steady clock.</summary>
    public DateTimeOffset? ChangedAt { get; set; }

    /// <summary>Whether the current life has been given a fresh tolerance by the storm brake: it gets only one.</summary>
    public bool Graced { get; set; }

    /// <summary>Whether the current life has beaten or claimed yet.</summary>
    public bool ShowedLife { get; set; }

    /// <summary>Whether a journal that a dead container may have left has been rolled back.</summary>
    public bool Recovered { get; set; }

    /// <summary>A start that was handed to somebody else is not asked for again before then.</summary>
    public DateTimeOffset? RequestedUntil { get; set; }

    public StartBackoff Starts { get; set; } = StartBackoff.None;

    public CrashHistory Crashes { get; set; } = CrashHistory.None;

    /// <summary>The container that could not be stopped, and when the ladder may be tried again.</summary>
    public (string Container, DateTimeOffset RetryAt)? CannotStop { get; set; }

    /// <summary>Failed looks in a row.</summary>
    public int StoreFailures { get; set; }

    /// <summary>The files are left alone until then.</summary>
    public DateTimeOffset? StoreRetryAt { get; set; }

    /// <summary>What is wrong with the files; null while they can be used.</summary>
    public string? StoreError { get; set; }

    /// <summary>Bad recurrences that have been reported: once is enough.</summary>
    public HashSet<(string MessageId, string Error)> ReportedRecurrences { get; } = [];
}
