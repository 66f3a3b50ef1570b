using System.Text.Json;
using ActorSweeper.Core.Retention;
using ActorSweeper.Core.Retention.OpenClaw;

namespace ActorSweeper.Adapters.Tests.OpenClaw;

/// <summary>Every sweep of the vectors, in every profile, by the real janitor on real files.</summary>
public sealed class ReaperVectors : OpenClawTest
{
    private const string Seed = "seed-2026.2";
    private const string Newer = "json-2026.6";
    private const string Hooks = "hooks-pr-30104";
    private const string Unchanged = "unchanged";
    private const string Second = "22222222-2222-4222-8222-222222222222.jsonl";
    private const string First = "11111111-1111-4111-8111-111111111111.jsonl";

    private static readonly IReadOnlyList<JsonElement> Cases = [.. Vectors.File.GetProperty("cases").EnumerateArray()];

    /// <summary>Where we do otherwise than the original, on purpose; all that is null here is as in the original.</summary>
    private static readonly (string Case, string Profile, string Why, Result Ours)[] Deviations =
    [
        ("unparsable retention falls back to 24h", "", "a duration that cannot be read is an error of the configuration",
            new(0, Unchanged, [])),
        ("updatedAt missing or null counts as 0", "", "what does not say its age is kept, and reported",
            new(0, Unchanged, [First, Second])),
        ("updatedAt of the wrong type", Newer, "what does not say its age is kept, and reported (as 2026.2 keeps it)",
            new(2, "seed", null)),
        ("protection is by session id only: a sessionFile shared with a live entry of another id is archived", "",
            "only transcripts that no other entry refers to are archived",
            new(null, null, [First + ".deleted.2026-03-10T12-00-00.000Z", "shared.jsonl"])),
        ("old archives are removed only when this sweep archived something: nothing archived", Seed,
            "archives are purged after the retention, whether or not anything is archived (openclaw #75658), as 2026.6 does here",
            new(null, null, [])),
        ("hook and cron retention together; archives age by the larger one", Seed,
            "archives are purged after the retention, whether or not anything is archived (openclaw #75658)",
            new(null, null, [First, "x.jsonl.deleted.2026-03-09T12-00-00.000Z"])),
        ("hook and cron retention together; archives age by the larger one", Newer,
            "archives are purged after the retention, whether or not anything is archived (openclaw #75658)",
            new(null, null, [First, "x.jsonl.deleted.2026-03-09T12-00-00.000Z"])),
        ("legacy provider/lastProvider/room fields are migrated on rewrite", "", "what stays, stays byte for byte",
            new(null, "cut", null)),
        ("missing store file", Seed, "a store that is not there is reported, and not made", new(null, Unchanged, null)),
        ("store file that is not JSON", Seed, "a store that cannot be read is never written over", new(null, Unchanged, null)),
        ("store file that is a JSON array", Seed, "a store that cannot be read is never written over", new(null, Unchanged, null)),
        ("store file that starts with a byte order mark", Seed, "a store that cannot be read is never written over",
            new(null, Unchanged, null)),
        ("side effect of maintenance in enforce mode (default since 2026.4): entries over 30 days go when the store is rewritten", Newer,
            "only cron runs go; maintenance is OpenClaw's own affair", new(1, "seed", ["seed"])),
    ];

    public static TheoryData<string, string> Sweeps => new(Cases.SelectMany(static sweep => sweep.GetProperty("expected")
        .EnumerateObject().Select(profile => (sweep.GetProperty("name").GetString()!, profile.Name))));

    [Fact]
    public void The_file_has_27_cases_in_55_profiles_and_each_deviation_is_one_of_them()
    {
        Cases.Count.ShouldBe(27);
        Sweeps.Count.ShouldBe(55);
        var names = Sweeps.Select(static row => row.Data.Item1).ToHashSet(StringComparer.Ordinal);
        Deviations.ShouldAllBe(deviation => names.Contains(deviation.Case));
    }

    [Theory]
    [MemberData(nameof(Sweeps))]
    public async Task A_sweep_does_what_the_original_does_or_what_the_table_says(string name, string profile)
    {
        var sweep = Cases.Single(row => row.GetProperty("name").GetString() == name);
        var deviation = Deviations.SingleOrDefault(row => row.Case == name && (row.Profile.Length == 0 || row.Profile == profile));
        var before = Prepare(sweep);
        var expected = ResultOf(sweep, profile).With(deviation.Ours, ResultOf(sweep, Seed));
        if (Retentions(sweep, profile) is not var (cron, hook))
        {
            deviation.Why.ShouldNotBeNull();
            return; // Refused before any janitor is there.
        }

        var (plan, outcomes) = await RunAsync(Janitor(Options() with { CronRetention = cron, HookRetention = hook }));

        outcomes.Count(static outcome => outcome.Did == JanitorAction.Drop).ShouldBe(expected.Pruned ?? 0);
        outcomes.ShouldAllBe(static outcome => !outcome.IsFailed);
        StoreText().ShouldBe(expected.StoreAfter switch
        {
            Unchanged => before,
            "cut" => EcmaScriptJson.Text(Without(sweep, "agent:main:cron:")),
            var text => text,
        });
        if (expected.Pruned > 0) File.GetUnixFileMode(Store).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Listing(sweep).ShouldBe(expected.FilesAfter!.Order(StringComparer.Ordinal));
        plan.Errors.Count.ShouldBe(before is null || name.StartsWith("store file that", StringComparison.Ordinal) ? 1 : 0);
        if (name.StartsWith("updatedAt", StringComparison.Ordinal))
            plan.Items.ShouldContain(static item => item.Action == JanitorAction.Keep && item.Reason.Contains("updatedAt"));
    }

