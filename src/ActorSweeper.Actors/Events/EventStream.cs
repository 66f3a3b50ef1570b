using System.Collections.Concurrent;

namespace ActorSweeper.Actors;

/// <summary>Delivers published events to subscribed actors by type: a subscription to a base class or an interface gets everything
/// derived from it, and an actor gets each event once however many of its subscriptions match. Safe from any thread; publishing puts
/// the event into the mailboxes before it returns. An actor that ends is unsubscribed by itself.</summary>
public sealed class EventStream
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<Type, IActorRef[]> _receivers = new();
    private readonly List<(IActorRef Subscriber, Type Channel)> _subscriptions = [];

    internal EventStream() { }

    /// <summary>Subscribes an actor to a type; false when it already is.</summary>
    public bool Subscribe(IActorRef subscriber, Type channel)
    {
        lock (_gate)
        {
            if (_subscriptions.Contains((subscriber, channel))) return false;
            _subscriptions.Add((subscriber, channel));
            _receivers.Clear();
        }

        // The actor may have ended meanwhile; then nobody else takes the subscription back.
        if (subscriber is ActorCell actor && !actor.NoteSubscription()) Unsubscribe(subscriber);
        return true;
    }

    /// <summary>Takes back one subscription; false when there was none.</summary>
    public bool Unsubscribe(IActorRef subscriber, Type channel) => Remove(s => s.Subscriber.Equals(subscriber) && s.Channel == channel);

    /// <summary>Takes back all subscriptions of an actor; false when there was none.</summary>
    public bool Unsubscribe(IActorRef subscriber) => Remove(s => s.Subscriber.Equals(subscriber));

    /// <summary>Delivers an event to everyone subscribed to its type; it has no sender.</summary>
    public void Publish(object @event)
    {
        if (!_receivers.TryGetValue(@event.GetType(), out var receivers)) receivers = FindReceivers(@event.GetType());
        foreach (var receiver in receivers) receiver.Tell(@event, ActorRefs.NoSender);
    }

    /// <summary>Remembered under the lock, or a list found before a change could be stored after the change has cleared it.</summary>
    private IActorRef[] FindReceivers(Type type)
    {
        lock (_gate)
        {
            return _receivers[type] =
                [.. _subscriptions.Where(s => s.Channel.IsAssignableFrom(type)).Select(s => s.Subscriber).Distinct()];
        }
    }

    private bool Remove(Predicate<(IActorRef Subscriber, Type Channel)> match)
    {
        lock (_gate)
        {
            _receivers.Clear();
            return _subscriptions.RemoveAll(match) > 0;
        }
    }
}

/// <summary>Subscribing with the type as a type argument.</summary>
public static class EventStreamExtensions
{
    /// <summary>Subscribes an actor to <typeparamref name="TEvent"/>; false when it already is.</summary>
    public static bool Subscribe<TEvent>(this EventStream stream, IActorRef subscriber) => stream.Subscribe(subscriber, typeof(TEvent));
}
