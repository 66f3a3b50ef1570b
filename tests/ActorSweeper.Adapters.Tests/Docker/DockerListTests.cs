using ActorSweeper.Adapters.Docker;
using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Sessions;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorSweeper.Adapters.Tests.Docker;

public sealed class DockerListTests
{
    private static CancellationToken Cancellation => RealEngine.Cancellation;

    [Fact]
    public async Task F23_only_containers_with_this_installations_label_are_seen_and_touched()
    {
        await using var engine = RealEngine.Require();
        await using var other = RealEngine.Require();
        var a = await engine.RunAsync(null, "sleep 60", engine.OwnLabel);
        var b = await engine.RunAsync(null, "sleep 60", engine.OwnLabel, ("nanoclaw-session", "s2"));
        var c = await other.RunAsync(null, "sleep 60", other.OwnLabel);
        var d = await engine.RunAsync($"nanoclaw-x{Environment.ProcessId}", "sleep 60");

        var listed = await engine.Runtime.ListAsync(Cancellation);

        listed.Select(container => container.Id).ShouldBe([a, b], ignoreOrder: true);
        foreach (var foreign in new[] { c, d })
        {
            foreach (var rung in Enum.GetValues<StopRung>())
            {
                var refused = await Should.ThrowAsync<ContainerRuntimeException>(
                    () => engine.StopAsync(new Container(foreign, "x", null, null, null), rung, TimeSpan.Zero));
                refused.Message.ShouldContain("does not carry the label");
            }

            (await engine.StatusAsync(foreign)).ShouldBe("running");
        }

        await engine.Containers.RemoveContainerAsync(d, new ContainerRemoveParameters(true, true), Cancellation);
    }

    [Fact]
    public async Task A_container_is_listed_with_its_session_its_workspace_and_the_instant_it_started()
    {
        await using var engine = RealEngine.Require();
        var session = engine.NewSession("s1");
        var before = TimeProvider.System.GetUtcNow();
        var labelled = await engine.RunAsync(null, "sleep 60", engine.OwnLabel, ("nanoclaw-session", "s1"));
        var mounted = await engine.RunAsync(
            null, "sleep 60", [new Mount("bind", session.Directory, "/workspace", false)], engine.OwnLabel);

        var listed = (await engine.Runtime.ListAsync(Cancellation)).ToDictionary(container => container.Id);

        listed[labelled].Session.ShouldBe(new SessionId("s1"));
        listed[labelled].Workspace.ShouldBeNull();
        listed[mounted].Session.ShouldBeNull();
        listed[mounted].Workspace.ShouldBe(session.Directory);
        foreach (var container in listed.Values)
            container.StartedAt!.Value.ShouldBeInRange(before.AddSeconds(-1), TimeProvider.System.GetUtcNow().AddSeconds(1));
    }

    [Fact]
    public async Task Containers_that_are_created_or_have_ended_are_not_listed_and_paused_ones_are()
    {
        await using var engine = RealEngine.Require();
        var ended = await engine.RunAsync(null, "exit 3", engine.OwnLabel);
        await engine.Containers.WaitContainerAsync(ended, Cancellation);
        var running = await engine.RunAsync(null, "sleep 60", engine.OwnLabel);

        var listed = await engine.Runtime.ListAsync(Cancellation);

        listed.Select(container => container.Id).ShouldBe([running]);
    }

    [Fact]
    public async Task F32_the_supervisors_own_container_is_neither_listed_nor_stopped()
    {
        await using var engine = RealEngine.Require();
        var own = await engine.RunAsync(null, "sleep 60", engine.OwnLabel);
        var sibling = await engine.RunAsync(null, "sleep 60", engine.OwnLabel);
        using var inside = RealEngine.CreateEngine(engine.Endpoint, engine.Label, new OwnContainer(own[..12]));
        var runtime = new DockerContainerRuntime(inside, TimeProvider.System, NullLogger<DockerContainerRuntime>.Instance);

        (await runtime.ListAsync(Cancellation)).Select(container => container.Id).ShouldBe([sibling]);
        foreach (var rung in Enum.GetValues<StopRung>())
        {
            var refused = await Should.ThrowAsync<ContainerRuntimeException>(() => runtime.StopAsync(
                new Container(own, "own", null, null, null), null, rung, TimeSpan.Zero, "test", Cancellation));
            refused.Message.ShouldContain("this supervisor runs in");
        }

        (await engine.StatusAsync(own)).ShouldBe("running");
    }

    [Fact]
    public async Task F32_a_process_inside_a_container_finds_out_which_one()
    {
        await using var engine = RealEngine.Require();
        var id = await engine.RunAsync(
            null,
            "cat /proc/self/mountinfo; echo =; cat /proc/self/cgroup; echo =; hostname",
            engine.OwnLabel);
        await engine.Containers.WaitContainerAsync(id, Cancellation);
        using var log = await engine.Containers.GetContainerLogsAsync(id, new ContainerLogsParameters(true, true, 1000), Cancellation);
        var parts = System.Text.Encoding.UTF8.GetString(await log.ReadOutputToEndAsync(1_000_000, Cancellation)).Split("=\n");

        OwnContainer.Parse(parts[0], "", "").Is(id).ShouldBeTrue("by its mounts");
        OwnContainer.Parse("", parts[1], "").Is(id).ShouldBeTrue("by its control groups");
        OwnContainer.Parse("", "", parts[2].Trim()).Is(id).ShouldBeTrue("by its host name");
    }

    [Fact]
    public async Task The_engine_describes_itself()
    {
        await using var engine = RealEngine.Require();

        (await engine.Engine.DescribeAsync(Cancellation)).ShouldContain("API 1.");
    }
}
