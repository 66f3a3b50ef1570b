using System.Globalization;
using System.Text.Json;
using ActorSweeper.Workspaces;

namespace ActorSweeper.EndToEnd.Tests.Docker;

/// <summary>One pass over sessions whose containers are stuck, on a real engine.</summary>
public sealed class DockerStopTests
{
    [Fact]
    public async Task The_container_behind_a_stuck_claim_is_gone_and_its_message_is_due_again_with_backoff()
    {
        await using var world = DockerWorld.Require().Configure();
        var (session, container) = await world.AddStuckAsync("s1", tries: 2);
        await HostWaits.UntilStuckAsync();

        var run = await SweepRun.RunAsync(world.Configuration);

        run.Code.ShouldBe(0, run.ToString());
        (await world.Engine.IsRunningAsync(container)).ShouldBeFalse(run.ToString());
        run.Words.ShouldBe(["s1 stop claim-stuck m1", "s1 retry retry m1", "s1 drop-claims crashed -"], run.ToString());
        run.Actions.ShouldAllBe(action => SweepRun.Text(action, "outcome").StartsWith("done"), run.ToString());
        session.Column("m1", "status").ShouldBe("pending");
        session.Column("m1", "tries").ShouldBe("3");
        ShouldBeDueAgain(session, run, TimeSpan.FromSeconds(5 * 4));
        SqliteScript.Rows(session.Outbound, "SELECT * FROM processing_ack").ShouldBeEmpty();
    }

    [Fact]
    public async Task The_report_has_the_documented_shape_and_nothing_else_is_on_standard_output()
    {
        await using var world = DockerWorld.Require().Configure();
        await world.AddStuckAsync("s1");
        var broken = world.Workspace.AddSession("broken").Message("m1");
        await File.WriteAllTextAsync(broken.Inbound, new string('x', 5000), TestContext.Current.CancellationToken);
        await HostWaits.UntilStuckAsync();

        var run = await SweepRun.RunAsync(world.Configuration);

        run.Code.ShouldBe(1, run.ToString());
        Names(run.Report).ShouldBe(["startedAt", "finishedAt", "sessions", "actions", "errors"]);
        DateTimeOffset.Parse(run.Report.GetProperty("startedAt").GetString()!, CultureInfo.InvariantCulture).Offset.ShouldBe(TimeSpan.Zero);
        var sessions = run.Report.GetProperty("sessions");
        Names(sessions).ShouldBe(["examined", "running", "degraded"]);
        sessions.EnumerateObject().Select(count => count.Value.GetInt32()).ShouldBe([2, 1, 1]);
        run.Actions.Count.ShouldBe(3, run.ToString());
        foreach (var action in run.Actions)
            Names(action).ShouldBe(["session", "group", "action", "rule", "message", "evidence", "outcome"]);
        Names(run.Action("stop").GetProperty("evidence")).ShouldBe(["text", "ageMs", "limitMs"]);
        SweepRun.Text(run.Action("stop"), "group").ShouldBe("group-1");
        run.Action("stop").GetProperty("evidence").GetProperty("limitMs").GetInt32().ShouldBe(1000);
        var error = run.Report.GetProperty("errors").EnumerateArray().ShouldHaveSingleItem();
        Names(error).ShouldBe(["session", "error"]);
        SweepRun.Text(error, "session").ShouldBe("broken");
        run.Log.ShouldContain("claim-stuck");
        run.Log.ShouldContain("broken");
    }

    [Fact]
    public async Task F25_A_container_that_ignores_the_signal_to_end_is_gone_too()
    {
        await using var world = DockerWorld.Require().Configure("stop-grace = 1s");
        var (session, container) = await world.AddStuckAsync("s1", DockerWorld.Stubborn);
        await HostWaits.UntilStuckAsync();

        var run = await SweepRun.RunAsync(world.Configuration);

        run.Code.ShouldBe(0, run.ToString());
        (await world.Engine.IsRunningAsync(container)).ShouldBeFalse(run.ToString());
        (await world.Engine.ExitCodeAsync(container)).ShouldBe(137);
        session.Column("m1", "tries").ShouldBe("1");
        ShouldBeDueAgain(session, run, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task F23_Containers_without_the_label_of_this_installation_are_untouched()
    {
        await using var world = DockerWorld.Require().Configure("claim-tolerance = 1s, ceiling = 1s, stale-threshold = off");
        var (session, own) = await world.AddStuckAsync("s1");
        (string, string) labelled = ("nanoclaw-session", "s1");
        string[] others =
        [
            await world.RunAsync(DockerWorld.Obedient, session.Directory),
            await world.RunAsync(DockerWorld.Obedient, session.Directory, labelled),
            await world.RunAsync(DockerWorld.Obedient, session.Directory, ("nanoclaw-install", world.Slug + "0"), labelled),
            await world.RunAsync(DockerWorld.Obedient, session.Directory, ("nanoclaw-install", "00000000"), labelled),
        ];
        var before = await StartsAsync();
        await HostWaits.UntilStuckAsync();

        var run = await SweepRun.RunAsync(world.Configuration);

        run.Code.ShouldBe(0, run.ToString());
        (await world.Engine.IsRunningAsync(own)).ShouldBeFalse(run.ToString());
        run.Report.GetProperty("sessions").GetProperty("running").GetInt32().ShouldBe(1);
        run.Actions.Count(action => SweepRun.Text(action, "action") is "stop" or "stop-orphan").ShouldBe(1, run.ToString());
        foreach (var other in others) (await world.Engine.IsRunningAsync(other)).ShouldBeTrue(run.ToString());
        (await StartsAsync()).ShouldBe(before);

        async Task<string[]> StartsAsync() => await Task.WhenAll(others.Select(world.Engine.StartedAtAsync));
    }

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(property => property.Name);

    /// <summary>In SQLite's own form, and counted from an instant within the pass.</summary>
    private static void ShouldBeDueAgain(WorkspaceSession session, SweepRun run, TimeSpan delay)
    {
        var text = session.Column("m1", "process_after")!;
        var due = DateTimeOffset.ParseExact(text, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        var rounding = TimeSpan.FromSeconds(1);
        due.ShouldBeInRange(Instant("startedAt") + delay - rounding, Instant("finishedAt") + delay + rounding, run.ToString());

        DateTimeOffset Instant(string name) => DateTimeOffset.Parse(SweepRun.Text(run.Report, name), CultureInfo.InvariantCulture);
    }
}
