using ActorSweeper.Hocon;

namespace ActorSweeper.Host.Configuration;

/// <summary>A value that is in force.</summary>
/// <param name="Key">The full key.</param>
/// <param name="Name">The last name of the key.</param>
/// <param name="Value">The value with its origin; secrets are not hidden in it.</param>
internal sealed record EffectiveValue(string Key, string Name, HoconValue Value)
{
    /// <summary>The value as it stands in a file, secrets hidden.</summary>
    public string Text => SettingText.Of(Name, Value);
}

/// <summary>A value that another configuration has changed.</summary>
/// <param name="Key">The full key.</param>
/// <param name="Before">The value before, secrets hidden; null when there was none.</param>
/// <param name="After">The value after, secrets hidden; null when there is none.</param>
internal sealed record ChangedValue(string Key, string? Before, string? After)
{
    private static readonly string[] Live =
    [
        "actorsweeper.supervision.", "actorsweeper.containers.max-concurrent", "actorsweeper.containers.orphan-interval",
        "actorsweeper.containers.start-deadline", "actorsweeper.containers.breaker.", "actorsweeper.sources.nanoclaw.zone",
        "actorsweeper.journal.keep-for", "actorsweeper.journal.max-size", "actorsweeper.journal.compact-interval",
        "actorsweeper.journal.most-unwritten", "actorsweeper.journal.order-interval",
    ];

    /// <summary>Whether a running host can apply it: all of supervision it can, not what its adapters were built from.</summary>
    public bool IsLive => Array.Exists(Live, beginning => Key.StartsWith(beginning, StringComparison.Ordinal));

    /// <summary>The change on one line.</summary>
    public override string ToString() => $"{Key}: {Before ?? "(none)"} -> {After ?? "(none)"}";
}

/// <summary>The values that are in force, one for each key.</summary>
internal static class EffectiveValues
{
    /// <summary>All values, in the order of <c>reference.conf</c>.</summary>
    public static IReadOnlyList<EffectiveValue> Of(HoconObject tree) =>
        tree.TryGetValue(HostReading.RootKey, out var root) ? [.. Flat(HostReading.RootKey, HostReading.RootKey, root)] : [];

    /// <summary>All values with their placeholders replaced where the whole installation shares what they stand for.</summary>
    public static IReadOnlyList<EffectiveValue> Of(HoconObject tree, IReadOnlyDictionary<string, string> expansions) =>
    [
        .. Of(tree).Select(value => expansions.TryGetValue(value.Key, out var text)
            ? value with { Value = new HoconString(text, value.Value.Origin) }
            : value),
    ];

    /// <summary>What differs between two configurations.</summary>
    public static IReadOnlyList<ChangedValue> Changes(HoconObject before, HoconObject after)
    {
        var (old, young) = (Of(before).ToDictionary(value => value.Key), Of(after).ToDictionary(value => value.Key));
        return
        [
            .. old.Keys.Union(young.Keys)
                .Where(key => Plain(old.GetValueOrDefault(key)) != Plain(young.GetValueOrDefault(key)))
                .Select(key => new ChangedValue(key, old.GetValueOrDefault(key)?.Text, young.GetValueOrDefault(key)?.Text)),
        ];

        static string? Plain(EffectiveValue? value) => value is null ? null : SettingText.Plain(value.Value);
    }

    private static IEnumerable<EffectiveValue> Flat(string key, string name, HoconValue value) =>
        value is HoconObject { Count: > 0 } section && !Secrets.Covers(name)
            ? section.SelectMany(member => Flat($"{key}.{SettingText.Key(member.Key)}", member.Key, member.Value))
            : [new EffectiveValue(key, name, value)];
}
