using ActorSweeper.Adapters.Artifacts;
using Microsoft.Data.Sqlite;

namespace ActorSweeper.Adapters.Tests.Artifacts;

public sealed class ActiveIdsTests : ArtifactsTest
{
    private const string Log = "data/sessions/main/.claude/debug/" + Done + ".txt";

    private static readonly TimeSpan Old = TimeSpan.FromDays(30);

    public static TheoryData<string, string> Unreadable => new()
    {
        { "missing", "there is no such file" },
        { "empty", "no such table: sessions" },
        { "no database", "not a database" },
        { "torn", "malformed" },
        { "another table", "no such column: session_id" },
        { "a directory", "disk I/O error" },
        { "locked", "it is locked" },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task While_the_ids_cannot_be_read_nothing_is_deleted_and_that_is_said(string how, string expected)
    {
        Put(Log, Old);
        Put("groups/main/logs/a.log", Old);
        var before = Left().ToList();
        using var broken = Break(how);
        var (plan, outcomes) = await RunAsync(Janitor());
        var error = plan.Errors.ShouldHaveSingleItem();
        error.ShouldContain(PathOf("store/messages.db"));
        error.ShouldContain(expected);
        error.ShouldEndWith("Nothing is deleted until they can be.");
        plan.Items.ShouldBeEmpty();
        plan.Rules.Sum(rule => rule.Matched).ShouldBe(2);
        outcomes.ShouldBeEmpty();
        Left().ShouldBe(before);
    }

    [Fact]
    public async Task An_empty_table_means_that_no_session_is_active()
    {
        WriteIds("store/messages.db");
        Put(Log, Old);
        await RunAsync(Janitor());
        Left().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_session_that_becomes_active_after_the_plan_is_protected()
    {
        Put(Log, Old);
        var janitor = Janitor();
        var plan = await janitor.PlanAsync(Cancellation);
        WriteIds("store/messages.db", Active, Done);
        (await ApplyAsync(janitor, plan)).ShouldHaveSingleItem().Note.ShouldBe($"session {Done} is active");
        Left().ShouldBe([Log]);
    }

    [Fact]
    public async Task A_session_that_becomes_active_between_two_items_is_protected()
    {
        Put("data/sessions/main/.claude/debug/a.txt", Old);
        Put("data/sessions/main/.claude/debug/b.txt", Old);
        var janitor = Janitor();
        var plan = await janitor.PlanAsync(Cancellation);
        var notes = new List<string?>();
        await foreach (var outcome in janitor.ApplyAsync(plan, Cancellation))
        {
            notes.Add(outcome.Note);
            WriteIds("store/messages.db", "a", "b");
            Time.Now += TimeSpan.FromMilliseconds(10);
        }

        notes[0].ShouldBeNull();
        notes[1]!.ShouldContain("is active");
    }

    [Fact]
    public async Task A_database_that_is_gone_after_the_plan_stops_all_deletions()
    {
        Put(Log, Old);
        var janitor = Janitor();
        var plan = await janitor.PlanAsync(Cancellation);
        File.Delete(PathOf("store/messages.db"));
        var outcome = (await ApplyAsync(janitor, plan)).ShouldHaveSingleItem();
        outcome.IsFailed.ShouldBeTrue();
        outcome.Note!.ShouldContain("there is no such file");
        Left().ShouldBe([Log]);
    }

    [Fact]
    public async Task The_ids_may_be_anywhere_and_of_any_form()
    {
        WriteIds("data/mine.db", "sess_1", "a.b", "x-agent-y");
        Put("data/sessions/main/.claude/todos/sess_1-agent-q.json", Old);
        Put("data/sessions/main/.claude/todos/q-agent-sess_1.json", Old);
        Put("data/sessions/main/.claude/todos/sess_10-agent-q.json", Old);
        Put("data/sessions/main/.claude/todos/a.b-agent-q.json", Old);
        Put("data/sessions/main/.claude/todos/x-agent-y.json", Old);
        Put("data/sessions/main/.claude/todos/sess-agent-1.json", Old);
        var options = V1() with
        {
            ActiveIds = new ActiveIdsOptions(PathOf("data/mine.db"), "SELECT session_id FROM sessions ORDER BY 1", null, TimeSpan.Zero),
        };
        await RunAsync(Janitor(options));
        Left().Select(path => Path.GetFileName(path)).ShouldBe(
            ["a.b-agent-q.json", "q-agent-sess_1.json", "sess_1-agent-q.json", "x-agent-y.json"]);
    }

    [Fact]
    public void A_protected_rule_without_ids_is_refused() => Should.Throw<ArgumentException>(() => Janitor(V1() with { ActiveIds = null }))
        .Message.ShouldContain("no database of them is set");

    private SqliteConnection? Break(string how)
    {
        var path = PathOf("store/messages.db");
        if (how == "locked")
        {
            var writer = new SqliteConnection($"Data Source={path};Pooling=False");
            writer.Open();
            using var command = writer.CreateCommand();
            command.CommandText = "BEGIN EXCLUSIVE";
            command.ExecuteNonQuery();
            return writer;
        }

        if (how == "torn")
        {
            WriteIds("store/messages.db", [.. Enumerable.Range(0, 3000).Select(number => $"session-{number:D40}")]);
            var bytes = File.ReadAllBytes(path);
            bytes.AsSpan(4096, bytes.Length - 4096).Fill(0xa5);
            File.WriteAllBytes(path, bytes);
            return null;
        }

        File.Delete(path);
        if (how == "empty") File.WriteAllBytes(path, []);
        if (how == "no database") File.WriteAllText(path, new string('x', 5000));
        if (how == "a directory") Directory.CreateDirectory(path);
        if (how == "another table") Execute(path, "CREATE TABLE sessions (id TEXT)");
        return null;
    }

    private static void Execute(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
