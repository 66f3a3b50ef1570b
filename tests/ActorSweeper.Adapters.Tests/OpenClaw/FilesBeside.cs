using ActorSweeper.Core.Retention;
using ActorSweeper.Core.Retention.OpenClaw;

namespace ActorSweeper.Adapters.Tests.OpenClaw;

/// <summary>What is done with files on request, and with what entries say about files.</summary>
public sealed class FilesBeside : OpenClawTest
{
    private const string A = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa";
    private const string B = "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb";
    private static readonly TimeSpan Old = TimeSpan.FromDays(31);

    [Fact]
    public async Task Orphans_are_old_transcripts_whose_ids_no_store_holds_in_any_field()
    {
        await WriteAsync($$"""{"k":{"sessionId":"{{A}}","later":{"deep":["{{B}}"]} } }""");
        string[] orphans =
        [
            "cccccccc-cccc-4ccc-8ccc-cccccccccccc.jsonl", "cccccccc-cccc-4ccc-8ccc-cccccccccccd-topic-5.jsonl",
            "17_cccccccc-cccc-4ccc-8ccc-ccccccccccce.jsonl", "cccccccc-cccc-4ccc-8ccc-cccccccccccf.trajectory.jsonl",
        ];
        string[] kept =
        [
            $"{A}.jsonl", $"{B.ToUpperInvariant()}.jsonl", $"{A}.checkpoint.cccccccc-cccc-4ccc-8ccc-cccccccccccc.jsonl", "notes.jsonl",
            "cccccccc-cccc-4ccc-8ccc-cccccccccccc.txt", "dddddddd-cccc-4ccc-8ccc-cccccccccccc.jsonl",
            "dddddddd-cccc-4ccc-8ccc-cccccccccccc.jsonl.lock", "eeeeeeee-cccc-4ccc-8ccc-cccccccccccc.jsonl",
        ];
        Write([.. orphans, .. kept]);
        foreach (var name in orphans.Concat(kept)) Age(name, Old);
        Age("eeeeeeee-cccc-4ccc-8ccc-cccccccccccc.jsonl", TimeSpan.FromDays(29));

        (await RunAsync(Janitor())).Outcomes.ShouldBeEmpty();
        var (_, outcomes) = await RunAsync(Janitor(Options() with { OrphanAge = Duration("30d"), MinInterval = default }));

        outcomes.ShouldAllBe(static outcome => outcome.Did == JanitorAction.Archive);
        var archived = orphans.Select(static name => name + ".deleted.2026-03-10T12-00-00.000Z");
        Names().ShouldBe(archived.Concat(kept).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task While_one_store_cannot_be_read_nothing_is_an_orphan()
    {
        await WriteAsync("{}");
        Write($"{A}.jsonl");
        Age($"{A}.jsonl", Old);
        var other = Directory.CreateDirectory(Path.Join(Root, ".openclaw", "agents", "other", "sessions"));
        await File.WriteAllTextAsync(Path.Join(other.FullName, "sessions.json"), "{", TestContext.Current.CancellationToken);
        var (plan, outcomes) = await RunAsync(Janitor(Options() with { OrphanAge = Duration("30d") }));
        outcomes.ShouldBeEmpty();
        plan.Errors.Count.ShouldBe(2);
        plan.Errors[1].ShouldContain("orphan");
    }

    [Fact]
    public async Task Left_overs_go_when_they_are_old_and_are_named_as_the_original_names_them()
    {
        await WriteAsync("{}");
        string[] going =
        [
            $"sessions.json.{A}.tmp", $"sessions.json.42.{A}.tmp", "sessions.json.bak.1700000000000",
            "x.jsonl.reset.2026-02-01T00-00-00.000Z", "x.jsonl.bak.2026-02-01T00-00-00.000Z",
        ];
        string[] kept =
        [
            "sessions.json.tmp", $"other.json.{A}.tmp", "sessions.json.bak.1x", "x.jsonl.reset.2026-03-10T00-00-00.000Z",
            "x.reset", "x.bak", $"sessions.json.{B}.tmp",
        ];
        Write([.. going, .. kept]);
        foreach (var name in going.Concat(kept)) Age(name, Old);
        Age($"sessions.json.{B}.tmp", TimeSpan.FromMinutes(5));
        (await RunAsync(Janitor())).Outcomes.ShouldBeEmpty();
        var options = Options() with { LeftOverAge = Duration("1d"), MinInterval = default };
        await RunAsync(Janitor(options));
        Names().ShouldBe(kept.Order(StringComparer.Ordinal));
        await RunAsync(Janitor(options with { LeftOverAge = default(OpenClawDuration) }));
        Names().ShouldContain($"sessions.json.{B}.tmp");
    }

    [Theory]
    [InlineData("""{"version":1,"jobs":[{"id":"J1"}]}""", "j2")]
    [InlineData("""{"version":1,"jobs":[]}""", "j1 j2")]
    [InlineData("""{"version":1,"jobs":[{"id":"J1"},{"name":"without"}]}""", "")]
    [InlineData("""{"version":1,"jobs":{}}""", "")]
    [InlineData("""{"jobs":[{"id":"J""", "")]
    [InlineData(null, "")]
    public async Task A_jobs_session_goes_with_its_job_and_stays_while_the_list_cannot_be_read(string? jobs, string dropped)
    {
        await WriteAsync(
            """{"agent:main:cron:j1":{"updatedAt":1},"agent:main:cron:j2":{"updatedAt":1},"agent:main:cron:j3:x":{"updatedAt":1}}""");
        var file = Path.Join(Root, "jobs.json");
        if (jobs is not null) await File.WriteAllTextAsync(file, jobs, TestContext.Current.CancellationToken);
        var (plan, outcomes) = await RunAsync(Janitor(Options() with { JobsFile = file }));
        plan.Errors.Count.ShouldBe(dropped.Length == 0 ? 1 : 0);
        outcomes.Select(static outcome => outcome.Item.Path).ShouldBe(
            dropped.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(job => $"{Store}#agent:main:cron:{job}"));
    }

    [Theory]
    [InlineData("sessions.json")]
    [InlineData("sessions.json.lock")]
    [InlineData("../../../outside.jsonl")]
    [InlineData("{ROOT}/.openclaw/outside.jsonl")]
    [InlineData("link-out.jsonl")]
    [InlineData("linked/outside.jsonl")]
    [InlineData("folder")]
    [InlineData("a\u0000b")]
    public async Task What_a_hostile_entry_names_as_its_transcript_stays(string file)
    {
        var outside = Path.Join(Root, ".openclaw", "outside.jsonl");
        await File.WriteAllTextAsync(outside, "x", TestContext.Current.CancellationToken);
        Directory.CreateDirectory(Path.Join(Sessions, "folder"));
        File.CreateSymbolicLink(Path.Join(Sessions, "link-out.jsonl"), outside);
        Directory.CreateSymbolicLink(Path.Join(Sessions, "linked"), Path.Join(Root, ".openclaw"));
        var named = System.Text.Json.JsonSerializer.Serialize(file.Replace("{ROOT}", Root));
        await WriteAsync(
            $$"""
            {"agent:a:cron:j:run:1": {"sessionId": "../x", "updatedAt": 1, "sessionFile": {{named}} },
             "agent:a:cron:j:run:2": {"sessionId": "s", "updatedAt": 1, "sessionFile": {{named}} } }
            """);
        var before = Directory.GetFileSystemEntries(Sessions).Order(StringComparer.Ordinal).ToList();

        var (_, outcomes) = await RunAsync(Janitor());

        outcomes.ShouldAllBe(static outcome => !outcome.IsFailed && outcome.Did != JanitorAction.Archive);
        Directory.GetFileSystemEntries(Sessions).Order(StringComparer.Ordinal).ShouldBe(before);
        File.Exists(outside).ShouldBeTrue();
        (await File.ReadAllTextAsync(Store, TestContext.Current.CancellationToken)).ShouldBe("{}");
    }

    [Fact]
    public async Task A_store_that_is_a_link_is_not_touched()
    {
        var real = Path.Join(Root, "real.json");
        const string Text = """{"agent:a:cron:j:run:1":{"sessionId":"s","updatedAt":1}}""";
        await File.WriteAllTextAsync(real, Text, TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(Store, real);
        var (plan, outcomes) = await RunAsync(Janitor());
        plan.Errors.ShouldHaveSingleItem().ShouldContain("link");
        outcomes.ShouldBeEmpty();
        (await File.ReadAllTextAsync(real, TestContext.Current.CancellationToken)).ShouldBe(Text);
    }

    [Fact]
    public async Task Two_transcripts_never_get_one_name_and_a_plan_changes_nothing()
    {
        await WriteAsync("""{"agent:a:cron:j:run:1":{"sessionId":"s","updatedAt":1}}""");
        Write("s.jsonl", "s.jsonl.deleted.2026-03-10T12-00-00.000Z");
        var cancellation = TestContext.Current.CancellationToken;
        var before = Names().ToList();
        var janitor = Janitor();
        var plan = await janitor.PlanAsync(cancellation);
        Names().ShouldBe(before);
        (await File.ReadAllTextAsync(Store, cancellation)).ShouldNotBe("{}");
        plan.Items.Select(static item => item.Action).ShouldBe([JanitorAction.Drop, JanitorAction.Archive]);
        var outcomes = await janitor.ApplyAsync(plan, cancellation).ToListAsync(cancellation);
        Names().ShouldBe([.. before.Skip(1), "s.jsonl.deleted.2026-03-10T12-00-00.001Z"]);
        janitor.Summarize(plan, outcomes).ShouldBe(
            "openclaw: dropped 1 expired sessions, archived 1 transcripts, deleted 0 old files, 54 bytes freed; kept 0, failed 0");
    }

    [Fact]
    public async Task When_the_end_is_asked_for_nothing_further_is_begun()
    {
        await WriteAsync("""{"agent:a:cron:j:run:1":{"sessionId":"s","updatedAt":1}}""");
        Write("s.jsonl");
        var janitor = Janitor();
        var plan = await janitor.PlanAsync(TestContext.Current.CancellationToken);
        using var end = new CancellationTokenSource();
        Entering = step => end.Cancel();
        var outcomes = await janitor.ApplyAsync(plan, end.Token).ToListAsync(TestContext.Current.CancellationToken);
        outcomes.ShouldBeEmpty();
        Names().ShouldBe(["s.jsonl"]);
    }

    private Task WriteAsync(string text) => File.WriteAllTextAsync(Store, text, TestContext.Current.CancellationToken);
}
