namespace ActorSweeper.Simulation.Seeded;

/// <summary>What the wall clock showed at each instant of the steady clock: stamps of the past are worked out from it.</summary>
internal sealed class WallLine
{
    private readonly List<(TimeSpan From, DateTimeOffset Zero)> _steps = [];

    public WallLine(DateTimeOffset begin) => _steps.Add((TimeSpan.MinValue, begin));

    public DateTimeOffset At(TimeSpan steady)
    {
        var last = _steps.Count - 1;
        while (_steps[last].From > steady) last--;
        return _steps[last].Zero + steady;
    }

    /// <summary>The latest place on the steady clock that a look from an instant on could have given a stamp.</summary>
    public TimeSpan LatestPlaceOf(DateTimeOffset stamp, TimeSpan since)
    {
        var zero = _steps[^1].Zero;
        for (var step = _steps.Count - 1; step > 0 && _steps[step].From > since; step--)
            zero = _steps[step - 1].Zero < zero ? _steps[step - 1].Zero : zero;
        return stamp - zero;
    }

    public void Step(TimeSpan at, TimeSpan by) => _steps.Add((at, _steps[^1].Zero + by));
}
