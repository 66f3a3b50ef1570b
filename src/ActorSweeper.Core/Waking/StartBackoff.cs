namespace ActorSweeper.Core.Waking;

/// <summary>How soon a failed start is tried again. Defaults live in <c>reference.conf</c>.</summary>
/// <param name="Base">The delay after the first failure; it doubles with each.</param>
/// <param name="Max">The longest delay.</param>
public sealed record StartLimits(TimeSpan Base, TimeSpan Max);

/// <summary>The failed starts of one session in a row (rule 3): independent of the tries of its messages. Immutable.</summary>
/// <param name="Failures">How many in a row.</param>
/// <param name="NotBefore">The next attempt waits until then; null when it need not wait.</param>
/// <param name="LastError">The runtime's own text; null when there was no failure.</param>
public sealed record StartBackoff(int Failures, DateTimeOffset? NotBefore, string? LastError)
{
    /// <summary>No failed start.</summary>
    public static StartBackoff None { get; } = new(0, null, null);

    /// <summary>Whether an attempt has to wait at this instant.</summary>
    public bool Waits(DateTimeOffset now) => NotBefore > now;

    /// <summary>After another failure.</summary>
    /// <param name="at">When it failed.</param>
    /// <param name="error">The runtime's own text.</param>
    /// <param name="limits">How soon to try again.</param>
    public StartBackoff Failed(DateTimeOffset at, string error, StartLimits limits)
    {
        var delay = Math.Min(limits.Base.Ticks * Math.Pow(2, Math.Min(Failures, 40)), limits.Max.Ticks);
        return new StartBackoff(Failures + 1, at + TimeSpan.FromTicks((long)delay), error);
    }
}
