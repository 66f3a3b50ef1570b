using ActorSweeper.Actors;

namespace ActorSweeper.Simulation.Recorded;

/// <summary>
/// The time of one session in a replay. The looks of a pass happen at one instant of the virtual clock, but each took place at its
/// own: held there, a session's time runs ahead until the virtual clock has come after.
/// </summary>
internal sealed class LookTime : TimeProvider
{
    private readonly VirtualClock _clock;
    private long _held;

    public LookTime(VirtualClock clock) => _clock = clock;

    public override long TimestampFrequency => _clock.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => _clock.LocalTimeZone;

    /// <summary>Holds it at an instant, by the virtual clock's timestamps. One that has passed holds nothing.</summary>
    public void HoldAt(long timestamp) => _held = timestamp;

    public override long GetTimestamp() => Math.Max(_clock.GetTimestamp(), _held);

    public override DateTimeOffset GetUtcNow()
    {
        var ahead = _held - _clock.GetTimestamp();
        return ahead > 0 ? _clock.GetUtcNow().AddTicks(ahead) : _clock.GetUtcNow();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _clock.CreateTimer(callback, state, dueTime, period);
}
