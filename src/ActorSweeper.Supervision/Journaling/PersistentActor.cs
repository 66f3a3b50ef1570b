using ActorSweeper.Core.Journal;

namespace ActorSweeper.Supervision.Journaling;

/// <summary>
/// An event-sourced actor, in the manner of Akka.Persistence: its state is what its events add up to, and it handles no message
/// before it has recovered that state from the newest snapshot and the events after it.
/// </summary>
/// <typeparam name="TState">What the events add up to.</typeparam>
internal abstract class PersistentActor<TState> : ReceiveActor, IWithUnboundedStash
    where TState : JournalState
{
    private readonly EventSourced<TState> _journal;

    /// <summary>Handlers that a subclass registers in its constructor are in force once it has recovered.</summary>
    protected PersistentActor(EventSourced<TState> journal)
    {
        _journal = journal;
        Receive<SaveSnapshot>(_ => _journal.SaveSnapshot());
        Receive<Recovered>(late => _journal.Attach(late.History));
        Receive<NotRecovered>(_ => { });
    }

    public string PersistenceId => _journal.Stream;

    public IStash Stash { get; set; } = null!;

    protected override void PreStart()
    {
        if (_journal.IsReady)
        {
            OnRecovered();
            return;
        }

        BecomeStacked(Recovering);
        _journal.RequestRecovery();
    }

    /// <summary>The state is there, or cannot be had for now.</summary>
    protected virtual void OnRecovered()
    {
    }

    /// <summary>What could not be read at the start may be readable now.</summary>
    protected void TryAttach()
    {
        if (!_journal.IsAttached) _journal.RequestRecovery();
    }

    private void Recovering()
    {
        Receive<Recovered>(recovered =>
        {
            _journal.Attach(recovered.History);
            Begin();
        });
        Receive<NotRecovered>(_ =>
        {
            _journal.GoOnWithoutHistory();
            Begin();
        });
        ReceiveAny(_ => Stash.Stash());
    }

    private void Begin()
    {
        UnbecomeStacked();
        OnRecovered();
        Stash.UnstashAll();
    }
}
