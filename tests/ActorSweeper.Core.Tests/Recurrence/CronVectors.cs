using System.Text.Json;
using ActorSweeper.Core.Recurrence;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Core.Tests.Recurrence;

public sealed class CronVectors
{
    private static readonly Dictionary<int, JsonElement> Rows = JsonDocument
        .Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors", "cron.json")))
        .RootElement.EnumerateArray().ToDictionary(row => row.GetProperty("id").GetInt32());

    public static TheoryData<int, string, string> Expressions() =>
        new(Rows.Select(row => (row.Key, Text(row.Value, "expression"), Text(row.Value, "zone"))));

    [Fact]
    public void There_are_three_hundred_vectors() => Rows.Count.ShouldBe(300);

    [Theory]
    [MemberData(nameof(Expressions))]
    public void An_expression_fires_when_the_reference_evaluator_says(int id, string expression, string zone)
    {
        var row = Rows[id];
        // A vector without a next run is an impossible date, which is refused at creation.
        if (row.TryGetProperty("error", out _) || row.GetProperty("next").GetArrayLength() == 0)
        {
            Should.Throw<CronFormatException>(() => CronExpression.Parse(expression));
            return;
        }
        CronExpression.Parse(expression).After(row.GetProperty("after").GetDateTimeOffset(), Zones.Find(zone)).Take(5)
            .ShouldBe(row.GetProperty("next").EnumerateArray().Select(next => next.GetDateTimeOffset()));
    }

    private static string Text(JsonElement row, string name) => row.GetProperty(name).GetString()!;
}
