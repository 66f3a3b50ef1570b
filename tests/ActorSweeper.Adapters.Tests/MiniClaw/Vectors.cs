using System.Text.Json;

namespace ActorSweeper.Adapters.Tests.MiniClaw;

internal static class Vectors
{
    public static JsonElement Read() => JsonDocument
        .Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors", "miniclaw-ttl-cases.json"))).RootElement;
}
