using ActorSweeper.Adapters.Artifacts;
using ActorSweeper.Core.Retention;
using Microsoft.Data.Sqlite;

namespace ActorSweeper.Adapters.Tests.Artifacts;

public sealed class RuleTests : ArtifactsTest
{
    private static readonly TimeSpan Old = TimeSpan.FromDays(30);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public async Task A_type_that_is_off_is_left_alone()
    {
        foreach (var type in new[] { "debug", "todos", "telemetry" }) Put($"data/sessions/main/.claude/{type}/a.txt", Old);
        Put("groups/main/logs/a.log", Old);
        Put($"data/sessions/main/.claude/projects/-workspace-group/{Done}.jsonl", Old);
        var none = new ArtifactWindows(null, null, null, null, null);
        foreach (var (windows, left) in new[]
        {
            (none, 5), (none with { Todos = Day }, 4), (none with { DebugLogs = Day, Telemetry = Day }, 2),
            (none with { GroupLogs = Day }, 1),
            (none with { Transcripts = Day }, 0),
        })
        {
            await RunAsync(Janitor(V1(windows)));
            Left().Count().ShouldBe(left);
        }
    }

    [Theory]
    [InlineData(3, 0, false, true)]
    [InlineData(3, 1, true, true)]
    [InlineData(3, 86399, true, true)]
    [InlineData(4, 0, true, false)]
    [InlineData(4, 1, true, false)]
    public async Task The_originals_rounding_counts_whole_days(int days, int seconds, bool goesExactly, bool staysLegacy)
    {
        Put("data/sessions/main/.claude/debug/a.txt", TimeSpan.FromDays(days) + TimeSpan.FromSeconds(seconds));
        (await Janitor(V1(wholeDays: true)).PlanAsync(Cancellation)).Items.Count.ShouldBe(staysLegacy ? 0 : 1);
        (await Janitor(V1()).PlanAsync(Cancellation)).Items.Count.ShouldBe(goesExactly ? 1 : 0);
    }

