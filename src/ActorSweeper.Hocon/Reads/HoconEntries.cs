namespace ActorSweeper.Hocon;

/// <summary>A value that is no object, with its path.</summary>
/// <param name="Path">The path from the root.</param>
/// <param name="Value">A scalar or array; an object only if it is empty.</param>
public sealed record HoconEntry(HoconPath Path, HoconValue Value);

/// <summary>Enumerates a configuration, for example to show every setting with the place it comes from.</summary>
public static class HoconEntries
{
    /// <summary>All values that are no objects, in the order of the configuration; empty objects count, arrays are one entry.</summary>
    /// <param name="config">The configuration.</param>
    /// <returns>Paths and values; the origin is <see cref="HoconValue.Origin"/>.</returns>
    public static IEnumerable<HoconEntry> Entries(this HoconObject config)
    {
        var found = new List<HoconEntry>();
        Collect(config, [], found);
        return found;
    }

    private static void Collect(HoconObject fields, List<string> keys, List<HoconEntry> found)
    {
        foreach (var (key, value) in fields)
        {
            keys.Add(key);
            if (value is HoconObject { Count: > 0 } inner) Collect(inner, keys, found);
            else found.Add(new HoconEntry(new HoconPath(keys), value));
            keys.RemoveAt(keys.Count - 1);
        }
    }
}
