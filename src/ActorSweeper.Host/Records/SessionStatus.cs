using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Quarantine;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Host.Records;

/// <summary>How one session stands, by the journal.</summary>
/// <param name="Session">What the journal knows of it.</param>
/// <param name="State">Its state.</param>
/// <param name="Heartbeat">Its last heartbeat that was seen; null without one.</param>
/// <param name="Pending">How many messages waited, or were being worked on, at the last look.</param>
/// <param name="LeftAloneUntil">Until when it is quarantined, or its start waits; null when neither.</param>
/// <param name="Text">One sentence: how it stands, and why nothing more is done.</param>
/// <param name="Since">When that was decided; null before the first verdict.</param>
internal sealed record SessionStatus(
    RecordedSession Session,
    SessionState State,
    DateTimeOffset? Heartbeat,
    int Pending,
    DateTimeOffset? LeftAloneUntil,
    string Text,
    DateTimeOffset? Since)
{
    /// <summary>What its record says.</summary>
    public SessionRecord Record => Session.Record;

    /// <summary>Which group it is of; empty where that is not known.</summary>
    public string Group => Record.Session?.Group ?? "";

    /// <summary>How many messages are claimed.</summary>
    public int Claims => Session.Evidence.Claims.Count;

    /// <summary>What it comes to at an instant.</summary>
    public static SessionStatus Of(RecordedSession session, SupervisorRecord supervisor, DateTimeOffset now)
    {
        var record = session.Record;
        var failures = supervisor.Failures.GetValueOrDefault(session.Id.Value);
        var pause = failures?.NotBefore > now ? failures : null;
        var stuck = record.Unstoppable is { } left && left.ContainerId == record.Current?.Id && left.RetryAt > now ? left : null;
        var (state, text) = (pause, stuck, record.Fault) switch
        {
            ({ } failed, _, _) => (StateOf(failed.History, now), $"its actor failed: {failed.Error}"),
            (_, _, { } fault) => (SessionState.Degraded, fault),
            (_, { }, _) => (SessionState.Quarantined, $"container {record.Current!.Name} cannot be stopped; stop it by hand"),
            _ => (record.State == SessionState.Queued && record.Current is not null ? SessionState.Starting : record.State,
                record.Explanation?.Text ?? "nothing to tell yet"),
        };
        return new SessionStatus(
            session,
            state,
            HeartbeatOf(session, supervisor),
            session.Evidence.Messages.Count(message => message.Status == MessageStatus.Pending),
            Later(now, pause?.NotBefore, stuck?.RetryAt, record.Crashes.Until, record.Starts.NotBefore),
            text,
            record.Explanation?.At);
    }

    private static SessionState StateOf(CrashHistory failures, DateTimeOffset now) =>
        failures.IsQuarantined(now) ? SessionState.Quarantined : SessionState.Waiting;

    private static DateTimeOffset? HeartbeatOf(RecordedSession session, SupervisorRecord supervisor)
    {
        var seen = session.Evidence.Heartbeat;
        var told = supervisor.Beats.TryGetValue(session.Id.Value, out var beat) ? beat : (DateTimeOffset?)null;
        return told > (seen ?? session.Record.Seen?.Now.Wall) ? told : seen;
    }

    private static DateTimeOffset? Later(DateTimeOffset now, params ReadOnlySpan<DateTimeOffset?> instants)
    {
        DateTimeOffset? latest = null;
        foreach (var instant in instants)
        {
            if (instant > now && !(instant <= latest)) latest = instant;
        }

        return latest;
    }
}
