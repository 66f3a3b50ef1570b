namespace ActorSweeper.Core.Time;

/// <summary>One instant on two clocks: the wall clock, which may be stepped, and a steady one, which never is.</summary>
/// <param name="Wall">What the wall clock shows.</param>
/// <param name="Steady">What the steady clock shows; it stops while the machine sleeps.</param>
public readonly record struct ClockReading(DateTimeOffset Wall, DateTimeOffset Steady);

/// <summary>
/// Carries stamps that other programs wrote by the wall clock over to the steady clock. A stamp gets its place when it is first
/// seen and keeps it while it stays the same, so that neither a step of the wall clock nor a sleep of the machine makes a
/// silence look longer, or shorter, than it was. A stamp from the future counts as just seen.
/// </summary>
public sealed class SteadyStamps
{
    private Dictionary<string, (DateTimeOffset Stamp, DateTimeOffset Steady)> _known = [];
    private Dictionary<string, (DateTimeOffset Stamp, DateTimeOffset Steady)> _seen = [];

    /// <summary>Begins a look: stamps that it does not mention are forgotten when it ends.</summary>
    public void BeginLook() => _seen = [];

    /// <summary>Ends a look.</summary>
    public void EndLook() => _known = _seen;

    /// <summary>The place of a stamp on the steady clock.</summary>
    /// <param name="name">What is stamped, the same in each look.</param>
    /// <param name="stamp">The stamp, by the wall clock; null gives null.</param>
    /// <param name="now">This instant on both clocks.</param>
    public DateTimeOffset? Place(string name, DateTimeOffset? stamp, ClockReading now)
    {
        if (stamp is not { } wall) return null;
        var steady = _known.TryGetValue(name, out var known) && known.Stamp == wall
            ? known.Steady
            : now.Steady - (wall < now.Wall ? now.Wall - wall : TimeSpan.Zero);
        _seen[name] = (wall, steady);
        return steady;
    }
}
