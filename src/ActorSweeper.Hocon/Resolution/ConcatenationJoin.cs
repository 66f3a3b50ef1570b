using System.Text;
using ActorSweeper.Hocon.Values;

namespace ActorSweeper.Hocon.Resolution;

/// <summary>Joins resolved pieces (HOCON, "Value concatenation"): objects merge, arrays append, everything else becomes text.</summary>
internal sealed class ConcatenationJoin(HoconOrigin origin)
{
    private readonly List<HoconValue> _values = [];
    private readonly StringBuilder _text = new();
    private HoconValue? _container;
    private int _spaces;

    public void AddSpace(string text)
    {
        _text.Append(text);
        _spaces++;
    }

    public void Add(HoconValue value)
    {
        _values.Add(value);
        if (value.ConcatenationText is { } text) _text.Append(text);
        else _container ??= value;
    }

    /// <summary>The joined value; null when there was nothing but undefined substitutions.</summary>
    public HoconValue? Result()
    {
        if (_container is not null) return JoinContainers();
        if (_values.Count == 1 && _spaces == 0) return _values[0];
        return _values.Count + _spaces == 0 ? null : new HoconString(_text.ToString(), origin);
    }

    private HoconValue JoinContainers()
    {
        var joined = _values[0];
        foreach (var right in _values.Skip(1))
        {
            joined = (joined, right) switch
            {
                (HoconObject older, HoconObject newer) => ObjectMerge.Over(newer, older)!,
                (HoconArray head, HoconArray tail) => Append(head, tail),
                (HoconObject head, HoconArray tail) when NumericIndex.ToArray(head) is { } converted => Append(converted, tail),
                (HoconArray head, HoconObject tail) when NumericIndex.ToArray(tail) is { } converted => Append(head, converted),
                _ => throw Mixed(joined, right, origin),
            };
        }

        return joined;
    }

    public static HoconException Mixed(HoconValue left, HoconValue right, HoconOrigin origin) => new(
        HoconErrorKind.WrongType,
        $"{Describe(left)} cannot be joined with {Describe(right)}",
        origin,
        "objects join with objects, arrays with arrays, and text with text");

    private static string Describe(HoconValue value) => value.Kind switch
    {
        HoconValueKind.Object => "an object",
        HoconValueKind.Array => "an array",
        _ => $"'{value.ConcatenationText}'",
    };

    private HoconArray Append(HoconArray head, HoconArray tail) => new(head, tail, origin);
}
