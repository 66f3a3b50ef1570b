namespace ActorSweeper.Actors;

/// <summary>Something that happens once or repeatedly at an instant of the system's clock.</summary>
internal abstract class TimerEntry
{
    /// <summary>Ticks of <see cref="TimerQueue.Now"/>.</summary>
    public long Due { get; set; }

    /// <summary>Orders entries due at one instant as they were added.</summary>
    public long Sequence { get; set; }

    /// <summary>Place in the heap; -1 outside it.</summary>
    public int HeapIndex { get; set; } = -1;

    /// <summary>Ticks between two occurrences; 0 for one that occurs once.</summary>
    public virtual long Interval => 0;

    /// <summary>Called outside the lock, on the clock's thread.</summary>
    public abstract void Fire();
}

/// <summary>All delays of one system on one timer of its clock: a binary heap by due time, so a pending entry costs nothing while it
/// waits and a cancelled one leaves at once. An entry never fires early. A repeating one fires for each interval at its own instant;
/// only when the clock itself jumped past several are those skipped.</summary>
internal sealed class TimerQueue : IDisposable
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private readonly bool _isSystemClock;
    private readonly long _origin;
    private readonly ITimer _timer;
    private TimerEntry[] _heap = new TimerEntry[16];
    private int _count;
    private long _sequence;
    private long _armedFor = long.MaxValue;
    private bool _disposed;

    public TimerQueue(TimeProvider clock)
    {
        (_clock, _isSystemClock, _origin) = (clock, ReferenceEquals(clock, TimeProvider.System), clock.GetTimestamp());
        _timer = clock.CreateTimer(_ => FireDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Monotonic time since the system began, in ticks of 100 ns.</summary>
    public long Now => _clock.GetElapsedTime(_origin).Ticks;

    public void Add(TimerEntry entry, TimeSpan delay)
    {
        lock (_gate)
        {
            if (_disposed) return;
            Extract(entry);
            Insert(entry, Now + delay.Ticks);
            Arm(onlyIfEarlier: true);
        }
    }

    public void Remove(TimerEntry entry)
    {
        lock (_gate)
        {
            // One idle wake-up of the real clock is cheaper than setting it anew for every timeout that was not needed.
            if (Extract(entry)) Arm(onlyIfEarlier: _isSystemClock);
        }
    }

    public void Dispose()
    {
        lock (_gate) (_disposed, _heap, _count) = (true, [], 0);
        _timer.Dispose();
    }

    private void FireDue()
    {
        List<TimerEntry> due = [];
        lock (_gate)
        {
            if (_disposed) return;
            var now = Now;
            while (_count > 0 && _heap[0].Due <= now)
            {
                var entry = _heap[0];
                due.Add(entry);
                Extract(entry);
                if (entry.Interval > 0) Insert(entry, entry.Due + (((now - entry.Due) / entry.Interval) + 1) * entry.Interval);
            }

            _armedFor = long.MaxValue;
            Arm(onlyIfEarlier: true);
        }

        foreach (var entry in due) entry.Fire();
    }

    private void Arm(bool onlyIfEarlier)
    {
        var due = _count == 0 ? long.MaxValue : _heap[0].Due;
        if (onlyIfEarlier ? due >= _armedFor : due == _armedFor) return;
        _armedFor = due;
        var wait = TimeSpan.FromTicks(Math.Max(0, due - Now));
        // The real clock counts whole milliseconds and cuts off the rest, which would wake too early and again at once.
        if (_isSystemClock) wait = TimeSpan.FromMilliseconds(Math.Min(Math.Ceiling(wait.TotalMilliseconds), int.MaxValue));
        _timer.Change(due == long.MaxValue ? Timeout.InfiniteTimeSpan : wait, Timeout.InfiniteTimeSpan);
    }

    private void Insert(TimerEntry entry, long due)
    {
        (entry.Due, entry.Sequence) = (due, _sequence++);
        if (_count == _heap.Length) Array.Resize(ref _heap, _count * 2);
        Raise(_count++, entry);
    }

    private bool Extract(TimerEntry entry)
    {
        var index = entry.HeapIndex;
        if (index < 0 || index >= _count || _heap[index] != entry) return false;
        entry.HeapIndex = -1;
        var last = _heap[--_count];
        _heap[_count] = null!;
        if (last == entry) return true;
        Lower(index, last);
        Raise(last.HeapIndex, last);
        return true;
    }

    private void Raise(int index, TimerEntry entry)
    {
        for (int above; index > 0 && IsBefore(entry, _heap[above = (index - 1) / 2]); index = above) Place(index, _heap[above]);
        Place(index, entry);
    }

    private void Lower(int index, TimerEntry entry)
    {
        for (var below = (2 * index) + 1; below < _count; index = below, below = (2 * index) + 1)
        {
            if (below + 1 < _count && IsBefore(_heap[below + 1], _heap[below])) below++;
            if (!IsBefore(_heap[below], entry)) break;
            Place(index, _heap[below]);
        }

        Place(index, entry);
    }

    private void Place(int index, TimerEntry entry) => (_heap[index] = entry).HeapIndex = index;

    private static bool IsBefore(TimerEntry a, TimerEntry b) => a.Due != b.Due ? a.Due < b.Due : a.Sequence < b.Sequence;
}
