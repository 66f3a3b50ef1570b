using System.Globalization;

namespace ActorSweeper.Adapters.MiniClaw;

/// <summary>
/// An instant to the nanosecond, over more years than a <see cref="DateTimeOffset"/> has: MiniClaw writes nanoseconds, and a limit
/// that is passed by one of them is passed.
/// </summary>
/// <param name="Seconds">Whole seconds since 1970-01-01T00:00:00Z, negative before it.</param>
/// <param name="Nanoseconds">0 to 999,999,999, counted forward from there.</param>
internal readonly record struct NanoTime(long Seconds, int Nanoseconds)
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

    /// <summary>In RFC 3339 with the fraction that it has, or in seconds where the calendar ends.</summary>
    public override string ToString()
    {
        const long FirstSecond = -62_135_596_800;
        const long LastSecond = 253_402_300_799;
        if (Seconds is < FirstSecond or > LastSecond)
            return string.Create(CultureInfo.InvariantCulture, $"{Seconds} s after 1970");
        var fraction = Nanoseconds == 0 ? "" : "." + Nanoseconds.ToString("D9", CultureInfo.InvariantCulture).TrimEnd('0');
        return DateTimeOffset.FromUnixTimeSeconds(Seconds).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) + fraction + "Z";
    }

    /// <summary>Whether it is later than another, be it by a nanosecond.</summary>
    public bool IsAfter(NanoTime other) =>
        Seconds == other.Seconds ? Nanoseconds > other.Nanoseconds : Seconds > other.Seconds;
}
