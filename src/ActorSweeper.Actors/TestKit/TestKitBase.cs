using System.Collections.Concurrent;

namespace ActorSweeper.Actors;

/// <summary>An expectation was not met.</summary>
public sealed class ExpectationFailedException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>Expectations about what an actor of the test receives. Nothing is skipped: the first message that arrives must be the
/// expected one. Waiting means real time, unless the system is deterministic: then its actors run until idle and, while nothing has
/// arrived, its virtual clock goes from timer to timer as far as the wait allows, so no real time passes.</summary>
public abstract class TestKitBase
{
    /// <summary>How long an expectation waits that says nothing else.</summary>
    public static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(3);

    private readonly BlockingCollection<Received> _inbox = [];
    private readonly TimeProvider _time;
    private long? _deadline;

    private protected TestKitBase(ActorSystem system, string? name)
    {
        Sys = system;
        Clock = system.Clock as VirtualClock;
        _time = Clock ?? TimeProvider.System;
        var inbox = _inbox;
        TestActor = system.SystemActorOf(new Props(typeof(InboxActor), () => new InboxActor(inbox), null), name);
    }

    /// <summary>The system under test.</summary>
    public ActorSystem Sys { get; }

    /// <summary>The system's clock if it is a virtual one.</summary>
    public VirtualClock? Clock { get; }

    /// <summary>The actor whose messages are expected.</summary>
    public IActorRef TestActor { get; }

    /// <summary>Who sent the last message that was taken.</summary>
    public IActorRef LastSender { get; private set; } = ActorRefs.Nobody;

    /// <summary>How many messages have arrived and not been taken.</summary>
    public int ReceivedSoFar => _inbox.Count;

    /// <summary>Runs a deterministic system until idle; does nothing for another.</summary>
    public void RunUntilIdle() => (Sys.Dispatcher as DeterministicDispatcher)?.RunUntilIdle();

    /// <summary>Takes the next message, which must be of that type.</summary>
    /// <exception cref="ExpectationFailedException">Nothing came in time, or something else.</exception>
    public T ExpectMsg<T>(TimeSpan? duration = null) =>
        Next(duration, $"a {typeof(T)}") is T message ? message : throw Unexpected($"a {typeof(T)}");

    /// <summary>Takes the next message, which must be of that type and accepted by the predicate.</summary>
    /// <inheritdoc cref="ExpectMsg{T}(TimeSpan?)"/>
    public T ExpectMsg<T>(Predicate<T> isMessage, TimeSpan? duration = null)
    {
        var message = ExpectMsg<T>(duration);
        return isMessage(message) ? message : throw Unexpected($"a {typeof(T)} accepted by the predicate");
    }

    /// <summary>Takes the next message, which must equal this one.</summary>
    /// <inheritdoc cref="ExpectMsg{T}(TimeSpan?)"/>
    public T ExpectMsg<T>(T message, TimeSpan? duration = null) =>
        Next(duration, $"<{message}>") is T received && EqualityComparer<T>.Default.Equals(received, message)
            ? received
            : throw Unexpected($"<{message}>");

    /// <summary>Takes the next message, which must be of that type and from that sender.</summary>
    /// <inheritdoc cref="ExpectMsg{T}(TimeSpan?)"/>
    public T ExpectMsgFrom<T>(IActorRef sender, TimeSpan? duration = null)
    {
        var message = ExpectMsg<T>(duration);
        return LastSender.Equals(sender) ? message : throw Unexpected($"a {typeof(T)} from {sender}");
    }

    /// <summary>Nothing may arrive for that long. A virtual clock advances by it.</summary>
    /// <exception cref="ExpectationFailedException">Something arrived.</exception>
    public void ExpectNoMsg(TimeSpan duration)
    {
        if (TryNext(duration, out _)) throw Unexpected($"nothing for {duration}");
    }

    /// <summary>Takes that many messages, all within the wait.</summary>
    /// <exception cref="ExpectationFailedException">Fewer came in time.</exception>
    public IReadOnlyList<object> ReceiveN(int numberOfMessages, TimeSpan? duration = null)
    {
        var messages = new List<object>(numberOfMessages);
        var end = _time.GetTimestamp() + Timestamps(Wait(duration));
        while (messages.Count < numberOfMessages)
        {
            var expected = $"{numberOfMessages} messages but got {messages.Count}";
            messages.Add(Next(_time.GetElapsedTime(_time.GetTimestamp(), end), expected));
        }

        return messages;
    }

    /// <summary>Takes messages until one of that type is accepted; the others are dropped.</summary>
    /// <exception cref="ExpectationFailedException">None came in time.</exception>
    public T FishForMessage<T>(Predicate<T> isMessage, TimeSpan? max = null)
    {
        var end = _time.GetTimestamp() + Timestamps(Wait(max));
        while (true)
        {
            var left = _time.GetElapsedTime(_time.GetTimestamp(), end);
            if (Next(left, $"a {typeof(T)} among others") is T message && isMessage(message)) return message;
        }
    }

    /// <summary>Watches an actor in the name of <see cref="TestActor"/>; in force when this returns.</summary>
    public IActorRef Watch(IActorRef actorToWatch)
    {
        Command(new InboxActor.Watch(actorToWatch));
        return actorToWatch;
    }

    /// <summary>Ends a watch; in force when this returns.</summary>
    public IActorRef Unwatch(IActorRef actorToUnwatch)
    {
        Command(new InboxActor.Unwatch(actorToUnwatch));
        return actorToUnwatch;
    }

