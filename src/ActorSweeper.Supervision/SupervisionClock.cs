using ActorSweeper.Core.Time;

namespace ActorSweeper.Supervision;

/// <summary>
/// Reads the wall clock and the steady clock together. Both start out equal; a step of the wall clock, or a sleep of the machine
/// (in which the steady clock stands still), parts them.
/// </summary>
internal sealed class SupervisionClock
{
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _startWall;
    private readonly long _startSteady;

    public SupervisionClock(TimeProvider time)
    {
        _time = time;
        _startWall = time.GetUtcNow();
        _startSteady = time.GetTimestamp();
    }

    private SupervisionClock(TimeProvider time, SupervisionClock like) =>
        (_time, _startWall, _startSteady) = (time, like._startWall, like._startSteady);

    /// <summary>A clock on another time whose steady readings are on the same scale.</summary>
    public SupervisionClock On(TimeProvider time) => new(time, this);

    public TimeProvider Time => _time;

    public ClockReading Read() => new(_time.GetUtcNow(), _startWall + _time.GetElapsedTime(_startSteady));

    /// <summary>How far the wall clock has moved against the steady clock between two readings; negative when it was set back.</summary>
    public static TimeSpan Gap(ClockReading earlier, ClockReading later) => (later.Wall - earlier.Wall) - (later.Steady - earlier.Steady);
}
