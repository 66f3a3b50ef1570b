using System.Text.Json;
using ActorSweeper.Core.Time;
using ActorSweeper.Workspaces;

namespace ActorSweeper.EndToEnd.Tests.Docker;

/// <summary>One pass over sessions with due messages, and over containers of nobody, on a real engine.</summary>
public sealed class DockerWakeTests
{
    /// <summary>Writes what it finds in the session's folder into that folder.</summary>
    private const string Looking =
        "ls /workspace > /workspace/seen.tmp && mv /workspace/seen.tmp /workspace/seen; " + DockerWorld.Obedient;

    [Fact]
    public async Task Due_messages_start_one_container_from_the_template_which_sees_the_files_of_its_session()
    {
        await using var world = DockerWorld.Require().Configure(
            template:
            $$"""
            command = [sh, -c, "{{Looking}}"], memory = 64MiB, pids-limit = 33, environment { WHO = "{session} of {group}" }
            """);
        var session = world.Workspace.AddSession("s1").Message("m1").Message("m2");
        world.Workspace.AddSession("idle").Message("later", processAfter: "2999-01-01 00:00:00");
        session.Beat(TimeProvider.System.GetUtcNow() - TimeSpan.FromDays(1));

        var run = await SweepRun.RunAsync(world.Configuration);

        run.Code.ShouldBe(0, run.ToString());
        run.Words.ShouldBe(["s1 wake wake m1"], run.ToString());
        File.Exists(session.Heartbeat).ShouldBeFalse("the heartbeat of an earlier life was left");
        var id = (await world.Engine.RunningAsync(world.Label)).ShouldHaveSingleItem();
        ShouldBeFromTemplate((await world.Engine.InspectAsync(id)).ShouldNotBeNull(), world, session);
        var seen = Path.Join(session.Directory, "seen");
        (await Eventually.HoldsAsync(() => File.Exists(seen), HostWaits.Patience)).ShouldBeTrue();
        var names = await File.ReadAllLinesAsync(seen, TestContext.Current.CancellationToken);
        names.ShouldContain("inbound.db");
        names.ShouldContain("outbound.db");

        var second = await SweepRun.RunAsync(world.Configuration);

        second.Code.ShouldBe(0, second.ToString());
        second.Words.ShouldBeEmpty(second.ToString());
        (await world.Engine.ListAsync(world.Label, all: true)).ShouldBe([id]);
    }