    /// <summary>Takes the next message, which must tell the end of that actor; it must be watched.</summary>
    /// <inheritdoc cref="ExpectMsg{T}(TimeSpan?)"/>
    public Terminated ExpectTerminated(IActorRef target, TimeSpan? duration = null) =>
        ExpectMsg<Terminated>(terminated => terminated.ActorRef.Equals(target), duration);

    /// <summary>Runs the block, which must end within the span by the system's clock; expectations inside wait no longer than it.</summary>
    /// <exception cref="ExpectationFailedException">It took longer.</exception>
    public void Within(TimeSpan max, Action action)
    {
        var (outer, start) = (_deadline, _time.GetTimestamp());
        var end = start + Timestamps(max);
        _deadline = outer is { } limit ? Math.Min(limit, end) : end;
        try
        {
            action();
        }
        finally
        {
            _deadline = outer;
        }

        var taken = _time.GetElapsedTime(start);
        if (taken > max) throw new ExpectationFailedException($"The block took {taken}, more than {max}");
    }

    /// <summary>Repeats an assertion until it holds. A virtual clock advances by the interval between two tries.</summary>
    /// <exception cref="ExpectationFailedException">It did not hold in time; the inner exception is that of the last try.</exception>
    public void AwaitAssert(Action assertion, TimeSpan? duration = null, TimeSpan? interval = null)
    {
        var end = _time.GetTimestamp() + Timestamps(Wait(duration));
        while (true)
        {
            RunUntilIdle();
            try
            {
                assertion();
                return;
            }
            catch (Exception cause)
            {
                if (_time.GetTimestamp() >= end) throw new ExpectationFailedException("The assertion did not hold in time", cause);
                Pause(interval ?? TimeSpan.FromMilliseconds(100));
            }
        }
    }

    /// <summary>Repeats a question until the answer is yes, as <see cref="AwaitAssert"/> does.</summary>
    /// <exception cref="ExpectationFailedException">It was not in time.</exception>
    public void AwaitCondition(Func<bool> conditionIsFulfilled, TimeSpan? max = null) =>
        AwaitAssert(() => _ = conditionIsFulfilled() ? true : throw new ExpectationFailedException("The condition is not fulfilled"), max);

    private object Next(TimeSpan? duration, string expected)
    {
        var wait = Wait(duration);
        if (TryNext(wait, out var message)) return message;
        throw new ExpectationFailedException($"Expected {expected} within {wait}, got nothing");
    }

    private bool TryNext(TimeSpan wait, out object message)
    {
        var isDeterministic = Sys.Dispatcher is DeterministicDispatcher;
        var arrived = isDeterministic ? TryNextByRunning(wait, out var received) : _inbox.TryTake(out received, wait);
        message = received.Message;
        LastMessage = message;
        LastSender = received.Sender ?? Sys.DeadLetters;
        return arrived;
    }

    private object? LastMessage { get; set; }

    private bool TryNextByRunning(TimeSpan wait, out Received received)
    {
        RunUntilIdle();
        if (_inbox.TryTake(out received)) return true;
        var end = _time.GetTimestamp() + Timestamps(wait);
        while (Clock is not null && _time.GetTimestamp() < end)
        {
            var left = _time.GetElapsedTime(_time.GetTimestamp(), end);
            Clock.Advance(Clock.NextDue is { } due && due < left ? due : left);
            if (_inbox.TryTake(out received)) return true;
        }

        return false;
    }

    /// <summary>What the caller said, or else the usual, cut to what is left of the enclosing block.</summary>
    private TimeSpan Wait(TimeSpan? duration)
    {
        if (duration is { } given) return given > TimeSpan.Zero ? given : TimeSpan.Zero;
        if (_deadline is not { } deadline) return DefaultWait;
        var left = _time.GetElapsedTime(_time.GetTimestamp(), deadline);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private long Timestamps(TimeSpan span) => (long)(span.TotalSeconds * _time.TimestampFrequency);

    private void Pause(TimeSpan interval)
    {
        if (Clock is not null)
        {
            Clock.Advance(interval);
            return;
        }

        using var never = new ManualResetEventSlim();
        never.Wait(interval);
    }

    private void Command(InboxActor.Order order)
    {
        TestActor.Tell(order, ActorRefs.NoSender);
        RunUntilIdle();
        if (!order.Done.Wait(DefaultWait)) throw new ExpectationFailedException("The test's actor does not run");
    }

    private ExpectationFailedException Unexpected(string expected) => new($"Expected {expected}, got <{LastMessage}> from {LastSender}");

    private readonly record struct Received(object Message, IActorRef? Sender);

    /// <summary>Puts whatever arrives where the test finds it.</summary>
    private sealed class InboxActor(BlockingCollection<Received> inbox) : ActorBase
    {
        protected override bool Receive(object message)
        {
            if (message is Order order) order.CarryOut(Context);
            else inbox.Add(new(message, Sender));
            return true;
        }

        internal abstract class Order
        {
            public ManualResetEventSlim Done { get; } = new();

            public void CarryOut(IActorContext context)
            {
                Act(context);
                Done.Set();
            }

            protected abstract void Act(IActorContext context);
        }

        internal sealed class Watch(IActorRef subject) : Order
        {
            protected override void Act(IActorContext context) => context.Watch(subject);
        }

        internal sealed class Unwatch(IActorRef subject) : Order
        {
            protected override void Act(IActorContext context) => context.Unwatch(subject);
        }
    }
}
