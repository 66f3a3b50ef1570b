using ActorSweeper.Core.Time;

namespace ActorSweeper.Core.Retention;

/// <summary>Since when a rule has matched nothing, and how large was what it looked at then.</summary>
/// <param name="Since">When it was first seen to match nothing, or matched last.</param>
/// <param name="Seen">How many things it looked at then.</param>
/// <param name="Bytes">How large they were.</param>
/// <param name="Count">What it looked at last.</param>
/// <param name="At">When that was.</param>
public sealed record RuleHistory(DateTimeOffset Since, int Seen, long Bytes, RuleCount Count, DateTimeOffset At)
{
    /// <summary>For so long a rule may match nothing while what it looks at grows.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(7);

    /// <summary>The history after another run.</summary>
    /// <param name="before">Null before the first.</param>
    /// <param name="count">What the rule looked at.</param>
    /// <param name="at">When the run ended.</param>
    public static RuleHistory After(RuleHistory? before, RuleCount count, DateTimeOffset at) => before is null || count.Matched > 0
        ? new RuleHistory(at, count.Seen, count.Bytes, count, at)
        : before with { Count = count, At = at };

    /// <summary>
    /// What to say of a rule that seems to do nothing: it has matched nothing for <see cref="Patience"/> while there is more and more
    /// of what it looks at. Elsewhere such a rule had the wrong pattern for months, and nobody knew. Null when there is nothing to say.
    /// </summary>
    public string? Warning() => At - Since >= Patience && (Count.Seen > Seen || Count.Bytes > Bytes)
        ? string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"rule {Count.Rule} has matched nothing for {Durations.Text(At - Since)}, while what it looks at grew from {Seen} to "
            + $"{Count.Seen} items ({Bytes} to {Count.Bytes} bytes): check its place, pattern and window")
        : null;
}
