using ActorSweeper.Core.Time;
using ActorSweeper.Workspaces;

namespace ActorSweeper.EndToEnd.Tests;

/// <summary>Runtimes without a container engine: an operator's own commands, and none.</summary>
public sealed class OwnRuntimeTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Own_commands_stop_a_stuck_session_and_wake_a_due_one_and_are_told_what_they_need()
    {
        using var world = new CommandWorld().Configure();
        var stuck = world.Workspace.AddSession("stuck").Message("m1", tries: 1).Claim("m1");
        world.Workspace.AddSession("due", "group-2").Message("m1");
        world.Run("stuck", Long);

        var run = await SweepRun.RunAsync(world.Configuration);

        run.Code.ShouldBe(0, run.ToString());
        run.Words.Order(StringComparer.Ordinal).ToList().ShouldBe(
            ["due wake wake m1", "stuck drop-claims crashed -", "stuck retry retry m1", "stuck stop claim-stuck m1"], run.ToString());
        (stuck.Column("m1", "status"), stuck.Column("m1", "tries")).ShouldBe(("pending", "2"));
        world.Runs("c-stuck").ShouldBeFalse();
        var stop = world.Told("stop");
        (stop["SESSION"], stop["SESSION_DIR"]).ShouldBe(("stuck", stuck.Directory));
        (stop["GROUP"], stop["GROUP_FOLDER"]).ShouldBe(("group-1", "folder-group-1"));
        (stop["CONTAINER"], stop["RUNG"], stop["GRACE_SECONDS"]).ShouldBe(("c-stuck", "stop", "5"));
        stop["REASON"].ShouldContain("m1 was claimed");
        world.Arguments("stop").ShouldBe("stuck");
        world.Runs("woken-due").ShouldBeTrue();
        (world.Told("wake")["SESSION"], world.Told("wake")["GROUP"]).ShouldBe(("due", "group-2"));
        world.Told("wake")["REASON"].ShouldContain("due");
        world.Arguments("wake").ShouldBe("due folder-group-2");

        var second = await SweepRun.RunAsync(world.Configuration);

        second.Words.ShouldBeEmpty(second.ToString());
    }

    [Fact]
    public async Task Own_commands_stop_a_container_of_no_session()
    {
        using var world = new CommandWorld().Configure();
        world.Workspace.AddSession("s1");
        world.Run("s1", Long);
        world.Run("nobody", Long);

        var run = await SweepRun.RunAsync(world.Configuration);

        run.Code.ShouldBe(0, run.ToString());
        run.Words.ShouldBe(["nobody stop-orphan orphan -"], run.ToString());
        (world.Runs("c-nobody"), world.Runs("c-s1")).ShouldBe((false, true));
        (world.Told("stop")["SESSION"], world.Told("stop")["CONTAINER"]).ShouldBe(("nobody", "c-nobody"));
    }

    [Fact]
    public async Task A_list_command_that_fails_makes_everything_unknown_and_nothing_is_reset()
    {
        using var world = new CommandWorld().Configure();
        var stuck = world.Workspace.AddSession("stuck").Message("m1").Claim("m1");
        await File.WriteAllTextAsync(
            Path.Join(world.Workspace.Root, "list.sh"), "echo 'no such host' >&2; exit 7", TestContext.Current.CancellationToken);

        var run = await SweepRun.RunAsync(world.Configuration);

        run.Code.ShouldBe(3, run.ToString());
        run.Actions.ShouldBeEmpty(run.ToString());
        run.Errors.ShouldHaveSingleItem().ShouldContain("no such host");
        SqliteScript.Rows(stuck.Inbound, "SELECT status, tries, process_after FROM messages_in").ShouldBe(["pending|0|"]);
    }

    [Fact]
    public async Task Without_a_runtime_everything_is_reported_as_planned_and_no_row_changes()
    {
        using var world = new CommandWorld();
        await File.WriteAllTextAsync(
            world.Configuration,
            $$"""
            actorsweeper {
              sources.nanoclaw { root = "{{world.Workspace.Root}}", zone = UTC }
              containers.runtime = none
              supervision { sweep-interval = 300ms, storm-window = 100ms, startup-grace = 0s }
              logging.level = debug
            }
            """,
            TestContext.Current.CancellationToken);
        var longAgo = Timestamp.ToSqlite(TimeProvider.System.GetUtcNow() - Long);
        WorkspaceSession[] sessions =
        [
            world.Workspace.AddSession("acked").Message("m1").Ack("m1", "completed"),
            world.Workspace.AddSession("crashed").Message("m1").Claim("m1", longAgo),
            world.Workspace.AddSession("due").Message("m1"),
            world.Workspace.AddSession("stuck").Message("m1").Claim("m1", longAgo),
        ];
        SqliteScript.Execute(world.Workspace.CentralDatabase, "UPDATE sessions SET container_status = 'running' WHERE id = 'stuck'");
        var before = Rows();

        var run = await SweepRun.RunAsync(world.Configuration);

        run.Code.ShouldBe(0, run.ToString());
        run.Words.Order(StringComparer.Ordinal).ToList().ShouldBe(
            [
                "acked ack sync-acks m1", "crashed drop-claims crashed -", "crashed retry retry m1", "due wake wake m1",
                "stuck stop claim-stuck m1",
            ],
            run.ToString());
        run.Actions.ShouldAllBe(action => SweepRun.Text(action, "outcome") == "planned", run.ToString());
        Rows().ShouldBe(before);

        await using var host = HostProgram.Start("run", "--config", world.Configuration);
        await host.ShouldPassAsync(3);
        await host.ShouldEndAsync();
        host.Error.ShouldContain("planned");
        Rows().ShouldBe(before);

        List<string> Rows() =>
        [
            .. sessions.SelectMany(session => SqliteScript.Rows(session.Inbound, "SELECT * FROM messages_in")),
            .. sessions.SelectMany(session => SqliteScript.Rows(session.Outbound, "SELECT * FROM processing_ack")),
            .. SqliteScript.Rows(world.Workspace.CentralDatabase, "SELECT * FROM sessions"),
        ];
    }
}
