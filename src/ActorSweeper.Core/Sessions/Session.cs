namespace ActorSweeper.Core.Sessions;

/// <summary>The identity of a session, as its source spells it.</summary>
/// <param name="Value">Never empty. Compared ordinally.</param>
public readonly record struct SessionId(string Value)
{
    /// <summary>The identity as the source spells it.</summary>
    public override string ToString() => Value;
}

/// <summary>One active session, as its source lists it.</summary>
/// <param name="Id">Unique within the installation.</param>
/// <param name="Group">The agent group that the session belongs to.</param>
/// <param name="GroupFolder">The group's folder name, used in container names and templates.</param>
/// <param name="Directory">The absolute path of the folder with the session's files.</param>
/// <param name="Zone">The IANA zone of the session's schedules; null where the source names none.</param>
/// <param name="WakeBarrier">Why the session must not be woken (its group is archived, say); null when it may be.</param>
/// <param name="ReportedRunning">Whether the source itself believes that a container runs. A hint, never evidence.</param>
public sealed record Session(
    SessionId Id,
    string Group,
    string GroupFolder,
    string Directory,
    string? Zone = null,
    string? WakeBarrier = null,
    bool ReportedRunning = false);
