namespace ActorSweeper.Actors;

/// <summary>Runs all actors on the calling thread, in the order in which they got something to do, and only inside
/// <see cref="RunUntilIdle"/>. Together with a virtual clock the same inputs give the same run, message by message. What comes back
/// from other threads (real I/O, <c>Task.Run</c>) is accepted, and runs at the next call. One may serve several systems.</summary>
public sealed class DeterministicDispatcher : Dispatcher
{
    private readonly Lock _gate = new();
    private readonly Queue<Mailbox> _ready = new();
    private bool _running;

    /// <summary>A dispatcher that runs when it is told to.</summary>
    public DeterministicDispatcher()
    {
    }

    /// <summary>A dispatcher that a virtual clock also runs until idle after every instant at which a timer fires.</summary>
    public DeterministicDispatcher(VirtualClock clock) => clock.SettleWith(RunUntilIdle);

    internal override TaskCreationOptions ContinuationOptions => TaskCreationOptions.None;

    /// <summary>Runs actors until none has anything left to do. Time does not pass. Inside itself it does nothing.</summary>
    /// <returns>How many runs there were; 0 when everything was idle.</returns>
    public int RunUntilIdle()
    {
        if (_running) return 0;
        _running = true;
        var outer = SynchronizationContext.Current;
        // Handlers must not see the context of whoever tests them, or their continuations would leave for it.
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            var runs = 0;
            for (; TryTake() is { } mailbox; runs++) mailbox.Execute();
            return runs;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
            _running = false;
        }
    }

    internal override void Schedule(Mailbox mailbox)
    {
        lock (_gate) _ready.Enqueue(mailbox);
    }

    private Mailbox? TryTake()
    {
        lock (_gate) return _ready.TryDequeue(out var mailbox) ? mailbox : null;
    }
}
