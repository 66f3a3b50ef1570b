using System.Text.Json;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Core.Tests.Time;

public sealed class SqliteUtcVectors
{
    private static readonly Dictionary<int, JsonElement> Rows = JsonDocument
        .Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors", "sqlite-utc.json")))
        .RootElement.EnumerateArray().ToDictionary(row => row.GetProperty("id").GetInt32());

    public static TheoryData<int, string> Texts() =>
        new(Rows.Select(row => (row.Key, row.Value.GetProperty("input").GetString()!)));

    [Fact]
    public void There_are_sixty_vectors() => Rows.Count.ShouldBe(60);

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_canonical_form_is_read_exactly_and_any_other_is_read_alike_or_refused(int id, string text)
    {
        var expected = Rows[id].GetProperty("expected");
        long? milliseconds = expected.ValueKind == JsonValueKind.Null ? null : expected.GetInt64();
        var parsed = Timestamp.Parse(text)?.ToUnixTimeMilliseconds();
        if (parsed is not null || Rows[id].GetProperty("canonical").GetBoolean())
            parsed.ShouldBe(milliseconds);
    }
}
