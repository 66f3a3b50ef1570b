using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace ActorSweeper.Hocon;

/// <summary>
/// A resolved object. Keys are case-sensitive and enumerate in the order of their first definition, the oldest layer first. Indexer and
/// <see cref="TryGetValue"/> take one key; the typed reads of <see cref="HoconReads"/> take a path.
/// </summary>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "An object in HOCON's sense.")]
public sealed class HoconObject : HoconValue, IReadOnlyDictionary<string, HoconValue>
{
    private readonly OrderedDictionary<string, HoconValue> _fields;

    internal HoconObject(OrderedDictionary<string, HoconValue> fields, HoconOrigin origin)
        : base(origin)
    {
        _fields = fields;
        Weight = 1 + fields.Values.Sum(field => field.Weight);
        Depth = 1 + fields.Values.Select(field => field.Depth).DefaultIfEmpty().Max();
    }

    /// <inheritdoc/>
    public override HoconValueKind Kind => HoconValueKind.Object;

    /// <summary>The number of fields.</summary>
    public int Count => _fields.Count;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _fields.Keys;

    /// <inheritdoc/>
    public IEnumerable<HoconValue> Values => _fields.Values;

    internal override long Weight { get; }

    internal override int Depth { get; }

    /// <summary>The value of a field of this object.</summary>
    /// <param name="key">One key, not a path.</param>
    /// <exception cref="KeyNotFoundException">There is no such field.</exception>
    public HoconValue this[string key] => _fields[key];

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _fields.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out HoconValue value) => _fields.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, HoconValue>> GetEnumerator() => _fields.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
