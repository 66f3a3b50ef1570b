using ActorSweeper.Adapters.Processes;
using ActorSweeper.Core.Containers;

namespace ActorSweeper.Adapters.Tests.Processes;

public sealed class ProcessStopTests
{
    private const string IgnoresTerm = "trap '' TERM; touch ready; while :; do sleep 0.1; done";

    private static CancellationToken Cancellation => ProcessBench.Cancellation;

    [Theory]
    [InlineData(StopRung.Stop)]
    [InlineData(StopRung.Kill)]
    [InlineData(StopRung.Remove)]
    public async Task F25_a_process_that_ignores_SIGTERM_is_gone_after_each_rung(StopRung rung)
    {
        await using var bench = new ProcessBench();
        var container = await bench.StartAsync("s1", IgnoresTerm);
        await ReadyAsync(container);

        (await bench.StopAsync(container, rung, graceSeconds: 0.5)).ShouldBe(StopResult.Gone);

        (await bench.Runtime.ListAsync(Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task F57_a_process_that_closes_its_stores_within_the_grace_is_not_killed()
    {
        await using var bench = new ProcessBench();
        using var watch = new DeathWatch(bench.Runtime);
        var container = await bench.StartAsync(
            "s1", "trap 'sleep 0.5; echo closed; exit 0' TERM; touch ready; while :; do sleep 0.05; done");
        await ReadyAsync(container);

        (await bench.StopAsync(container, StopRung.Stop, graceSeconds: 10)).ShouldBe(StopResult.Gone);

        (await watch.NextAsync()).ShouldTell(container.Id, 0, []);
    }

    [Fact]
    public async Task All_descendants_end_with_the_process_even_those_that_have_made_a_session_of_their_own()
    {
        await using var bench = new ProcessBench();
        var container = await bench.StartAsync("s1", "setsid sleep 61 & (sleep 62 & sleep 63) & touch ready; wait");
        await ReadyAsync(container);
        await ProcessBench.UntilAsync(() => bench.Members().Count >= 4);
        var members = bench.Members();

        (await bench.StopAsync(container, StopRung.Stop, graceSeconds: 5)).ShouldBe(StopResult.Gone);

        members.ShouldAllBe(member => !member.StillRuns());
    }

    [Fact]
    public async Task A_session_still_runs_while_a_child_of_its_dead_process_does()
    {
        await using var bench = new ProcessBench();
        var container = await bench.StartAsync("s1", "sleep 60 & exit 1");
        await ProcessBench.UntilAsync(() => bench.Members() is [var only] && only.Leader != only.Pid);

        (await bench.Runtime.ListAsync(Cancellation)).ShouldHaveSingleItem().Id.ShouldBe(container.Id);
        (await bench.StopAsync(container, StopRung.Kill, graceSeconds: 0)).ShouldBe(StopResult.Gone);
        (await bench.Runtime.ListAsync(Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_process_that_came_by_a_recorded_id_later_is_neither_listed_nor_killed()
    {
        await using var bench = new ProcessBench();
        await using var stranger = new ProcessBench();
        await stranger.StartAsync("s1", "exec env -i sleep 60");
        await ProcessBench.UntilAsync(() => stranger.Members() is [var only] && ProcessFacts.MarksOf(only.Pid) is null);
        var facts = stranger.Members().ShouldHaveSingleItem();
        var marks = new ProcessMarks(bench.Options.Install, "old", "s1", "/", TimeProvider.System.GetUtcNow());
        new ProcessRecord(marks, facts.Pid, facts.StartTicks - 1, ProcessFacts.BootId)
            .Write(Path.Combine(bench.Options.StateDirectory, "s1.json"));
        new ProcessRecord(marks, facts.Pid, facts.StartTicks, "another-boot")
            .Write(Path.Combine(bench.Options.StateDirectory, "s2.json"));

        (await bench.Runtime.ListAsync(Cancellation)).ShouldBeEmpty();
        (await bench.StopAsync(new Container("old", "x", null, null, null), StopRung.Kill, 0)).ShouldBe(StopResult.Gone);

        facts.StillRuns().ShouldBeTrue();
    }

    [Fact]
    public async Task F32_the_container_that_this_process_itself_belongs_to_is_not_listed()
    {
        await using var bench = new ProcessBench();
        var self = ProcessFacts.Of(Environment.ProcessId)!.Value;
        var leader = ProcessFacts.Of(self.Leader) ?? self;
        var marks = new ProcessMarks(bench.Options.Install, "own", "s1", "/", TimeProvider.System.GetUtcNow());
        new ProcessRecord(marks, leader.Pid, leader.StartTicks, ProcessFacts.BootId)
            .Write(Path.Combine(bench.Options.StateDirectory, "s1.json"));

        (await bench.Runtime.ListAsync(Cancellation)).ShouldBeEmpty();
    }

    private static Task ReadyAsync(Container container) =>
        ProcessBench.UntilAsync(() => File.Exists(Path.Combine(container.Workspace!, "ready")));
}
