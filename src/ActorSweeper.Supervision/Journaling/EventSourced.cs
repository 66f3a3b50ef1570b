using ActorSweeper.Core.Journal;

namespace ActorSweeper.Supervision.Journaling;

/// <summary>
/// What a persistent actor knows by its events, and its way to change it: each event is applied and told to the journal, in order.
/// It outlives a restart of the actor. For use in the actor's own handlers only, one at a time.
/// </summary>
/// <typeparam name="TState">What the events add up to.</typeparam>
internal sealed class EventSourced<TState>
    where TState : JournalState
{
    private readonly IActorRef _journal;
    private readonly SupervisionClock _clock;
    private readonly int _snapshotEvery;
    private long _sequence;
    private int _sinceSnapshot;

    public EventSourced(string stream, IActorRef journal, SupervisionClock clock, int snapshotEvery)
    {
        (Stream, _journal, _clock, _snapshotEvery) = (stream, journal, clock, snapshotEvery);
        State = (TState)JournalState.Empty(stream);
    }

    /// <summary>The persistence id.</summary>
    public string Stream { get; }

    public TState State { get; private set; }

    /// <summary>Whether recovery has been tried: the actor works from then on.</summary>
    public bool IsReady { get; private set; }

    /// <summary>
    /// Whether its place in the journal is known. While the history cannot be read nothing is written, and nothing is durable.
    /// </summary>
    public bool IsAttached { get; private set; }

    public void RequestRecovery() => _journal.Tell(new Recover(Stream));

    /// <summary>Takes the history over. What has happened meanwhile, if anything, is newer than what it says.</summary>
    public void Attach(StreamHistory history)
    {
        var isLate = IsReady;
        State = isLate ? (TState)State.Resuming(history.State) : (TState)history.State;
        (_sequence, _sinceSnapshot, IsReady, IsAttached) = (history.Sequence, history.Since, true, true);
        if (isLate) SaveSnapshot();
    }

    public void GoOnWithoutHistory() => IsReady = true;

    /// <summary>Something has happened.</summary>
    public void Persist(JournalEvent happened)
    {
        var at = _clock.Read().Wall;
        State = (TState)State.After(happened, at);
        if (!IsAttached) return;
        _journal.Tell(new Append(new JournalEntry.Happened(Stream, ++_sequence, at, happened)));
        if (++_sinceSnapshot >= _snapshotEvery) SaveSnapshot();
    }

    /// <summary>Waits until everything so far is durable.</summary>
    /// <returns>Null when it is; otherwise why it is not.</returns>
    public async Task<string?> DurableAsync()
    {
        if (!IsAttached) return "its history could not be read";
        return await _journal.Ask<object>(new Barrier()) is NotDurable not ? not.Why : null;
    }

    public void SaveSnapshot()
    {
        if (!IsAttached) return;
        _journal.Tell(new Append(new JournalEntry.Snapshot(Stream, _sequence, _clock.Read().Wall, State)));
        _sinceSnapshot = 0;
    }
}
