namespace ActorSweeper.Actors;

/// <summary>The receive timeout of one cell. A message only notes the time; the entry in the timer queue moves when it comes due too
/// early, so a busy actor does not touch the queue. The cell's run writes, the clock's thread reads.</summary>
internal sealed class Idleness(ActorCell owner, TimeSpan limit) : TimerEntry
{
    private const long Busy = long.MaxValue;

    private readonly Lock _gate = new();
    private long _since;
    private bool _waiting;
    private bool _cancelled;

    public TimeSpan Limit => limit;

    public void Pause() => Volatile.Write(ref _since, Busy);

    public void Restart()
    {
        Volatile.Write(ref _since, owner.System.Timers.Now);
        lock (_gate)
        {
            if (!_waiting && !_cancelled) Wait(limit.Ticks);
        }
    }

    public void Cancel()
    {
        lock (_gate) _cancelled = true;
        owner.System.Timers.Remove(this);
    }

    public override void Fire()
    {
        lock (_gate)
        {
            var since = Volatile.Read(ref _since);
            Wait(_cancelled ? 0 : since == Busy ? limit.Ticks : since + limit.Ticks - owner.System.Timers.Now);
            if (_waiting || _cancelled) return;
        }

        owner.Tell(Actors.ReceiveTimeout.Instance, ActorRefs.NoSender);
    }

    private void Wait(long ticks)
    {
        _waiting = ticks > 0;
        if (_waiting) owner.System.Timers.Add(this, TimeSpan.FromTicks(ticks));
    }
}
