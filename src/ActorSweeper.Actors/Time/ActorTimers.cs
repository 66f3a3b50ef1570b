namespace ActorSweeper.Actors;

/// <summary>One timer of an actor. It is its own message, so a tick allocates nothing; the actor unwraps it on receipt.</summary>
internal sealed class TimerTick(ActorCell owner, object key, object message, long interval) : TimerEntry
{
    public override long Interval => interval;
    public object Key => key;
    public object Message => message;

    /// <summary>False once cancelled, replaced or used up. Read and written by the owner only.</summary>
    public bool IsActive { get; set; } = true;

    /// <summary>The owner's next timer, as long as it has few.</summary>
    public TimerTick? Sibling { get; set; }

    public override void Fire() => owner.Tell(this, ActorRefs.NoSender);
}

/// <summary>The timers of one cell by key: a chain while there are few, as in nearly all actors, and a dictionary beyond that.</summary>
internal sealed class ActorTimers(ActorCell owner) : ITimerScheduler
{
    private const int LongestChain = 8;

    private TimerTick? _first;
    private Dictionary<object, TimerTick>? _byKey;

    public void StartSingleTimer(object key, object msg, TimeSpan timeout) => Start(key, msg, timeout, interval: 0);

    public void StartPeriodicTimer(object key, object msg, TimeSpan interval) => StartPeriodicTimer(key, msg, interval, interval);

    public void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(interval, TimeSpan.Zero);
        Start(key, msg, initialDelay, interval.Ticks);
    }

    public bool IsTimerActive(object key) => Find(key) is not null;

    public void Cancel(object key)
    {
        if (Find(key) is not { } timer) return;
        Forget(timer);
        owner.System.Timers.Remove(timer);
    }

    public void CancelAll()
    {
        while (_first is not null) Cancel(_first.Key);
        foreach (var key in _byKey?.Keys.ToArray() ?? []) Cancel(key);
    }

    /// <summary>The message of a tick that has arrived, or null when the timer is no longer the one that sent it.</summary>
    public object? Accept(TimerTick tick)
    {
        if (!tick.IsActive) return null;
        if (tick.Interval == 0) Forget(tick);
        return tick.Message;
    }

    private void Start(object key, object message, TimeSpan delay, long interval)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        Cancel(key);
        var timer = new TimerTick(owner, key, message, interval);
        if (_byKey is null) Chain(timer);
        else _byKey.Add(key, timer);
        owner.System.Timers.Add(timer, delay);
    }

    private void Chain(TimerTick timer)
    {
        (timer.Sibling, _first) = (_first, timer);
        var length = 0;
        for (var each = _first; each is not null; each = each.Sibling) length++;
        if (length <= LongestChain) return;
        _byKey = [];
        for (; _first is not null; _first = _first.Sibling) _byKey.Add(_first.Key, _first);
    }

    private TimerTick? Find(object key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (_byKey is not null) return _byKey.GetValueOrDefault(key);
        var timer = _first;
        while (timer is not null && !timer.Key.Equals(key)) timer = timer.Sibling;
        return timer;
    }

    private void Forget(TimerTick timer)
    {
        timer.IsActive = false;
        if (_byKey?.Remove(timer.Key) == true) return;
        if (_first == timer) _first = timer.Sibling;
        else for (var before = _first; before is not null; before = before.Sibling)
            if (before.Sibling == timer) before.Sibling = timer.Sibling;
    }
}
