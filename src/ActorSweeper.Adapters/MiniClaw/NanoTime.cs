namespace ActorSweeper.Adapters.MiniClaw;

/// <summary>
/// An instant to the nanosecond, over more years than a <see cref="DateTimeOffset"/> has: MiniClaw writes nanoseconds, and a limit
/// that is passed by one of them is passed.
/// </summary>
/// <param name="Seconds">Whole seconds since 1970-01-01T00:00:00Z, negative before it.</param>
/// <param name="Nanoseconds">0 to 999,999,999, counted forward from there.</param>
internal readonly record struct NanoTime(long Seconds, int Nanoseconds) : IComparable<NanoTime>
{
    private const int PerSecond = 1_000_000_000;

    /// <summary>An instant of a clock, exactly.</summary>
    public static NanoTime Of(DateTimeOffset instant)
    {
        var ticks = instant.UtcTicks - DateTime.UnixEpoch.Ticks;
        var seconds = Math.DivRem(ticks, TimeSpan.TicksPerSecond, out var rest);
        return rest < 0
            ? new NanoTime(seconds - 1, (int)(rest + TimeSpan.TicksPerSecond) * (int)TimeSpan.NanosecondsPerTick)
            : new NanoTime(seconds, (int)rest * (int)TimeSpan.NanosecondsPerTick);
    }

    /// <summary>The instant a while later.</summary>
    public NanoTime Plus(TimeSpan span)
    {
        var seconds = Seconds + Math.DivRem(span.Ticks, TimeSpan.TicksPerSecond, out var rest);
        var nanoseconds = Nanoseconds + (int)rest * (int)TimeSpan.NanosecondsPerTick;
        return nanoseconds switch
        {
            < 0 => new NanoTime(seconds - 1, nanoseconds + PerSecond),
            >= PerSecond => new NanoTime(seconds + 1, nanoseconds - PerSecond),
            _ => new NanoTime(seconds, nanoseconds),
        };
    }

    /// <inheritdoc/>
    public int CompareTo(NanoTime other) =>
        Seconds == other.Seconds ? Nanoseconds.CompareTo(other.Nanoseconds) : Seconds.CompareTo(other.Seconds);
}
