namespace ActorSweeper.Hocon.Values;

/// <summary>Merges resolved values: objects field by field, anything else by taking the newer.</summary>
internal static class ObjectMerge
{
    public static HoconValue? Over(HoconValue? newer, HoconValue? older)
    {
        if (newer is null) return older;
        if (newer is not HoconObject top || older is not HoconObject below) return newer;
        if (below.Count == 0) return newer;
        var fields = new OrderedDictionary<string, HoconValue>(below.Count + top.Count);
        foreach (var (key, value) in below) fields[key] = value;
        foreach (var (key, value) in top) fields[key] = Over(value, fields.GetValueOrDefault(key))!;
        return new HoconObject(fields, newer.Origin);
    }
}
