namespace ActorSweeper.Core.Time;

/// <summary>What stands for a random draw where the same decision must come out again: in a record played again, on another host.</summary>
public static class RepeatableDraw
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>A number from 0 to below 1 that spreads like a random one, and is the same for the same text (FNV-1a, mixed).</summary>
    public static double Of(string text)
    {
        var hash = Offset;
        foreach (var character in text) hash = (hash ^ character) * Prime;
        hash ^= hash >> 32;
        hash *= 0x9E3779B97F4A7C15;
        return (hash >> 11) / (double)(1UL << 53);
    }
}
