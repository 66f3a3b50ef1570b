namespace ActorSweeper.Actors;

/// <summary>The two queues of an actor and the right to run it. One work item at a time has the Scheduled bit; it handles system
/// messages first and again after every user message. Suspensions nest: each needs its own resumption. A closed mailbox still handles
/// system messages, and passes user messages on as dead letters.</summary>
internal abstract class Mailbox(ActorSystem system) : InternalActorRef(system), IThreadPoolWorkItem
{
    /// <summary>User messages in one run before others get their turn. Akka.NET's throughput of 30 means 31 as well.</summary>
    private const int MessagesPerRun = 31;

    private const int Scheduled = 1;
    private const int Closed = 2;
    private const int SuspensionUnit = 4;

    private MessageQueue _queue;
    private SystemMessage? _systemQueue;
    private int _status;

    protected bool IsClosed => (Volatile.Read(ref _status) & Closed) != 0;

    protected bool IsSuspended => Volatile.Read(ref _status) >= SuspensionUnit;

    public sealed override void Tell(object message, IActorRef? sender)
    {
        ArgumentNullException.ThrowIfNull(message);
        _queue.Enqueue(message, sender);
        // The increment inside Enqueue is a full fence: either this sees the Scheduled bit cleared or the reader sees the slot.
        var status = Volatile.Read(ref _status);
        if ((status & Scheduled) == 0 && (status < SuspensionUnit || (status & Closed) != 0)) TrySchedule();
    }

    public sealed override void SendSystem(SystemMessage message)
    {
        SystemMessage? head;
        // Once exchanged the message is the reader's, its link included; so the comparison is with a copy.
        do message.Next = head = Volatile.Read(ref _systemQueue);
        while (Interlocked.CompareExchange(ref _systemQueue, message, head) != head);
        TrySchedule();
    }

    public void Execute()
    {
        var interrupted = Enter();
        HandleSystemQueue();
        if (IsClosed) Drain();
        for (var left = MessagesPerRun; left > 0 && !IsClosed && !IsSuspended && TryTake(out var envelope); left--)
        {
            Handle(envelope.Message, envelope.Sender);
            if (Volatile.Read(ref _systemQueue) is not null) HandleSystemQueue();
        }

        Leave(interrupted);
        Interlocked.And(ref _status, ~Scheduled);
        if (HasWork()) TrySchedule();
    }

    /// <summary>Makes this the running actor and returns the one that was.</summary>
    protected abstract ActorCell? Enter();

    protected abstract void Leave(ActorCell? interrupted);

    /// <summary>Handles one user message; throws nothing.</summary>
    protected abstract void Handle(object message, IActorRef? sender);

    /// <summary>Handles one system message; throws nothing.</summary>
    protected abstract void HandleSystem(SystemMessage message);

    protected void SuspendMailbox() => Interlocked.Add(ref _status, SuspensionUnit);

    protected void ResumeMailbox() => Interlocked.Add(ref _status, -SuspensionUnit);

    /// <summary>Messages that come before everything queued, the first on top; null while there never were any.</summary>
    protected abstract Stack<Envelope>? Front { get; }

    protected void Close()
    {
        Interlocked.Or(ref _status, Closed);
        Drain();
    }

    private void Drain()
    {
        while (TryTake(out var envelope)) System.DeadLetterRef.Publish(envelope.Message, envelope.Sender, this);
    }

    private bool TryTake(out Envelope envelope) => Front?.TryPop(out envelope) == true || _queue.TryDequeue(out envelope);

    private bool HasWork() => Volatile.Read(ref _systemQueue) is not null
        || ((IsClosed || !IsSuspended) && (Front is { Count: > 0 } || !_queue.IsEmpty));

    private void TrySchedule()
    {
        // The test saves the expensive Or where a run is under way, which sees the message before it ends.
        if ((Volatile.Read(ref _status) & Scheduled) != 0) return;
        if ((Interlocked.Or(ref _status, Scheduled) & Scheduled) == 0) System.Dispatcher.Schedule(this);
    }

    /// <summary>The queue is a stack of what has arrived, newest first; it is taken whole and turned round.</summary>
    private void HandleSystemQueue()
    {
        while (Interlocked.Exchange(ref _systemQueue, null) is { } arrived)
        {
            SystemMessage? ordered = null;
            for (var message = arrived; message is not null;)
            {
                var older = message.Next;
                message.Next = ordered;
                ordered = message;
                message = older;
            }

            for (; ordered is not null; ordered = ordered.Next) HandleSystem(ordered);
        }
    }
}
