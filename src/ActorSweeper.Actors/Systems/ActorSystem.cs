namespace ActorSweeper.Actors;

/// <summary>A tree of actors with one clock, one event stream and one dispatcher. Safe to use from any thread.</summary>
public sealed class ActorSystem : IActorRefFactory, IDisposable
{
    private readonly TaskCompletionSource _terminated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ActorCell _userGuardian;
    private readonly ActorCell _systemGuardian;
    private long _lastUid;

    private ActorSystem(string name, TimeProvider clock, Dispatcher dispatcher, SupervisorStrategy? guardianStrategy)
    {
        ActorNames.Check(name);
        (Name, Clock, Dispatcher, Timers) = (name, clock, dispatcher, new(clock));
        var root = new ActorPath(null, name);
        TemporaryPath = new(root, "temp");
        DeadLetterRef = new(this, new(root, "deadLetters"));
        var above = new RootRef(this, root);
        _userGuardian = CreateGuardian(above, "user", guardianStrategy);
        _systemGuardian = CreateGuardian(above, "system", strategy: null);
    }

    /// <summary>The system's name, the first part of every path.</summary>
    public string Name { get; }

    /// <summary>Where events, dead letters and failures are published.</summary>
    public EventStream EventStream { get; } = new();

    /// <summary>Publishes whatever it is told as a <see cref="DeadLetter"/>.</summary>
    public IActorRef DeadLetters => DeadLetterRef;

    /// <summary>Completes when the last actor has ended.</summary>
    public Task WhenTerminated => _terminated.Task;

    internal TimeProvider Clock { get; }
    internal Dispatcher Dispatcher { get; }
    internal TimerQueue Timers { get; }
    internal DeadLetterRef DeadLetterRef { get; }
    internal ActorPath TemporaryPath { get; }

    /// <summary>A system on the thread pool and the machine's clock.</summary>
    /// <exception cref="InvalidActorNameException">The name is not allowed.</exception>
    public static ActorSystem Create(string name) => Create(name, TimeProvider.System);

    /// <summary>A system with a clock of its own: every delay inside it, time-outs of callers included, is measured by that clock.
    /// Without a dispatcher it runs on the thread pool.</summary>
    /// <exception cref="InvalidActorNameException">The name is not allowed.</exception>
    public static ActorSystem Create(string name, TimeProvider timeProvider, Dispatcher? dispatcher = null) =>
        Create(name, timeProvider, dispatcher, guardianStrategy: null);

    internal static ActorSystem Create(
        string name, TimeProvider timeProvider, Dispatcher? dispatcher, SupervisorStrategy? guardianStrategy) =>
        new(name, timeProvider, dispatcher ?? Dispatcher.ThreadPool, guardianStrategy);

    /// <inheritdoc/>
    public IActorRef ActorOf(Props props, string? name = null) => _userGuardian.ActorOf(props, name);

    /// <summary>Stops an actor after the message it has in hand; what it has queued becomes dead letters.</summary>
    public void Stop(IActorRef actor) => InternalActorRef.Of(actor).SendSystem(new Terminate());

    /// <summary>Stops all actors, children before parents, and returns <see cref="WhenTerminated"/>.</summary>
    public Task Terminate()
    {
        Stop(_userGuardian);
        return WhenTerminated;
    }

    /// <summary>Begins to terminate and does not wait, except that a deterministic system has ended when this returns.</summary>
    public void Dispose()
    {
        _ = Terminate();
        (Dispatcher as DeterministicDispatcher)?.RunUntilIdle();
    }

    internal long NextUid() => Interlocked.Increment(ref _lastUid);

    /// <summary>An actor beside those of the user, which ends after them.</summary>
    internal IActorRef SystemActorOf(Props props, string? name) => _systemGuardian.ActorOf(props, name);

    internal void GuardianTerminated(InternalActorRef guardian)
    {
        if (ReferenceEquals(guardian, _userGuardian))
        {
            Stop(_systemGuardian);
            return;
        }

        Timers.Dispose();
        _terminated.TrySetResult();
    }

    private ActorCell CreateGuardian(RootRef above, string name, SupervisorStrategy? strategy)
    {
        var guardian = new ActorCell(this, above, name, 0, new Props(typeof(Guardian), () => new Guardian(), strategy));
        guardian.OpenChildren();
        guardian.SendSystem(new Create());
        return guardian;
    }

    /// <summary>The parent of the actors that nobody else is the parent of.</summary>
    private sealed class Guardian : ActorBase
    {
        protected override bool Receive(object message) => false;
    }
}
