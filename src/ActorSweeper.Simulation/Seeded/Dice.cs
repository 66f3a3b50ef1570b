namespace ActorSweeper.Simulation.Seeded;

/// <summary>The one source of chance: SplitMix64. The same seed and names give the same draws on every machine.</summary>
internal sealed class Dice
{
    private ulong _state;

    private Dice(ulong state) => _state = state;

    /// <summary>Dice of their own for whatever the names say: nobody else's draws change them.</summary>
    public static Dice For(long seed, string name, long number = 0)
    {
        var state = Mixed((ulong)seed);
        foreach (var character in name) state = Mixed(state ^ character);
        return new Dice(Mixed(state ^ (ulong)number));
    }

    /// <summary>0 to below 1.</summary>
    public double Unit() => (Next() >> 11) / (double)(1UL << 53);

    /// <summary>0 to below the bound.</summary>
    public int Below(int bound) => (int)(Unit() * bound);

    public bool Chance(double probability) => Unit() < probability;

    public T Pick<T>(params ReadOnlySpan<T> choices) => choices[Below(choices.Length)];

    /// <summary>Even between the two, in whole milliseconds.</summary>
    public TimeSpan Between(TimeSpan least, TimeSpan most) => Whole(least + ((most - least) * Unit()));

    /// <summary>Short spans are as likely as long ones: a third of the draws lies in each third of the orders of magnitude.</summary>
    public TimeSpan Skewed(TimeSpan least, TimeSpan most) =>
        Whole(least * Math.Pow(most / least, Unit()));

    /// <summary>How long until the next of something that happens so often on average.</summary>
    public TimeSpan Until(TimeSpan average) => Whole(average * -Math.Log(1 - Unit()));

    private static TimeSpan Whole(TimeSpan span) => TimeSpan.FromMilliseconds(Math.Round(span.TotalMilliseconds));

    private ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        return Mixed(_state);
    }

    private static ulong Mixed(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
