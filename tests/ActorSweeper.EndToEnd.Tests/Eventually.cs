namespace ActorSweeper.EndToEnd.Tests;

/// <summary>Waiting for other processes, in real time: the only way to see what they do.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits until something holds.</summary>
    /// <returns>Whether it held in time.</returns>
    public static async Task<bool> HoldsAsync(Func<bool> condition, TimeSpan within)
    {
        var begin = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(begin) < within)
        {
            if (condition()) return true;
            await Task.Delay(Pause, TimeProvider.System);
        }

        return condition();
    }
}
