using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace ActorSweeper.Hocon.Configuration;

/// <summary>Flattens a resolved tree to the keys of Microsoft.Extensions.Configuration, as its JSON provider does.</summary>
internal static class ConfigurationKeys
{
    public static Dictionary<string, string?> Flatten(HoconObject root)
    {
        var entries = new Dictionary<string, (string? Text, HoconOrigin Origin)>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in root) Add(entries, key, value);
        return entries.ToDictionary(entry => entry.Key, entry => entry.Value.Text, StringComparer.OrdinalIgnoreCase);
    }

    private static void Add(Dictionary<string, (string? Text, HoconOrigin Origin)> entries, string key, HoconValue value)
    {
        switch (value)
        {
            case HoconObject { Count: > 0 } fields:
                foreach (var (name, field) in fields) Add(entries, key + ConfigurationPath.KeyDelimiter + name, field);
                return;
            case HoconArray { Count: > 0 } items:
                for (var i = 0; i < items.Count; i++)
                    Add(entries, key + ConfigurationPath.KeyDelimiter + i.ToString(CultureInfo.InvariantCulture), items[i]);
                return;
        }

        var text = value switch
        {
            HoconNull or HoconObject => null,
            HoconArray => "",
            _ => value.ConcatenationText,
        };
        if (entries.TryAdd(key, (text, value.Origin))) return;
        throw new HoconException(
            HoconErrorKind.BadPath,
            $"the key {key} is the same as one at {entries[key].Origin} for .NET's configuration, which ignores case and separates by ':'",
            value.Origin,
            "rename one of them");
    }
}
