using ActorSweeper.Adapters.Docker;
using ActorSweeper.Core.Containers;

namespace ActorSweeper.Adapters.Tests.Docker;

public sealed class DockerStopTests
{
    private const string IgnoresTerm = "trap '' TERM; while :; do sleep 0.1; done";

    private static CancellationToken Cancellation => RealEngine.Cancellation;

    [Fact]
    public async Task F25_a_container_that_ignores_SIGTERM_is_gone_after_the_first_rung()
    {
        await using var engine = RealEngine.Require();
        var id = await engine.RunAsync(null, IgnoresTerm, engine.OwnLabel);
        var container = (await engine.Runtime.ListAsync(Cancellation)).ShouldHaveSingleItem();
        var began = TimeProvider.System.GetTimestamp();

        var result = await engine.StopAsync(container, StopRung.Stop, TimeSpan.FromSeconds(1));

        result.ShouldBe(StopResult.Gone);
        TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(10));
        (await engine.StatusAsync(id)).ShouldBe("exited");
        (await engine.Runtime.ListAsync(Cancellation)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(StopRung.Kill, "exited")]
    [InlineData(StopRung.Remove, "gone")]
    public async Task F25_each_higher_rung_ends_a_container_by_itself(StopRung rung, string status)
    {
        await using var engine = RealEngine.Require();
        var id = await engine.RunAsync(null, IgnoresTerm, engine.OwnLabel);

        var result = await engine.StopAsync(new Container(id, "x", null, null, null), rung, TimeSpan.FromMinutes(5));

        result.ShouldBe(StopResult.Gone);
        (await engine.StatusAsync(id)).ShouldBe(status);
    }

    [Fact]
    public async Task F57_a_container_that_closes_its_stores_within_the_grace_is_not_killed()
    {
        await using var engine = RealEngine.Require();
        var id = await engine.RunAsync(
            null, "trap 'sleep 1; echo closed; exit 0' TERM; while :; do sleep 0.1; done", engine.OwnLabel);
        await Task.Delay(TimeSpan.FromSeconds(0.3), TimeProvider.System, Cancellation);

        var result = await engine.StopAsync(new Container(id, "x", null, null, null), StopRung.Stop, TimeSpan.FromSeconds(10));

        result.ShouldBe(StopResult.Gone);
        var after = await engine.Engine.InspectAsync(id, Cancellation);
        after!.State!.ExitCode.ShouldBe(0);
        (await engine.Engine.LastLinesAsync(id, Cancellation)).ShouldBe(["closed"]);
    }

    [Fact]
    public async Task Stopping_what_has_ended_or_is_not_there_is_a_success()
    {
        await using var engine = RealEngine.Require();
        var ended = await engine.RunAsync(null, "exit 0", engine.OwnLabel);
        await engine.Containers.WaitContainerAsync(ended, Cancellation);

        foreach (var rung in Enum.GetValues<StopRung>())
        {
            (await engine.StopAsync(new Container(ended, "ended", null, null, null), rung, TimeSpan.FromSeconds(1)))
                .ShouldBe(StopResult.Gone);
        }

        (await engine.StatusAsync(ended)).ShouldBe("gone", "the last rung removes what is left of it");
        (await engine.StopAsync(new Container("no-such-container", "x", null, null, null), StopRung.Stop, TimeSpan.Zero))
            .ShouldBe(StopResult.Gone);
    }

    [Fact]
    public async Task Several_containers_stop_at_the_same_time()
    {
        await using var engine = RealEngine.Require();
        for (var i = 0; i < 5; i++)
            await engine.RunAsync(null, IgnoresTerm, engine.OwnLabel);
        var listed = await engine.Runtime.ListAsync(Cancellation);
        var began = TimeProvider.System.GetTimestamp();

        var results = await Task.WhenAll(listed.Select(
            container => engine.StopAsync(container, StopRung.Stop, TimeSpan.FromSeconds(3))));

        results.ShouldAllBe(result => result == StopResult.Gone);
        results.Length.ShouldBe(5);
        TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }
}
