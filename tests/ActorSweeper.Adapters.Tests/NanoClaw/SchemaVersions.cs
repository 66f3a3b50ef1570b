using ActorSweeper.Core.Sessions;
using ActorSweeper.Workspaces;

namespace ActorSweeper.Adapters.Tests.NanoClaw;

public sealed class EarlySchema() : NanoClawTest(NanoClawSchema.Early)
{
    [Fact]
    public async Task Files_without_series_trigger_and_tool_state_are_read()
    {
        var session = Workspace.AddSession("s1").Message("m1").Claim("m1");

        var evidence = await LookAsync(session);

        evidence.Messages.ShouldBe([new Message("m1", MessageStatus.Pending, Triggers: true, 0, null, Noon, null, "m1")]);
        evidence.Claims.ShouldBe([new Claim("m1", Noon)]);
        evidence.Tool.ShouldBeNull();
    }

    [Fact]
    public async Task A_recurrence_moves_on_in_a_file_without_series()
    {
        var session = Workspace.AddSession("s1").Message("m1", status: "completed", recurrence: "0 9 * * *");

        (await ApplyAsync(session, new MessageChange.Recur("m1", Noon))).ShouldBe([true]);

        SqliteScript.Rows(session.Inbound, "SELECT seq, status, recurrence, process_after FROM messages_in ORDER BY seq")
            .ShouldBe(["2|completed||", "4|pending|0 9 * * *|2026-01-10T12:00:00.000Z"]);
    }

    [Fact]
    public async Task Sessions_are_listed_without_zone_and_without_archived_columns()
    {
        _ = Workspace.AddSession("s1");

        (await Source().ListActiveAsync(default)).ShouldHaveSingleItem().Zone.ShouldBeNull();
    }
}

public sealed class NewestSchema() : NanoClawTest(NanoClawSchema.Newest)
{
    [Fact]
    public async Task Unknown_columns_and_tables_do_no_harm()
    {
        var session = Workspace.AddSession("s1").Message("m1").Ack("m1", "script-skip:error").Tool("Bash", 5000, null);

        var evidence = await LookAsync(session);

        evidence.Acks.ShouldBe([new Ack("m1", Failed: true, "script-skip:error")]);
        evidence.Tool.ShouldBe(new ToolInFlight("Bash", TimeSpan.FromSeconds(5), null));
    }

    [Fact]
    public async Task A_column_that_a_newer_version_requires_is_copied_to_the_next_occurrence()
    {
        var session = Workspace.AddSession("s1").Message("m1", status: "completed", recurrence: "0 9 * * *");
        SqliteScript.Execute(
            session.Inbound,
            """
            PRAGMA writable_schema = ON;
            UPDATE sqlite_schema SET sql = replace(sql, 'TEXT NOT NULL DEFAULT ''default''', 'TEXT NOT NULL') WHERE name = 'messages_in';
            UPDATE messages_in SET tenant = 'blue';
            """);

        _ = await ApplyAsync(session, new MessageChange.Recur("m1", Noon));

        SqliteScript.Rows(session.Inbound, "SELECT tenant FROM messages_in").ShouldBe(["blue", "blue"]);
    }

    [Fact]
    public async Task The_zone_of_the_group_is_the_zone_of_its_sessions()
    {
        _ = Workspace.AddSession("s1");
        SqliteScript.Execute(Workspace.CentralDatabase, "UPDATE agent_groups SET timezone = 'Europe/Berlin'");

        (await Source().ListActiveAsync(default)).ShouldHaveSingleItem().Zone.ShouldBe("Europe/Berlin");
    }

    [Theory]
    [InlineData("UPDATE agent_groups SET archived_at = '2026-01-01'", "its agent group is archived")]
    [InlineData("UPDATE messaging_groups SET archived = 1", "its messaging group is archived")]
    [InlineData("ALTER TABLE agent_groups ADD COLUMN status TEXT DEFAULT 'archived'", "its agent group is archived")]
    [InlineData("ALTER TABLE agent_groups ADD COLUMN archived INTEGER DEFAULT 1", "its agent group is archived")]
    [InlineData("ALTER TABLE sessions ADD COLUMN archived_at TEXT DEFAULT 'x'", "its session is archived")]
    [InlineData("ALTER TABLE agent_groups ADD COLUMN archived INTEGER DEFAULT 0", null)]
    [InlineData("SELECT 1", null)]
    public async Task F101_a_session_with_an_archived_parent_is_listed_with_a_barrier(string sql, string? barrier)
    {
        _ = Workspace.AddSession("s1");
        SqliteScript.Execute(
            Workspace.CentralDatabase,
            """
            INSERT INTO messaging_groups (id, channel_type, platform_id, created_at) VALUES ('c1', 'telegram', '1', '2026-01-01');
            UPDATE sessions SET messaging_group_id = 'c1';
            """ + sql);

        (await Source().ListActiveAsync(default)).ShouldHaveSingleItem().WakeBarrier.ShouldBe(barrier);
    }
}
