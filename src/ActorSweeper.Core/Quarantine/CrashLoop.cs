namespace ActorSweeper.Core.Quarantine;

/// <summary>How many deaths are a crash loop, and for how long the session is then left alone. Defaults live in
/// <c>reference.conf</c>.</summary>
/// <param name="Intensity">More deaths than this within the period are a loop; null switches quarantine off.</param>
/// <param name="Period">The sliding window.</param>
/// <param name="Pause">The first pause; it doubles with each quarantine in a row.</param>
/// <param name="MaxPause">The longest pause.</param>
public sealed record CrashLimits(int? Intensity, TimeSpan Period, TimeSpan Pause, TimeSpan MaxPause);

/// <summary>The recent deaths of one session's containers (rule 12), after Erlang's restart intensity. Immutable.</summary>
/// <param name="Deaths">The deaths within the period, oldest first.</param>
/// <param name="Quarantines">How many quarantines came in a row.</param>
/// <param name="Until">Left alone until then; null when not in quarantine.</param>
public sealed record CrashHistory(IReadOnlyList<DateTimeOffset> Deaths, int Quarantines, DateTimeOffset? Until)
{
    /// <summary>No deaths.</summary>
    public static CrashHistory None { get; } = new([], 0, null);

    /// <summary>Whether it says nothing.</summary>
    public bool IsNone => Deaths.Count == 0 && Quarantines == 0 && Until is null;

    /// <summary>Whether the session is to be left alone at this instant.</summary>
    public bool IsQuarantined(DateTimeOffset now) => Until > now;

    /// <summary>The history after another death; it is quarantined when that makes a loop.</summary>
    /// <param name="at">When the container died.</param>
    /// <param name="limits">What makes a loop.</param>
    public CrashHistory Died(DateTimeOffset at, CrashLimits limits)
    {
        var recent = Deaths.Where(death => at - death < limits.Period).Append(at).ToList();
        if (limits.Intensity is not { } intensity || recent.Count <= intensity) return this with { Deaths = recent };
        var pause = Math.Min(limits.Pause.Ticks * Math.Pow(2, Math.Min(Quarantines, 30)), limits.MaxPause.Ticks);
        return new CrashHistory([], Quarantines + 1, at + TimeSpan.FromTicks((long)pause));
    }
}
