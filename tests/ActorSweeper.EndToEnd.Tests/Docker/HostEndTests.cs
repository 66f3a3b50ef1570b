namespace ActorSweeper.EndToEnd.Tests.Docker;

/// <summary>What becomes of containers when the host is told to end.</summary>
public sealed class HostEndTests
{
    private const string Quick = "sweep-interval = 300ms, storm-window = 100ms, claim-tolerance = 5m";

    [Fact]
    public async Task F27_Told_to_end_the_host_exits_with_0_within_6_s_and_the_next_one_adopts_its_containers()
    {
        await using var world = DockerWorld.Require().Configure(Quick, more: "logging.level = debug");
        var working = await world.RunAsync(world.Workspace.AddSession("working").Message("m1").Claim("m1"));
        world.Workspace.AddSession("due").Message("m1");
        await using (var first = HostProgram.Start("run", "--config", world.Configuration))
        {
            await first.ShouldReachAsync(() => Running(world).Count == 2);
            (await first.ShouldEndAsync()).ShouldBeLessThan(TimeSpan.FromSeconds(6), first.Error);
        }

        var before = await StartsAsync();
        before.Length.ShouldBe(2);
        await using var second = HostProgram.Start("run", "--config", world.Configuration);
        await second.ShouldPassAsync(3);

        foreach (var session in new[] { "working", "due" }) second.Error.ShouldContain($"{session} adopt ");
        second.Error.ShouldNotContain(" wake ");
        Running(world).ShouldContain(working);
        (await StartsAsync()).ShouldBe(before);
        (await world.Engine.ListAsync(world.Label, all: true)).Count.ShouldBe(2);
        (await second.ShouldEndAsync()).ShouldBeLessThan(TimeSpan.FromSeconds(6), second.Error);

        async Task<string[]> StartsAsync() =>
            await Task.WhenAll(Running(world).Order(StringComparer.Ordinal).Select(world.Engine.StartedAtAsync));
    }

    [Fact]
    public async Task Told_to_end_the_host_does_not_wait_for_a_long_stop_in_hand_and_the_next_one_takes_it_up()
    {
        await using var world = DockerWorld.Require().Configure(
            Quick + ", claim-tolerance = 1s, stop-grace = 5m, stop-slack = 60s", more: "shutdown.drain = 1s");
        var (session, container) = await world.AddStuckAsync("s1", "trap 'echo told' TERM; while :; do sleep 1; done");
        await using (var first = HostProgram.Start("run", "--config", world.Configuration))
        {
            await first.ShouldReachAsync(() => LogOf(container).Contains("told", StringComparison.Ordinal));
            (await first.ShouldEndAsync()).ShouldBeLessThan(TimeSpan.FromSeconds(6), first.Error);
        }

        (session.Column("m1", "tries"), session.Column("m1", "status")).ShouldBe(("0", "pending"));
        world.Configure(Quick + ", claim-tolerance = 1s, stop-grace = 1s");
        await using var second = HostProgram.Start("run", "--config", world.Configuration);
        await second.ShouldReachAsync(() => session.Column("m1", "tries") == "1");
        (await world.Engine.IsRunningAsync(container)).ShouldBeFalse(second.Error);

        string LogOf(string id) => world.Engine.LogAsync(id).GetAwaiter().GetResult();
    }

    [Fact]
    public async Task F71_Containers_that_ignore_the_signal_to_end_are_stopped_side_by_side_when_the_host_ends()
    {
        var grace = TimeSpan.FromSeconds(5);
        const int Containers = 5;
        await using var world = DockerWorld.Require().Configure(
            Quick + ", stop-grace = 5s", more: "shutdown.containers = stop, logging.level = debug");
        for (var number = 0; number < Containers; number++)
            await world.RunAsync(world.Workspace.AddSession($"s{number}"), DockerWorld.Stubborn);
        var foreign = await world.RunAsync(DockerWorld.Obedient, null, ("nanoclaw-install", "00000000"));
        await using var host = HostProgram.Start("run", "--config", world.Configuration);
        await host.ShouldPassAsync(1);

        var took = await host.ShouldEndAsync();

        Running(world).ShouldBeEmpty(host.Error);
        (await world.Engine.IsRunningAsync(foreign)).ShouldBeTrue();
        took.ShouldBeGreaterThan(grace - TimeSpan.FromSeconds(1), "they did not ignore the signal: this shows nothing");
        // One after the other they would take 25 s.
        took.ShouldBeLessThan(3 * grace, host.Error);
    }

    private static IReadOnlyList<string> Running(DockerWorld world) =>
        world.Engine.RunningAsync(world.Label).GetAwaiter().GetResult();
}
