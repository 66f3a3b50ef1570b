namespace ActorSweeper.Adapters.Tests.Forge;

/// <summary>Virtual time: a wait of up to a limit is over at once, and so much later; longer ones, such as deadlines, never end.</summary>
internal sealed class LeapingTime(DateTimeOffset begin, TimeSpan limit) : TimeProvider
{
    private long _elapsed;

    public TimeSpan Elapsed => TimeSpan.FromTicks(Interlocked.Read(ref _elapsed));

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _elapsed);

    public override DateTimeOffset GetUtcNow() => begin + Elapsed;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime < TimeSpan.Zero || dueTime > limit)
            return System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period);
        Interlocked.Add(ref _elapsed, dueTime.Ticks);
        return System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
