namespace ActorSweeper.Actors;

/// <summary>A clock that moves only when told to. Timers fire inside <see cref="Advance"/>, on the calling thread, in the order of
/// their due times, each at its own instant, including those set while advancing. It starts at 2000-01-01 00:00 UTC unless told
/// otherwise. Reading is safe from any thread; advancing is for one thread at a time.</summary>
public sealed class VirtualClock : TimeProvider
{
    /// <summary>More timers than this at one instant mean that one sets itself again without delay.</summary>
    private const int MostFiredAtOneInstant = 10_000_000;

    private readonly Lock _gate = new();
    private readonly PriorityQueue<VirtualTimer, (long Due, long Sequence)> _queue = new();
    private readonly List<Func<int>> _settlers = [];
    private DateTimeOffset _epoch;
    private long _elapsed;
    private long _sequence;
    private bool _advancing;

    /// <summary>A clock that stands at 2000-01-01 00:00 UTC.</summary>
    public VirtualClock()
        : this(new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
    }

    /// <summary>A clock that stands at the given instant.</summary>
    public VirtualClock(DateTimeOffset startDateTime) => _epoch = startDateTime.ToUniversalTime();

    /// <summary>UTC.</summary>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>Timestamps count 100 ns.</summary>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How far ahead the next timer is; null when none is set.</summary>
    public TimeSpan? NextDue
    {
        get
        {
            lock (_gate) return Peek() is { } timer ? TimeSpan.FromTicks(Math.Max(0, timer.Due - _elapsed)) : null;
        }
    }

    /// <summary>How many timers are set. An actor system has one timer, whatever number of actors wait.</summary>
    public int TimerCount
    {
        get
        {
            lock (_gate) return _queue.UnorderedItems.Count(item => item.Element.IsSetFor(item.Priority.Sequence));
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => Interlocked.Read(ref _elapsed);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return _epoch.AddTicks(_elapsed);
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Lets time pass. What <see cref="SettleWith"/> named runs before the first timer, after each and at the end, so that
    /// nobody notices a later instant before everything at the earlier one has been done.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The span is negative.</exception>
    /// <exception cref="InvalidOperationException">Called from a timer, or timers keep setting themselves without delay.</exception>
    public void Advance(TimeSpan delta)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delta, TimeSpan.Zero);
        if (_advancing) throw new InvalidOperationException("A timer cannot advance the clock that runs it");
        _advancing = true;
        var outer = SynchronizationContext.Current;
        // What awaits a timer goes on right here; seen from the context of a test it would leave for the thread pool.
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            var end = _elapsed + delta.Ticks;
            Settle();
            var (fired, instant) = (0, _elapsed);
            while (TakeDue(end) is { } timer)
            {
                (fired, instant) = (instant == _elapsed ? fired + 1 : 0, _elapsed);
                if (fired > MostFiredAtOneInstant) throw new InvalidOperationException("Timers keep setting themselves without delay");
                timer.Fire();
                Settle();
            }

            Interlocked.Exchange(ref _elapsed, end);
            Settle();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
            _advancing = false;
        }
    }

    /// <summary>Lets time pass until the given instant of <see cref="GetUtcNow"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The instant is past; <see cref="StepWallClock"/> goes back.</exception>
    public void SetUtcNow(DateTimeOffset value) => Advance(value - GetUtcNow());

    /// <summary>Moves <see cref="GetUtcNow"/> either way as an operator or NTP does: no time passes, no timer notices.</summary>
    public void StepWallClock(TimeSpan step)
    {
        lock (_gate) _epoch += step;
    }

    /// <summary>
    /// As <see cref="Task.Delay(TimeSpan, TimeProvider, CancellationToken)"/>, but whoever awaits it goes on at once and on this very
    /// thread when it is cancelled too, and not on a thread of the pool: what happens stays in one order.
    /// </summary>
    /// <param name="delay">How long; <see cref="Timeout.InfiniteTimeSpan"/> until it is cancelled.</param>
    /// <param name="cancellation">Ends it before.</param>
    public async Task DelayAsync(TimeSpan delay, CancellationToken cancellation)
    {
        var over = new TaskCompletionSource();
        using var timer = CreateTimer(static state => ((TaskCompletionSource)state!).TrySetResult(), over, delay, Timeout.InfiniteTimeSpan);
        using var registration = cancellation.UnsafeRegister(
            static (state, token) => ((TaskCompletionSource)state!).TrySetCanceled(token), over);
        await over.Task;
    }

    /// <summary>Names what brings a system to rest after each instant; it returns how much it did, 0 for nothing.</summary>
    public void SettleWith(Func<int> runUntilIdle) => _settlers.Add(runUntilIdle);

    private void Settle()
    {
        while (_settlers.Sum(settle => settle()) > 0)
        {
        }
    }

    private VirtualTimer? Peek()
    {
        while (_queue.TryPeek(out var timer, out var priority))
        {
            if (timer.IsSetFor(priority.Sequence)) return timer;
            _queue.Dequeue();
        }

        return null;
    }

    private VirtualTimer? TakeDue(long end)
    {
        lock (_gate)
        {
            if (Peek() is not { } timer || timer.Due > end) return null;
            _queue.Dequeue();
            Interlocked.Exchange(ref _elapsed, Math.Max(_elapsed, timer.Due));
            timer.Taken();
            return timer;
        }
    }

    /// <summary>Left in the queue when changed or disposed; the number tells whether an entry still counts.</summary>
    private sealed class VirtualTimer(VirtualClock clock, TimerCallback callback, object? state) : ITimer
    {
        private const long Unset = -1;

        private long _setAs = Unset;
        private long _period;
        private bool _disposed;

        public long Due { get; private set; }

        public bool IsSetFor(long sequence) => _setAs == sequence;

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                if (_disposed) return false;
                _period = period > TimeSpan.Zero ? period.Ticks : 0;
                if (dueTime < TimeSpan.Zero) _setAs = Unset;
                else Set(clock._elapsed + dueTime.Ticks);
                return true;
            }
        }

        public void Taken()
        {
            if (_period > 0) Set(Due + _period);
            else _setAs = Unset;
        }

        public void Dispose()
        {
            lock (clock._gate)
            {
                _disposed = true;
                _setAs = Unset;
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Set(long due)
        {
            Due = due;
            _setAs = clock._sequence++;
            clock._queue.Enqueue(this, (due, _setAs));
        }
    }
}
