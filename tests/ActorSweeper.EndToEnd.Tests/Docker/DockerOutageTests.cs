using ActorSweeper.Core.Time;
using ActorSweeper.Workspaces;

namespace ActorSweeper.EndToEnd.Tests.Docker;

/// <summary>The engine's daemon is stopped and started again while sessions are stuck and due; containers run on meanwhile.</summary>
public sealed class DockerOutageTests
{
    private const string Quick = "sweep-interval = 300ms, storm-window = 100ms";

    private const string Recovering =
        """
        containers { breaker { failures = 2, pause = 1s }, docker { reconnect-delay = 200ms, max-reconnect-delay = 1s } }
        logging.level = debug
        """;

    [Fact]
    public async Task With_the_daemon_stopped_a_pass_changes_nothing_and_exits_with_3_and_a_host_waits_for_its_return()
    {
        await using var engine = await PrivateEngine.StartNewAsync();
        await using var world = DockerWorld.On(engine.Endpoint).Configure(Quick, more: Recovering);
        var (stuck, container) = await world.AddStuckAsync("stuck");
        var due = world.Workspace.AddSession("due").Message("m1");
        await HostWaits.UntilStuckAsync();
        await engine.StopAsync();

        var sweep = await SweepRun.RunAsync(world.Configuration);

        sweep.Code.ShouldBe(3, sweep.ToString());
        sweep.Actions.ShouldBeEmpty(sweep.ToString());
        sweep.Errors.ShouldHaveSingleItem().ShouldContain(engine.Endpoint);
        ShouldBeUntouched(stuck, due);

        await using var host = HostProgram.Start("run", "--config", world.Configuration);
        await host.ShouldSayAsync("cannot be asked", engine.Endpoint);
        await host.ShouldPassAsync(3);
        host.HasEnded.ShouldBeFalse(host.Error);
        ShouldBeUntouched(stuck, due);

        await engine.StartAsync();
        await ShouldRecoverAsync(world, host, stuck, container);
    }

    [Fact]
    public async Task A_host_whose_daemon_stops_and_comes_back_stays_up_says_so_and_goes_on()
    {
        await using var engine = await PrivateEngine.StartNewAsync();
        await using var world = DockerWorld.On(engine.Endpoint).Configure(Quick, more: Recovering);
        var stuck = world.Workspace.AddSession("stuck").Message("m1");
        var container = await world.RunAsync(stuck);
        var due = world.Workspace.AddSession("due").Message("m1", processAfter: "2999-01-01 00:00:00");
        await using var host = HostProgram.Start("run", "--config", world.Configuration);
        await host.ShouldPassAsync(2);
        var process = await world.Engine.ProcessAsync(container);

        await engine.StopAsync();
        await host.ShouldSayAsync("cannot be asked", engine.Endpoint);
        SqliteScript.Execute(due.Inbound, "UPDATE messages_in SET process_after = NULL");
        stuck.Claim("m1", Timestamp.ToSqlite(TimeProvider.System.GetUtcNow()));
        await HostWaits.UntilStuckAsync();
        await host.ShouldPassAsync(3);

        host.HasEnded.ShouldBeFalse(host.Error);
        ShouldBeUntouched(stuck, due);
        Directory.Exists(process).ShouldBeTrue("the container did not outlive its daemon: this shows nothing");
        await engine.StartAsync();
        await ShouldRecoverAsync(world, host, stuck, container);
    }

    [Fact]
    public async Task A_daemon_that_is_locked_up_stops_nothing_holds_no_host_back_from_its_end_and_is_used_again_when_it_answers()
    {
        await using var engine = await PrivateEngine.StartNewAsync();
        await using var world = DockerWorld.On(engine.Endpoint).Configure(Quick, more: Recovering + "\n, containers.call-deadline = 2s");
        var (stuck, container) = await world.AddStuckAsync("stuck");
        var due = world.Workspace.AddSession("due").Message("m1");
        await HostWaits.UntilStuckAsync();
        engine.Freeze();

        var sweep = await SweepRun.RunAsync(world.Configuration);
        await using (var ending = HostProgram.Start("run", "--config", world.Configuration, "--set", "shutdown.drain=1s"))
        {
            await ending.ShouldSayAsync("cannot be asked");
            (await ending.ShouldEndAsync()).ShouldBeLessThan(TimeSpan.FromSeconds(6), ending.Error);
        }

        sweep.Code.ShouldBe(3, sweep.ToString());
        sweep.Actions.ShouldBeEmpty(sweep.ToString());
        ShouldBeUntouched(stuck, due);
        await using var host = HostProgram.Start("run", "--config", world.Configuration, "--set", "containers.call-deadline=60s");
        await host.ShouldSayAsync("supervises");
        engine.Thaw();
        await ShouldRecoverAsync(world, host, stuck, container);
    }

    private static void ShouldBeUntouched(WorkspaceSession stuck, WorkspaceSession due)
    {
        foreach (var session in new[] { stuck, due })
            SqliteScript.Rows(session.Inbound, "SELECT id, status, tries, process_after FROM messages_in").ShouldBe(["m1|pending|0|"]);
        SqliteScript.Rows(stuck.Outbound, "SELECT message_id, status FROM processing_ack").ShouldBe(["m1|processing"]);
    }

    private static async Task ShouldRecoverAsync(DockerWorld world, RunningHost host, WorkspaceSession stuck, string container)
    {
        await host.ShouldReachAsync(() => stuck.Column("m1", "tries") == "1");
        (await world.Engine.IsRunningAsync(container)).ShouldBeFalse(host.Error);
        await host.ShouldReachAsync(() => world.Engine.RunningAsync("nanoclaw-session=due").GetAwaiter().GetResult().Count == 1);
        await host.ShouldEndAsync();
    }
}