    private string? Prepare(JsonElement sweep)
    {
        foreach (var file in sweep.GetProperty("filesBefore").EnumerateArray())
        {
            var path = Full(file.GetProperty("path").GetString()!);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (file.TryGetProperty("symlinkTo", out var target)) File.CreateSymbolicLink(path, Full(target.GetString()!));
            else if (file.TryGetProperty("directory", out _)) Directory.CreateDirectory(path);
            else File.WriteAllText(path, "{}\n");
        }

        var text = sweep.TryGetProperty("storeBeforeText", out var raw) ? raw.GetString()
            : sweep.GetProperty("storeBefore") is { ValueKind: JsonValueKind.Object } store ? EcmaScriptJson.Text(store) : null;
        if (text is not null) File.WriteAllText(Store, text);
        return text;
    }

    private static (OpenClawDuration? Cron, OpenClawDuration? Hook)? Retentions(JsonElement sweep, string profile)
    {
        var cron = Duration("24h");
        OpenClawDuration? hook = null;
        if (Setting(sweep, "cron") is { } cronSetting)
        {
            if (cronSetting.ValueKind == JsonValueKind.False) cron = null;
            else if (OpenClawDuration.TryParse(cronSetting.GetString()!, out var duration)) cron = duration;
            else return null;
        }

        if (profile == Hooks && Setting(sweep, "hooks") is { } hookSetting) hook = Duration(hookSetting.GetString());
        return (cron, hook);
    }

    private static JsonElement? Setting(JsonElement sweep, string section) =>
        sweep.GetProperty("config").TryGetProperty(section, out var settings)
        && settings.TryGetProperty("sessionRetention", out var setting) ? setting : null;

    private Result ResultOf(JsonElement sweep, string profile)
    {
        var expected = sweep.GetProperty("expected").GetProperty(profile);
        if (expected.ValueKind == JsonValueKind.String) return ResultOf(sweep, Seed);
        var text = expected.TryGetProperty("storeAfterText", out var exact) ? exact.GetString()!
            : expected.GetProperty("storeAfter") is { ValueKind: JsonValueKind.Object } after ? EcmaScriptJson.Text(after) : Unchanged;
        return new Result(
            expected.GetProperty("pruned").GetInt32(),
            text,
            [.. expected.GetProperty("filesAfter").EnumerateArray().Select(file => file.GetString()!)]);
    }

    private static JsonElement Without(JsonElement sweep, string prefix) => JsonSerializer.SerializeToElement(
        sweep.GetProperty("storeBefore").EnumerateObject()
            .Where(member => !member.Name.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(static member => member.Name, static member => member.Value, StringComparer.Ordinal));

    private string? StoreText() => File.Exists(Store) ? File.ReadAllText(Store) is var text && text.Length > 0 ? Bom() + text : text : null;

    // ReadAllText swallows it.
    private string Bom() => File.ReadAllBytes(Store).AsSpan().StartsWith("\uFEFF"u8) ? "\uFEFF" : "";

    /// <summary>All files, named as in the vectors.</summary>
    private IEnumerable<string> Listing(JsonElement sweep)
    {
        var elsewhere = sweep.GetProperty("filesBefore").EnumerateArray().Select(file => file.GetProperty("path").GetString()!)
            .Where(static path => path.StartsWith("{ROOT}", StringComparison.Ordinal) && !path.Contains("/main/"));
        return Names().Select(name => Path.Join(Sessions, name) switch
        {
            var path when new FileInfo(path).LinkTarget is { } target => $"{name} -> {target.Replace(Sessions, "{STORE}")}",
            var path => Directory.Exists(path) ? name + "/" : name,
        }).Concat(elsewhere.Where(path => File.Exists(Full(path)))).Order(StringComparer.Ordinal);
    }

    private string Full(string path) => Path.Combine(Sessions, path.Replace("{STORE}", Sessions).Replace("{ROOT}", Root));

    /// <summary>What a sweep leads to; null is as in the profile.</summary>
    private sealed record Result(int? Pruned, string? StoreAfter, string[]? FilesAfter)
    {
        public Result With(Result? ours, Result seed) => ours is null ? this : new Result(
            ours.Pruned ?? Pruned,
            ours.StoreAfter == "seed" ? seed.StoreAfter : ours.StoreAfter ?? StoreAfter,
            ours.FilesAfter is ["seed"] ? seed.FilesAfter : ours.FilesAfter ?? FilesAfter);
    }
}

/// <summary>The file of sweeps.</summary>
internal static class Vectors
{
    public static JsonElement File { get; } = JsonDocument.Parse(System.IO.File.ReadAllText(
        Path.Combine(AppContext.BaseDirectory, "vectors", "openclaw-reaper-cases.json"))).RootElement;
}
