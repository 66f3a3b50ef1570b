using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Simulation.Seeded.Observing;

/// <summary>
/// What must be on record: the intent before each act that cannot be undone, and every dead letter with its reason. And what a host
/// has recovered is what the durable events add up to: that shows in everything that it writes next.
/// </summary>
internal sealed class JournalRules(Stage stage)
{
    private readonly HashSet<string> _gapped = new(StringComparer.Ordinal);
    private readonly HashSet<string> _everGapped = new(StringComparer.Ordinal);
    private readonly HashSet<(string Stream, string Message)> _letters = [];
    private readonly HashSet<(string Stream, string Message)> _givenUp = [];
    private TimeSpan _troubleUntil = TimeSpan.MinValue;

    /// <summary>Whether what the host has decided is on record.</summary>
    public bool IsOnRecord => stage.Now > _troubleUntil;

    /// <summary>Until then the host may have decided what is not on record, or not know what is.</summary>
    public void Trouble(TimeSpan until) => _troubleUntil = until > _troubleUntil ? until : _troubleUntil;

    // --- acts ---

    public void Stops(SessionStage? session, Container container, StopRung rung, bool isStray)
    {
        var strays = ((SupervisorRecord)stage.World.Journal.StateOf(JournalState.SupervisorStream)).OpenStrays;
        var record = session is null ? null : RecordOf(session);
        var isIntended = strays.ContainsKey(container.Id)
            || record?.Open.Any(open => open.Intent is Intent.Stop stop && stop.Container.Id == container.Id && stop.Rung == rung) == true;
        if (!isIntended) Found("stop-without-intent", session, $"{rung} of {container.Id}, and no such intent is durable");
        if (isStray || !IsOnRecord || record?.Unstoppable is not { } unstoppable || unstoppable.ContainerId != container.Id) return;
        if (unstoppable.RetryAt > stage.WallNow)
            Found("pause-forgotten", session, $"{rung} of {container.Id}, which is to be left alone until {unstoppable.RetryAt:HH:mm:ss}");
    }

    public void Starts(SessionStage session)
    {
        if (!IsOnRecord) return;
        var record = RecordOf(session);
        if (record.Crashes.IsQuarantined(stage.WallNow))
            Found("quarantine-forgotten", session, $"a start, and the session is in quarantine until {record.Crashes.Until:HH:mm:ss}");
        if (record.Starts.Waits(stage.WallNow))
            Found("pause-forgotten", session, $"a start, and the next one was to wait until {record.Starts.NotBefore:HH:mm:ss}");
    }

    public void GivesUp(SessionStage session, string message)
    {
        _givenUp.Add((StreamOf(session), message));
        var isIntended = RecordOf(session).Open.Any(open => open.Intent is Intent.Change change
            && change.Changes.Any(planned => planned.Change is MessageChange.Fail && planned.Change.MessageId == message));
        if (!isIntended) Found("given-up-without-intent", session, $"{message} was given up, and no such intent is durable");
    }

    // --- what becomes durable ---

    public void Appending(JournalEntry entry, JournalState before)
    {
        if (entry.Sequence > stage.World.Journal.SequenceOf(entry.Stream) + 1 && _gapped.Add(entry.Stream)) _everGapped.Add(entry.Stream);
        switch (entry)
        {
            case JournalEntry.Snapshot snapshot:
                // One who could not read its history goes on without it, and writes a snapshot of its own when it can.
                if (IsOnRecord && !_gapped.Contains(entry.Stream)) Compare(snapshot, before);
                _gapped.Remove(entry.Stream);
                break;
            case JournalEntry.Happened happened:
                if (happened.Event is SessionEvent.Acted { Action: ActionKind.Fail, MessageId: { } message, Outcome.Result: Result.Done })
                    _letters.Add((entry.Stream, message));
                if (before is SessionRecord record && !_gapped.Contains(entry.Stream)) Follows(happened, record);
                break;
        }
    }

    /// <summary>The dead letter that is not on record, or the intent that nobody has concluded; null when all are.</summary>
    public string? Unrest(SessionStage session)
    {
        var stream = StreamOf(session);
        if (RecordOf(session).Open is [var open, ..]) return $"intent {open.Intent.Id} is still open";
        var missing = _givenUp.FirstOrDefault(given => given.Stream == stream && !_letters.Contains(given));
        return missing.Message is { } message && !_everGapped.Contains(stream)
            ? $"dead letter {message} has no reason in the journal"
            : null;
    }

    /// <summary>A snapshot holds what the pure fold of the durable events gives.</summary>
    private void Compare(JournalEntry.Snapshot snapshot, JournalState before)
    {
        if (JournalCodec.Encode(snapshot.State).AsSpan().SequenceEqual(JournalCodec.Encode(before))) return;
        Found(
            "recovered-wrongly",
            SessionOf(snapshot.Stream),
            $"the snapshot {snapshot.Sequence} of {snapshot.Stream} is not what its events add up to");
    }

    /// <summary>Whoever wrote this event knew the state that the events before it add up to.</summary>
    private void Follows(JournalEntry.Happened happened, SessionRecord before)
    {
        var wrong = happened.Event switch
        {
            SessionEvent.LifeBegan began when began.Incarnation != before.Incarnation + 1 =>
                $"incarnation {began.Incarnation} after {before.Incarnation}",
            SessionEvent.Intended { Intent: var intent } when intent.Id != before.LastIntent + 1 =>
                $"intent {intent.Id} after {before.LastIntent}",
            SessionEvent.StartsCounted { Starts: var starts } when starts.Failures != 0 && starts.Failures != before.Starts.Failures + 1 =>
                $"{starts.Failures} failed starts after {before.Starts.Failures}",
            SessionEvent.DeathsCounted { Crashes: var crashes }
                when !crashes.IsNone && crashes.Quarantines - before.Crashes.Quarantines is < 0 or > 1 =>
                $"{crashes.Quarantines} quarantines after {before.Crashes.Quarantines}",
            SessionEvent.Concluded concluded when before.Open.All(open => open.Intent.Id != concluded.Intent) =>
                $"the end of intent {concluded.Intent}, which is not open",
            _ => null,
        };
        if (wrong is not null) Found("recovered-wrongly", SessionOf(happened.Stream), $"{happened.Stream} {happened.Sequence}: {wrong}");
    }


    private SessionRecord RecordOf(SessionStage session) => (SessionRecord)stage.World.Journal.StateOf(StreamOf(session));

    private SessionStage? SessionOf(string stream) => stage.Find(JournalState.SessionOf(stream));

    private static string StreamOf(SessionStage session) => JournalState.StreamOf(session.Files.Listed.Id);

    private void Found(string invariant, SessionStage? session, string text) => stage.Witness.Found(invariant, session, text);
}
