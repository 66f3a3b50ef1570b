using System.Text.Json;
using ActorSweeper.Core.Retention.OpenClaw;

namespace ActorSweeper.Core.Tests.Retention.OpenClaw;

public sealed class SessionKeyVectors
{
    /// <summary>The newest release line with a JSON store: where the releases differ, its answer is ours.</summary>
    private const string Followed = "2026.7.1";

    private static readonly IReadOnlyList<JsonElement> Cases =
    [
        .. JsonDocument
            .Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors", "openclaw-session-keys.json")))
            .RootElement.GetProperty("cases").EnumerateArray(),
    ];

    // The keys on which older releases decide otherwise than ours: they are swept, or kept, as the newest line would.
    private static readonly Dictionary<string, string> OlderReleasesDiffer = new(StringComparer.Ordinal)
    {
        ["sub-key of a run (matched only since 2026.5.x)"] = "what hangs below a run goes with the run",
        ["empty segment after agent: squeezed out before 2026.7, rejected since"] = "a key with a gap names nothing for sure: kept",
        ["leading colon: squeezed out before 2026.7"] = "a key with a gap names nothing for sure: kept",
    };

    public static TheoryData<int, string> Keys =>
        new(Cases.Select(static (row, index) => (index, row.GetProperty("key").GetString() ?? "(null)")));

    [Fact]
    public void The_file_has_29_keys() => Cases.Count.ShouldBe(29);

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_key_is_what_the_newest_release_with_a_json_store_takes_it_for(int index, string text)
    {
        var row = Cases[index];
        // A key of a JSON object is never null; the original's predicates are asked with it all the same.
        var kind = SessionKey.Read(row.GetProperty("key").ValueKind == JsonValueKind.Null ? "" : text).Kind;

        (kind == SessionKeyKind.CronRun).ShouldBe(row.GetProperty("isCronRun").GetBoolean());
        (kind == SessionKeyKind.CronBase).ShouldBe(row.GetProperty("isCronBase").GetBoolean());
        (kind == SessionKeyKind.Hook).ShouldBe(row.GetProperty("isHook").GetBoolean());
        (kind is SessionKeyKind.CronRun or SessionKeyKind.CronBase).ShouldBe(row.GetProperty("isCronAny").GetBoolean());
        if (row.TryGetProperty("isCronRunByVersion", out var versions))
        {
            (kind == SessionKeyKind.CronRun).ShouldBe(versions.GetProperty(Followed).GetBoolean());
            OlderReleasesDiffer.ShouldContainKey(row.GetProperty("note").GetString()!);
        }
    }

    [Theory]
    [InlineData("agent:main:cron:Job1", "job1")]
    [InlineData("agent:main:cron:job1:thread:9", null)]
    [InlineData("agent:main:cron:job1:run:x", null)]
    [InlineData("agent:main:cron:", null)]
    public void Only_the_plain_key_of_a_job_names_a_job(string key, string? job) => SessionKey.Read(key).Job.ShouldBe(job);
}
