using System.Text.Json;
using ActorSweeper.Hocon.Tests.Golden;
using Microsoft.Extensions.Configuration;

namespace ActorSweeper.Hocon.Tests.Configuration;

public sealed class ProviderVectorTests
{
    public static TheoryData<string> WithFlat => Vectors.Documents.Names(
        vector => vector.TryGetProperty("flat", out _) && !(vector.TryGetProperty("mecAmbiguous", out var skip) && skip.GetBoolean()));

    [Theory]
    [MemberData(nameof(WithFlat))]
    public void The_provider_holds_flattened_keys_with_source_text(string name)
    {
        var vector = Vectors.Documents[name];
        using var workspace = Workspace.Of(vector);
        using var provider = new HoconConfigurationProvider(new HoconConfigurationSource
        {
            Layers = HoconLayers.None.AddFile("main.conf"),
            Options = workspace.Options(vector) with { WorkingDirectory = workspace.Root },
        });
        provider.Load();
        var expected = vector.GetProperty("flat").EnumerateObject().ToDictionary(entry => entry.Name, entry => Text(entry.Value));
        Collect(provider, parent: null).ShouldBe(expected, ignoreOrder: true);
    }

    /// <summary>The vectors write empty arrays and objects as such; the provider holds what the JSON provider holds for them.</summary>
    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => "",
        JsonValueKind.String => value.GetString(),
        _ => null,
    };

    private static Dictionary<string, string?> Collect(ConfigurationProvider provider, string? parent)
    {
        var found = new Dictionary<string, string?>();
        foreach (var key in provider.GetChildKeys([], parent).Distinct())
        {
            var path = parent is null ? key : $"{parent}:{key}";
            if (provider.TryGet(path, out var text)) found[path] = text;
            foreach (var (inner, value) in Collect(provider, path)) found[inner] = value;
        }

        return found;
    }
}
