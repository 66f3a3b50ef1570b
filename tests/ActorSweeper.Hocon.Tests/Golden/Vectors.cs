using System.Text.Json;

namespace ActorSweeper.Hocon.Tests.Golden;

/// <summary>The vectors of one file, by name.</summary>
internal sealed class Vectors
{
    public static readonly Vectors Documents = new("hocon.json");
    public static readonly Vectors Units = new("hocon-units.json");

    private readonly Dictionary<string, JsonElement> _byName;

    private Vectors(string file)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors", file));
        _byName = JsonDocument.Parse(text).RootElement.EnumerateArray().ToDictionary(vector => vector.GetProperty("name").GetString()!);
    }

    public IEnumerable<JsonElement> All => _byName.Values;

    public JsonElement this[string name] => _byName[name];

    public TheoryData<string> Names(Func<JsonElement, bool>? where = null) =>
        [.. _byName.Where(vector => where is null || where(vector.Value)).Select(vector => vector.Key)];
}
