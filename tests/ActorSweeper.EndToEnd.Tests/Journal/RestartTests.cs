using ActorSweeper.Core.Time;
using ActorSweeper.Workspaces;

namespace ActorSweeper.EndToEnd.Tests.Journal;

/// <summary>
/// A host with the process runtime goes on where the one before it ended, and operators see and order the same whether it is up or down.
/// </summary>
public sealed class RestartTests : IDisposable
{
    private readonly NanoClawWorkspace _workspace = NanoClawWorkspace.Create();
    private readonly string _configuration;

    public RestartTests()
    {
        _configuration = Path.Join(_workspace.Root, "actorsweeper.conf");
        // One hangs; one shows life and dies; both live in real processes.
        File.WriteAllText(
            Path.Join(_workspace.Root, "agent.sh"), "touch \"$2/.heartbeat\"; case $1 in *dies*) sleep 1; exit 1;; esac; exec sleep 600");
        File.WriteAllText(
            _configuration,
            $$"""
            actorsweeper {
              sources.nanoclaw { root = "{{_workspace.Root}}", zone = UTC }
              containers {
                runtime = process
                process { command = [sh, "{{Path.Join(_workspace.Root, "agent.sh")}}", "{session}", "{sessionDir}"], settle = 100ms }
              }
              supervision {
                sweep-interval = 300ms, storm-window = 100ms, startup-grace = 0s, claim-tolerance = 5m, max-tries = 1, backoff-base = 200ms
                restart-intensity = 1, quarantine-pause = 30m, start-backoff-base = 200ms, stop-grace = 1s
              }
              journal.order-interval = 200ms
              shutdown.containers = leave
              logging.level = debug
            }
            """);
    }

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Lives_quarantines_and_dead_letters_survive_and_orders_are_carried_out_by_whoever_runs()
    {
        var hangs = _workspace.AddSession("hangs").Message("m1");
        _workspace.AddSession("dies").Message("m1");
        var dead = _workspace.AddSession("dead").Message("m7", tries: 1).Claim("m7");
        StatusRun before;
        await using (var first = HostProgram.Start("run", "--config", _configuration))
        {
            before = await StatusRun.UntilAsync(_configuration, first, status =>
                status.Is("hangs", "running") && status.Is("dies", "quarantined") && status.Number("dead", "deadLetters") == 1);
            (before.IsUp, before.Pid).ShouldBe((true, first.Id), before.ToString());
            hangs.Claim("m1", Timestamp.ToSqlite(TimeProvider.System.GetUtcNow()));
            await first.ShouldPassAsync(2);
            await first.ShouldEndAsync();
        }

        Directory.GetFiles(Path.Join(_workspace.Root, "data", "actorsweeper"), "state.db*").Length.ShouldBe(1);
        var down = await StatusRun.RunAsync(_configuration);
        (down.IsUp, down.HasEnded).ShouldBe((false, true), down.ToString());
        ShouldBeTheSame(down, before);
        dead.Column("m7", "status").ShouldBe("failed");
        var (code, output, _) = await HostProgram.RunAsync("retry", "dead", "--reason", "enough memory now", "--config", _configuration);
        (code, output).ShouldBe(
            (0, "retry of the dead letters of dead: ordered. No host is running: it takes effect when the next one runs\n"));

        await using var second = HostProgram.Start("run", "--config", _configuration);
        await second.ShouldSayAsync("hangs adopt", "dead revive m7", "enough memory now", "Done");
        await second.ShouldPassAsync(3);
        var after = await StatusRun.RunAsync(_configuration);
        (after.IsUp, after.Pid).ShouldBe((true, second.Id), after.ToString());
        ShouldBeTheSame(after, before);
        dead.Column("m7", "status").ShouldBe("pending");
        after.Number("dead", "deadLetters").ShouldBe(0, after.ToString());
        await ShouldExplainAsync("hangs", "claim-stuck(m1)");
        await ShouldExplainAsync("dies", "quarantine");

        (await HostProgram.RunAsync("retry", "hangs", "--config", _configuration)).Code.ShouldBe(1);
        var released = await HostProgram.RunAsync("release", "dies", "--reason", "repaired", "--config", _configuration);
        (released.Code, released.Output).ShouldBe((0, "release of dies: done\n"));
        var lives = before.Number("dies", "incarnation");
        await StatusRun.UntilAsync(_configuration, second, status => status.Number("dies", "incarnation") > lives);
        await EndAllAsync(second);
    }

    private async Task ShouldExplainAsync(string session, string deciding)
    {
        var (code, output, error) = await HostProgram.RunAsync("explain", session, "--json", "--config", _configuration);
        code.ShouldBe(0, error);
        System.Text.Json.JsonElement.Parse(output).GetProperty("deciding").GetString().ShouldBe(deciding, output);
    }

    private static void ShouldBeTheSame(StatusRun status, StatusRun before)
    {
        foreach (var session in new[] { "hangs", "dies" })
        {
            status.Number(session, "incarnation").ShouldBe(before.Number(session, "incarnation"), status.ToString());
            status.Text(session, "container").ShouldBe(before.Text(session, "container"), status.ToString());
        }

        status.Is("dies", "quarantined").ShouldBeTrue(status.ToString());
        status.Text("dies", "leftAloneUntil").ShouldBe(before.Text("dies", "leftAloneUntil"));
    }

    /// <summary>No process outlives the test: the next host ends what this one leaves.</summary>
    private async Task EndAllAsync(RunningHost host)
    {
        await host.ShouldEndAsync();
        await using var last = HostProgram.Start("run", "--config", _configuration, "--set", "shutdown.containers=stop");
        await last.ShouldPassAsync(2);
        await last.ShouldEndAsync();
    }
}
