using System.Globalization;

namespace ActorSweeper.Hocon.Values;

/// <summary>
/// Conversion of numerically indexed objects to arrays, on demand only (HOCON, "Conversion of numerically-indexed objects to arrays"):
/// keys that are not integers from 0 are ignored, gaps close, and an object without any such key is not an array.
/// </summary>
internal static class NumericIndex
{
    public static HoconArray? ToArray(HoconObject value)
    {
        var items = new SortedDictionary<int, HoconValue>();
        foreach (var (key, item) in value)
        {
            if (int.TryParse(key, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index) && index >= 0)
                items[index] = item;
        }

        return items.Count == 0 ? null : new HoconArray([.. items.Values], value.Origin);
    }
}
