using ActorSweeper.Core.Retention;

namespace ActorSweeper.Adapters.OpenClaw;

/// <summary>Counts what each rule looks at, over all stores.</summary>
internal sealed class RuleTally
{
    private readonly SortedDictionary<string, RuleCount> _rules = new(StringComparer.Ordinal);

    /// <summary>A rule is in force, also if it finds nothing.</summary>
    public void Begin(string rule) => _rules.TryAdd(rule, new RuleCount(rule, 0, 0, 0));

    /// <summary>A rule has looked at one thing.</summary>
    public void Count(string rule, bool matched, long bytes)
    {
        Begin(rule);
        var count = _rules[rule];
        _rules[rule] = count with { Seen = count.Seen + 1, Matched = count.Matched + (matched ? 1 : 0), Bytes = count.Bytes + bytes };
    }

    public IReadOnlyList<RuleCount> ToList() => [.. _rules.Values];
}
