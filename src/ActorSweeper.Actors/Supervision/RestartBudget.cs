namespace ActorSweeper.Actors;

/// <summary>How often one child has been restarted. Kept by its parent.</summary>
internal sealed class RestartBudget
{
    private int _count;
    private long _windowStart = long.MinValue;

    /// <summary>Counts a restart; false when it is not allowed. A negative limit is none; with a window it means one per window. The
    /// window begins with the first failure and with the first after it expired; without one the limit is for life.</summary>
    public bool Request(int maxRetries, long windowTicks, long now)
    {
        if (maxRetries == 0) return false;
        if (windowTicks <= 0) return maxRetries < 0 || ++_count <= maxRetries;
        if (_windowStart == long.MinValue) _windowStart = now;
        if (now - _windowStart <= windowTicks) return ++_count <= Math.Max(1, maxRetries);
        (_windowStart, _count) = (now, 1);
        return true;
    }
}
