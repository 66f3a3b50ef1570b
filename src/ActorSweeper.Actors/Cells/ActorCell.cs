namespace ActorSweeper.Actors;

/// <summary>One incarnation of an actor: its reference, its mailbox, its place in the tree and whatever instance it has at present.
/// Everything but posting happens inside a run of the mailbox, so no field needs a lock. What few actors use is in
/// <see cref="Extras"/>.</summary>
internal sealed partial class ActorCell(ActorSystem system, InternalActorRef parent, string name, long uid, Props props)
    : Mailbox(system), IUntypedActorContext
{
    [ThreadStatic]
    private static ActorCell? _current;

    private ActorBase? _actor;
    private object? _message;
    private IActorRef? _sender;
    private ChildActors? _children;
    private ActorTimers? _timers;
    private Extras? _extras;
    private Phase _phase;
    private bool _failed;
    private bool _awaiting;
    private bool _stashed;
    private bool _adopting;
    private volatile bool _subscribed;

    /// <summary>What the cell is going through. Each phase between the first and the last waits for something.</summary>
    private enum Phase : byte
    {
        Living,

        /// <summary>For the children of a failed creation to end, then it is tried again.</summary>
        CreatingAgain,

        /// <summary>For the children that were stopped to end, then there is a new instance.</summary>
        Restarting,

        /// <summary>For all children to end.</summary>
        Terminating,
        Terminated,
    }

    /// <summary>The cell whose run is under way on this thread.</summary>
    public static ActorCell? Current => _current;

    public static ActorCell Running => _current ?? throw new NotSupportedException(
        "There is no running actor here, most likely because of an await that left it (ConfigureAwait(false), Task.Run)");

    /// <summary>Made on demand: a path costs more than the name, and few are asked for theirs.</summary>
    public override ActorPath Path => new(parent.Path, name, uid);
    public string Name => name;
    public IActorRef Self => this;
    public IActorRef Parent => parent;
    public IActorRef Sender => _sender ?? System.DeadLetters;
    public Props Props => props;

    protected override Stack<Envelope>? Front => _extras?.Stash?.Returned;

    private Extras Extra => _extras ??= new();

    /// <summary>Called by the constructor of every actor: tells an instance that this cell is making from one made with new.</summary>
    public bool Adopt(ActorBase actor)
    {
        if (!_adopting) return false;
        _adopting = false;
        if (actor is IWithTimers timed) timed.Timers = _timers ??= new(this);
        return true;
    }

    /// <summary>Remembers to take back the subscriptions at the end; false when that has come.</summary>
    public bool NoteSubscription()
    {
        _subscribed = true;
        Interlocked.MemoryBarrier();
        return !IsClosed;
    }

    public void Stop(IActorRef child)
    {
        if (child is ActorCell own) _children?.NoteStopped(own);
        InternalActorRef.Of(child).SendSystem(new Terminate());
    }

    protected override ActorCell? Enter()
    {
        var interrupted = _current;
        _current = this;
        return interrupted;
    }

    protected override void Leave(ActorCell? interrupted) => _current = interrupted;

    protected override void Handle(object message, IActorRef? sender)
    {
        if (message is TimerTick tick && (message = _timers!.Accept(tick)!) is null) return;
        (_message, _sender, _stashed) = (message, sender, false);
        var idleness = message is INotInfluenceReceiveTimeout ? null : _extras?.Idleness;
        idleness?.Pause();
        try
        {
            if (message is IAutoReceivedMessage) HandleAutoReceived(message);
            else _actor!.Deliver(message);
        }
        catch (Exception cause)
        {
            Fail(cause, perpetrator: null);
        }

        // The handler may have set the receive timeout anew or turned it off.
        if (idleness is not null && idleness == _extras?.Idleness) idleness.Restart();
        if (!_failed && !_awaiting) _message = _sender = null;
    }

    private void HandleAutoReceived(object message)
    {
        if (message is PoisonPill) Stop(this);
        else if (message is Kill) throw new ActorKilledException("Kill");
        else if (message is Terminated terminated && TakeTermination(terminated) is { } notice) _actor!.Deliver(_message = notice);
    }

    private ActorBase NewActor()
    {
        if (_extras is not null) _extras.Strategy = null;
        _adopting = true;
        try
        {
            var actor = props.NewActor();
            if (actor is IWithUnboundedStash stashing) stashing.Stash = Extra.Stash ??= new(this);
            actor.Constructed();
            return actor;
        }
        finally
        {
            _adopting = false;
        }
    }

    private void Report(Exception cause, string what) =>
        System.EventStream.Publish(new Error(cause, Path.ToString(), props.Type, $"{what}: {cause.Message}"));

    /// <summary>Calls user code whose failure changes nothing.</summary>
    private void Attempt(string what, Action act)
    {
        try
        {
            act();
        }
        catch (Exception cause)
        {
            Report(cause, $"{what} failed");
        }
    }

    /// <summary>What an idle actor does without.</summary>
    private sealed class Extras
    {
        public List<SystemMessage> Deferred { get; } = [];
        public ActorCell? Perpetrator { get; set; }
        public Exception? RestartCause { get; set; }
        public SupervisorStrategy? Strategy { get; set; }
        public WatchList? Watches { get; set; }
        public ContinuationContext? Continuations { get; set; }
        public Idleness? Idleness { get; set; }
        public MessageStash? Stash { get; set; }
    }
}
