namespace ActorSweeper.Actors;

internal sealed partial class ActorCell
{
    public IActorRef Watch(IActorRef subject) => WatchFor(subject, message: null);

    public IActorRef WatchWith(IActorRef subject, object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return WatchFor(subject, message);
    }

    public IActorRef Unwatch(IActorRef subject)
    {
        var target = InternalActorRef.Of(subject);
        if (_extras?.Watches is not { } watches) return subject;
        if (watches.Watched.Remove(target)) target.SendSystem(new Unwatch(this));
        watches.Ended.Remove(target);
        return subject;
    }

    private IActorRef WatchFor(IActorRef subject, object? message)
    {
        var target = InternalActorRef.Of(subject);
        var watches = Extra.Watches ??= new();
        if (!ReferenceEquals(target, this) && watches.Watched.TryAdd(target, message)) target.SendSystem(new Watch(this));
        return subject;
    }

    private void AddWatcher(InternalActorRef watcher)
    {
        if (_phase == Phase.Terminated) watcher.SendSystem(new DeathWatchNotification(this, existed: false));
        else (Extra.Watches ??= new()).Watchers.Add(watcher);
    }

    private void HandleDeath(DeathWatchNotification death)
    {
        if (_phase == Phase.Terminated) return;
        if (_extras?.Watches is { } watches && watches.Watched.Remove(death.Actor, out var message) && _phase != Phase.Terminating)
        {
            watches.Ended[death.Actor] = message;
            Tell(new Terminated(death.Actor, death.Existed), death.Actor);
        }

        if (death.Actor is not ActorCell child || _children?.Remove(child) != true) return;
        AskForStrategy(child);
        ContinueAfterChild();
    }

    /// <summary>Akka.NET asks for the strategy at the first end of a child too, so an override may count on it.</summary>
    private void AskForStrategy(ActorCell child)
    {
        if (_phase != Phase.Living || _failed) return;
        try { _ = Strategy; }
        catch (Exception cause) { Fail(cause, child); }
    }

    /// <summary>What to deliver for a queued notice; null when it was unwatched meanwhile.</summary>
    private object? TakeTermination(Terminated terminated) =>
        _extras?.Watches?.Ended.Remove((InternalActorRef)terminated.ActorRef, out var message) == true ? message ?? terminated : null;

    private void EndWatches()
    {
        if (_extras?.Watches is not { } watches) return;
        foreach (var watcher in watches.Watchers)
        {
            if (!ReferenceEquals(watcher, parent)) watcher.SendSystem(new DeathWatchNotification(this, existed: true));
        }

        foreach (var watched in watches.Watched.Keys) watched.SendSystem(new Unwatch(this));
    }

    /// <summary>Who is watched (with the message to deliver), who ended but has not been read about yet, and who watches.</summary>
    private sealed class WatchList
    {
        public Dictionary<InternalActorRef, object?> Watched { get; } = [];
        public Dictionary<InternalActorRef, object?> Ended { get; } = [];
        public HashSet<InternalActorRef> Watchers { get; } = [];
    }
}
