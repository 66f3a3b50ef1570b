using System.Text.Json;
using ActorSweeper.Core.Retention.OpenClaw;

namespace ActorSweeper.Core.Tests.Retention.OpenClaw;

public sealed class DurationVectors
{
    /// <summary>The newest release line with a JSON store: where the releases differ, its answer is ours.</summary>
    private const string Followed = "2026.6.11";

    private static readonly JsonElement File = JsonDocument
        .Parse(System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors", "openclaw-durations.json"))).RootElement;

    private static readonly IReadOnlyList<JsonElement> Cases = [.. File.GetProperty("cases").EnumerateArray()];

    public static TheoryData<int, string> Texts =>
        new(Cases.Select(static (row, index) => (index, row.GetProperty("input").GetString()!)));

    [Fact]
    public void The_file_has_39_texts_and_19_settings()
    {
        Cases.Count.ShouldBe(39);
        File.GetProperty("retention").GetArrayLength().ShouldBe(19);
        File.GetProperty("hookRetention").GetArrayLength().ShouldBe(19);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_is_read_as_the_newest_release_with_a_json_store_reads_it(int index, string text)
    {
        var expected = Cases[index].GetProperty("expected");
        if (expected.TryGetProperty(Followed, out var followed)) expected = followed;

        var isRead = OpenClawDuration.TryParse(text, out var duration);

        isRead.ShouldBe(!expected.TryGetProperty("error", out _));
        if (isRead) ((double)duration.Milliseconds).ShouldBe(expected.GetProperty("ms").GetDouble());
    }

    [Fact]
    public void Of_the_settings_each_text_means_the_same_and_what_the_original_replaces_by_a_day_is_refused()
    {
        foreach (var row in File.GetProperty("retention").EnumerateArray())
        {
            if (Setting(row, "cron") is not { ValueKind: JsonValueKind.String } setting) continue;
            var isRead = OpenClawDuration.TryParse(setting.GetString()!, out var duration);
            var expected = row.GetProperty("json-era (2026.2 - 2026.7)").GetInt64();
            if (isRead) duration.Milliseconds.ShouldBe(expected);
            else expected.ShouldBe(86_400_000, setting.GetString());
        }
    }

    [Fact]
    public void Of_the_hooks_settings_each_text_means_the_same_and_what_the_original_switches_off_is_refused()
    {
        foreach (var row in File.GetProperty("hookRetention").EnumerateArray())
        {
            if (Setting(row, "hooks") is not { ValueKind: JsonValueKind.String } setting) continue;
            var isRead = OpenClawDuration.TryParse(setting.GetString()!, out var duration);
            var expected = row.GetProperty("retentionMs");
            if (isRead) duration.Milliseconds.ShouldBe(expected.GetInt64());
            else expected.ValueKind.ShouldBe(JsonValueKind.Null, setting.GetString());
        }
    }

    [Theory]
    [InlineData("36h", "36h")]
    [InlineData("48h", "2d")]
    [InlineData("1h30m", "90m")]
    [InlineData("0", "0ms")]
    [InlineData("1500ms", "1500ms")]
    public void It_is_told_in_its_largest_whole_unit(string text, string told)
    {
        OpenClawDuration.TryParse(text, out var duration).ShouldBeTrue();
        duration.ToString().ShouldBe(told);
    }

    private static JsonElement? Setting(JsonElement row, string section) =>
        row.GetProperty(section) is { ValueKind: JsonValueKind.Object } settings
        && settings.TryGetProperty("sessionRetention", out var setting)
            ? setting
            : null;
}