    [Fact]
    public async Task A_container_without_a_session_label_belongs_to_the_session_whose_folder_it_has_at_workspace()
    {
        await using var world = DockerWorld.Require().Configure();
        var due = world.Workspace.AddSession("due").Message("m1");
        var stuck = world.Workspace.AddSession("stuck").Message("m1");
        var mine = ("nanoclaw-install", world.Slug);
        var working = await world.RunAsync(DockerWorld.Obedient, due.Directory, mine);
        var hung = await world.RunAsync(DockerWorld.Obedient, stuck.Directory, mine);
        stuck.Claim("m1", Timestamp.ToSqlite(TimeProvider.System.GetUtcNow()));
        await HostWaits.UntilStuckAsync();

        var run = await SweepRun.RunAsync(world.Configuration);

        run.Code.ShouldBe(0, run.ToString());
        run.Words.ShouldBe(["stuck stop claim-stuck m1", "stuck retry retry m1", "stuck drop-claims crashed -"], run.ToString());
        (await world.Engine.RunningAsync(world.Label)).ShouldBe([working], run.ToString());
        (await world.Engine.IsRunningAsync(hung)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_container_of_no_session_is_stopped_and_of_two_of_one_session_the_newer_is_kept()
    {
        await using var world = DockerWorld.Require().Configure();
        var session = world.Workspace.AddSession("s1").Message("m1");
        world.Workspace.AddRow("closed", "group-1", "closed");
        var older = await world.RunAsync(session);
        var newer = await world.RunAsync(session);
        var mine = ("nanoclaw-install", world.Slug);
        string[] strays =
        [
            await world.RunAsync(DockerWorld.Obedient, null, mine),
            await world.RunAsync(DockerWorld.Obedient, null, mine, ("nanoclaw-session", "nobody")),
            await world.RunAsync(DockerWorld.Obedient, null, mine, ("nanoclaw-session", "closed")),
        ];

        var run = await SweepRun.RunAsync(world.Configuration);

        run.Code.ShouldBe(0, run.ToString());
        (await world.Engine.RunningAsync(world.Label)).ShouldBe([newer], run.ToString());
        (await world.Engine.IsRunningAsync(older)).ShouldBeFalse();
        run.Actions.Count(action => SweepRun.Text(action, "action") == "stop-orphan").ShouldBe(4, run.ToString());
        run.Actions.Count.ShouldBe(4, run.ToString());
        foreach (var stray in strays) (await world.Engine.IsRunningAsync(stray)).ShouldBeFalse(run.ToString());
    }

    [Fact]
    public async Task A_dry_run_reports_the_same_stops_and_wakes_and_changes_nothing()
    {
        await using var world = DockerWorld.Require().Configure("claim-tolerance = 1s");
        var (stuck, _) = await world.AddStuckAsync("stuck");
        var due = world.Workspace.AddSession("due").Message("m1");
        await world.RunAsync(DockerWorld.Obedient, null, ("nanoclaw-install", world.Slug), ("nanoclaw-session", "nobody"));
        await HostWaits.UntilStuckAsync();
        var running = await world.Engine.RunningAsync(world.Label);
        var files = Files();

        var dry = await SweepRun.RunAsync(world.Configuration, "--dry-run");

        dry.Code.ShouldBe(0, dry.ToString());
        (await world.Engine.RunningAsync(world.Label)).ShouldBe(running, dry.ToString());
        (await world.Engine.ListAsync(world.Label, all: true)).Count.ShouldBe(2);
        Files().ShouldBe(files);
        dry.Actions.ShouldAllBe(action => SweepRun.Text(action, "outcome") == "planned", dry.ToString());

        var real = await SweepRun.RunAsync(world.Configuration);

        real.Code.ShouldBe(0, real.ToString());
        StopsAndWakes(dry).ShouldBe(StopsAndWakes(real));
        StopsAndWakes(dry).ShouldBe(["due wake wake m1", "nobody stop-orphan orphan -", "stuck stop claim-stuck m1"], dry.ToString());
        (stuck.Column("m1", "tries"), due.Column("m1", "tries")).ShouldBe(("1", "0"));

        static IEnumerable<string> StopsAndWakes(SweepRun run) =>
            run.Words.Where(words => words.Split(' ')[1] is "stop" or "wake" or "stop-orphan").Order(StringComparer.Ordinal);

        // Every file of the installation, byte for byte; the source's database is opened in WAL mode, which leaves its index.
        Dictionary<string, string> Files() => Directory.EnumerateFiles(world.Workspace.Root, "*", SearchOption.AllDirectories)
            .Where(path => !path.EndsWith("-shm", StringComparison.Ordinal) && !path.EndsWith("-wal", StringComparison.Ordinal))
            .ToDictionary(path => path, path => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path))));
    }

    [Fact]
    public async Task An_image_that_is_missing_is_told_and_burns_no_try_of_the_message()
    {
        await using var world = DockerWorld.Require().Configure(template: "image = \"actorsweeper-test:nowhere\"");
        var session = world.Workspace.AddSession("s1").Message("m1");

        var run = await SweepRun.RunAsync(world.Configuration);

        run.Code.ShouldBe(1, run.ToString());
        run.Words.ShouldBe(["s1 wake wake m1"], run.ToString());
        SweepRun.Text(run.Action("wake"), "outcome").ShouldStartWith("failed: The image actorsweeper-test:nowhere is not there");
        (await world.Engine.ListAsync(world.Label, all: true)).ShouldBeEmpty();
        SqliteScript.Rows(session.Inbound, "SELECT status, tries, process_after FROM messages_in").ShouldBe(["pending|0|"]);
    }

    private static void ShouldBeFromTemplate(JsonElement container, DockerWorld world, WorkspaceSession session)
    {
        var config = container.GetProperty("Config");
        config.GetProperty("Image").GetString().ShouldBe(DockerWorld.Image);
        config.GetProperty("Cmd").EnumerateArray().Select(word => word.GetString()).ShouldBe(["sh", "-c", Looking]);
        config.GetProperty("Env").EnumerateArray().Select(variable => variable.GetString()).ShouldContain("WHO=s1 of group-1");
        var labels = config.GetProperty("Labels");
        SweepRun.Text(labels, "nanoclaw-install").ShouldBe(world.Slug);
        SweepRun.Text(labels, "nanoclaw-session").ShouldBe("s1");
        var host = container.GetProperty("HostConfig");
        host.GetProperty("Memory").GetInt64().ShouldBe(64 * 1024 * 1024);
        host.GetProperty("PidsLimit").GetInt64().ShouldBe(33);
        SweepRun.Text(host, "NetworkMode").ShouldBe("none");
        var mount = container.GetProperty("Mounts").EnumerateArray().ShouldHaveSingleItem();
        SweepRun.Text(mount, "Type").ShouldBe("bind");
        SweepRun.Text(mount, "Source").ShouldBe(session.Directory);
        SweepRun.Text(mount, "Destination").ShouldBe("/workspace");
        mount.GetProperty("RW").GetBoolean().ShouldBeTrue();
    }
}
