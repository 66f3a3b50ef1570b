using System.Collections;

namespace ActorSweeper.Hocon;

/// <summary>A resolved array.</summary>
public sealed class HoconArray : HoconValue, IReadOnlyList<HoconValue>
{
    private readonly HoconValue[] _items;

    internal HoconArray(HoconValue[] items, HoconOrigin origin)
        : base(origin)
    {
        _items = items;
        Weight = 1 + items.Sum(item => item.Weight);
        Depth = 1 + items.Select(item => item.Depth).DefaultIfEmpty().Max();
    }

    /// <summary>Two arrays in a row; what is known of them is not counted again, so that many appends stay cheap.</summary>
    internal HoconArray(HoconArray head, HoconArray tail, HoconOrigin origin)
        : base(origin)
    {
        _items = [.. head._items, .. tail._items];
        Weight = head.Weight + tail.Weight - 1;
        Depth = Math.Max(head.Depth, tail.Depth);
    }

    /// <inheritdoc/>
    public override HoconValueKind Kind => HoconValueKind.Array;

    /// <summary>The number of elements.</summary>
    public int Count => _items.Length;

    internal override long Weight { get; }

    internal override int Depth { get; }

    /// <summary>An element.</summary>
    /// <param name="index">The index from 0.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such element.</exception>
    public HoconValue this[int index] => _items[index];

    /// <inheritdoc/>
    public IEnumerator<HoconValue> GetEnumerator() => ((IEnumerable<HoconValue>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