    [Fact]
    public async Task Moved_directories_are_where_the_configuration_says()
    {
        var places = new NanoClawPlaces(PathOf("s"), PathOf("d"), PathOf("g"));
        foreach (var folder in new[] { "s", "d", "g" }) Directory.CreateDirectory(PathOf(folder));
        WriteIds("s/messages.db", Active);
        Put("d/sessions/main/.claude/debug/a.txt", Old);
        Put($"d/sessions/main/.claude/debug/{Active}.txt", Old);
        Put("g/main/logs/a.log", Old);
        Put("data/sessions/main/.claude/debug/not-there.txt", Old);
        var options = V1() with
        {
            Rules = ArtifactPresets.NanoClawV1(places, ArtifactPresets.Windows, wholeDays: false),
            ActiveIds = ArtifactPresets.ActiveIdsV1(places, TimeSpan.Zero),
        };
        await RunAsync(Janitor(options));
        Left().ShouldBe(
            [$"d/sessions/main/.claude/debug/{Active}.txt", "data/sessions/main/.claude/debug/not-there.txt"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_root_that_is_not_there_is_an_error_and_the_other_rules_go_on()
    {
        Put("data/sessions/main/.claude/debug/a.txt", Old);
        Directory.Delete(PathOf("groups"));
        var (plan, outcomes) = await RunAsync(Janitor());
        plan.Errors.ShouldHaveSingleItem().ShouldBe(
            $"group-logs: {PathOf("groups")}: there is no such directory: create it, or correct the configured path");
        outcomes.Count.ShouldBe(1);
        Left().ShouldBeEmpty();
    }

    [Fact]
    public async Task Version_2_has_the_same_types_in_the_groups_shared_folders_and_the_agents_own_ids()
    {
        Directory.CreateDirectory(PathOf("data/v2-sessions"));
        Execute("data/v2.db", """
            CREATE TABLE sessions (id TEXT PRIMARY KEY, agent_group_id TEXT, status TEXT);
            INSERT INTO sessions VALUES ('s1', 'ag', 'active'), ('s2', 'ag', 'archived'), ('s3', 'ag', 'active');
            """);
        foreach (var (session, id) in new[] { ("s1", Active), ("s2", Done) })
        {
            Directory.CreateDirectory(PathOf("data/v2-sessions/ag", session));
            Execute($"data/v2-sessions/ag/{session}/outbound.db", $"""
                CREATE TABLE session_state (key TEXT PRIMARY KEY, value TEXT NOT NULL, updated_at TEXT NOT NULL);
                INSERT INTO session_state VALUES ('continuation', '{id}', '')
                """);
        }

        foreach (var id in new[] { Active, Done }) Put($"data/v2-sessions/ag/.claude-shared/projects/-workspace-agent/{id}.jsonl", Old);
        Put("data/v2-sessions/ag/.claude-shared/debug/s1.txt", Old);
        Put("data/v2-sessions/ag/.claude-shared/debug/s2.txt", Old);
        Put("data/v2-sessions/ag/.claude-shared/debug/latest", Old);
        var options = V1() with
        {
            Rules = ArtifactPresets.NanoClawV2(Places, ArtifactPresets.Windows),
            ActiveIds = ArtifactPresets.ActiveIdsV2(Places, TimeSpan.Zero),
        };
        var (plan, _) = await RunAsync(Janitor(options));
        plan.Errors.ShouldBeEmpty();
        Left().ShouldBe([
            "data/v2-sessions/ag/.claude-shared/debug/latest",
            "data/v2-sessions/ag/.claude-shared/debug/s1.txt",
            $"data/v2-sessions/ag/.claude-shared/projects/-workspace-agent/{Active}.jsonl",
        ]);
        Put($"data/v2-sessions/ag/.claude-shared/debug/{Done}.txt", Old);
        File.WriteAllText(PathOf("data/v2-sessions/ag/s1/outbound.db"), "torn");
        var (unreadable, _) = await RunAsync(Janitor(options));
        unreadable.Errors.ShouldHaveSingleItem().ShouldContain("s1/outbound.db");
        unreadable.Items.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("own/*", "own/a.log own/.hidden")]
    [InlineData("own/*.log", "own/a.log")]
    [InlineData("own/?.log", "own/a.log")]
    [InlineData("own/**/*.log", "own/a.log own/x/b.log own/x/y/c.log")]
    [InlineData("own/*/*.log", "own/x/b.log")]
    [InlineData("**/c.log", "own/x/y/c.log")]
    [InlineData("own/x/y/c.log", "own/x/y/c.log")]
    [InlineData("own/x/**", "own/x/b.log own/x/y/c.log")]
    public async Task A_rule_of_ones_own_names_files_by_pattern(string glob, string gone)
    {
        foreach (var file in new[] { "own/a.log", "own/.hidden", "own/x/b.log", "own/x/y/c.log" }) Put(file, Old);
        var before = Left().ToList();
        var rule = new ArtifactRule("own", Root, glob, Day);
        await RunAsync(Janitor(new ArtifactsOptions([rule], null, ArtifactsMode.Delete, Day)));
        before.Except(Left(), StringComparer.Ordinal).ShouldBe(gone.Split(' ', StringSplitOptions.RemoveEmptyEntries), ignoreOrder: true);
    }

    [Theory]
    [InlineData("log-2026-01-29.txt", true)]
    [InlineData("log-2026-01-30.txt", false)]
    [InlineData("20260129-run", true)]
    [InlineData("x20260130", false)]
    [InlineData("log-2026-13-45.txt", null)]
    [InlineData("id-202601290.txt", null)]
    [InlineData("nothing", null)]
    [InlineData("log-2027-01-01.txt", null)]
    [InlineData("2026-0129", null)]
    public async Task The_date_in_a_name_counts_from_the_end_of_its_day(string name, bool? goes)
    {
        Put("own/" + name, Old);
        var rule = new ArtifactRule("own", Root, "own/*", Day, AgeSource.NameDate);
        var (plan, _) = await RunAsync(Janitor(new ArtifactsOptions([rule], null, ArtifactsMode.Delete, Day)));
        File.Exists(PathOf("own", name)).ShouldBe(goes != true);
        plan.Items.Count(item => item.Action == JanitorAction.Keep).ShouldBe(goes is null ? 1 : 0);
    }

    [Fact]
    public async Task A_change_that_leaves_the_content_alone_counts_for_the_time_of_change()
    {
        var path = Put("own/a", Old);
        var rule = new ArtifactRule("own", Root, "own/*", Day, AgeSource.Changed);
        var janitor = Janitor(new ArtifactsOptions([rule], null, ArtifactsMode.Delete, Day));
        Time.Now = TimeProvider.System.GetUtcNow();
        (await janitor.PlanAsync(Cancellation)).Items.ShouldBeEmpty();
        Time.Now += TimeSpan.FromDays(2);
        var plan = await janitor.PlanAsync(Cancellation);
        plan.Items.Count.ShouldBe(1);
        Time.Now -= TimeSpan.FromDays(2);
        (await ApplyAsync(janitor, plan)).ShouldHaveSingleItem().Note.ShouldBe("the clock was set back: it has not expired");
        Time.Now += TimeSpan.FromDays(2);
        (await ApplyAsync(janitor, plan)).ShouldHaveSingleItem().Note.ShouldBeNull();
        File.Exists(path).ShouldBeFalse();
    }

    [Fact]
    public async Task A_directory_can_be_one_thing_as_old_as_the_newest_file_in_it()
    {
        Put("own/old/a/b", Old);
        Put("own/young/a/old", Old);
        Put("own/young/b", TimeSpan.Zero);
        Put("own/file", Old);
        var rule = new ArtifactRule("own", PathOf("own"), "*", Day, Unit: ArtifactUnit.Entry);
        await RunAsync(Janitor(new ArtifactsOptions([rule], null, ArtifactsMode.Delete, Day)));
        Directory.EnumerateFileSystemEntries(PathOf("own")).ShouldBe([PathOf("own/young")]);
        Left().ShouldBe(["own/young/a/old", "own/young/b"]);
    }

    [Fact]
    public async Task What_two_rules_name_is_planned_once()
    {
        Put("data/sessions/main/.claude/debug/a.txt", Old);
        var own = new ArtifactRule("own", PathOf("data"), "**/*.txt", Day);
        var wide = new ArtifactRule("wide", Root, "data/**/*", Day, Except: ["messages.db"]);
        var (plan, outcomes) = await RunAsync(Janitor(V1(own: [own, wide])));
        plan.Items.ShouldHaveSingleItem().Reason.ShouldStartWith("debug-logs:");
        outcomes.ShouldHaveSingleItem().Note.ShouldBeNull();
    }

    private void Execute(string relative, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={PathOf(relative)};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
