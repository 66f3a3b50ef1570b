using System.Globalization;
using ActorSweeper.Adapters.Processes;
using ActorSweeper.Core.Containers;

namespace ActorSweeper.Adapters.Tests.Processes;

public sealed class ProcessSurvivalTests
{
    private static CancellationToken Cancellation => ProcessBench.Cancellation;

    [Fact]
    public async Task A_restarted_host_finds_its_processes_again_and_does_not_start_a_second()
    {
        await using var bench = new ProcessBench();
        var container = await bench.StartAsync("s1", "sleep 60");

        var restarted = new ProcessTable(bench.Options);

        (await new ProcessRuntime(restarted, TimeProvider.System).ListAsync(Cancellation)).ShouldHaveSingleItem().ShouldBe(container);
        var failed = await Should.ThrowAsync<StartFailedException>(
            () => bench.Starter(restarted, ["sleep", "60"]).StartAsync(bench.NewSession("s1"), "due", Cancellation));
        failed.Failure.ShouldBe(StartFailure.AlreadyOwned);
    }

    [Fact]
    public async Task A_host_killed_between_the_start_and_its_record_still_finds_the_process()
    {
        await using var bench = new ProcessBench();
        var container = await bench.StartAsync("s1", "sleep 60");
        Directory.Delete(bench.Options.StateDirectory, recursive: true);

        var restarted = new ProcessRuntime(new ProcessTable(bench.Options), TimeProvider.System);

        (await restarted.ListAsync(Cancellation)).ShouldHaveSingleItem().ShouldBe(container);
        (await restarted.StopAsync(container, null, StopRung.Stop, TimeSpan.FromSeconds(5), "test", Cancellation))
            .ShouldBe(StopResult.Gone);
    }

    [Fact]
    public async Task A_program_that_overwrites_its_environment_is_found_by_its_record()
    {
        await using var bench = new ProcessBench();
        var container = await bench.StartAsync("s1", "exec env -i sh -c 'sleep 60; exit 0'");
        await ProcessBench.UntilAsync(() => bench.Members() is [var shell, _] && ProcessFacts.MarksOf(shell.Pid) is null);

        var restarted = new ProcessRuntime(new ProcessTable(bench.Options), TimeProvider.System);

        (await restarted.ListAsync(Cancellation)).ShouldHaveSingleItem().Id.ShouldBe(container.Id);
        (await restarted.StopAsync(container, null, StopRung.Kill, TimeSpan.Zero, "test", Cancellation)).ShouldBe(StopResult.Gone);
    }

    [Fact]
    public async Task F30_a_death_names_the_life_that_ended_and_not_the_one_after_it()
    {
        await using var bench = new ProcessBench();
        using var watch = new DeathWatch(bench.Runtime);
        var first = await bench.StartAsync("s1", "echo bye; exit 3");
        var death = await watch.NextAsync();
        var second = await bench.StartAsync("s1", "sleep 60");

        death.ShouldTell(first.Id, 3, ["bye"]);
        second.Id.ShouldNotBe(first.Id);
        (await bench.Runtime.ListAsync(Cancellation)).ShouldHaveSingleItem().Id.ShouldBe(second.Id);
    }

    [Fact]
    public async Task A_process_killed_by_a_signal_is_told_with_128_and_the_signal_and_leaves_no_zombie()
    {
        await using var bench = new ProcessBench();
        using var watch = new DeathWatch(bench.Runtime);
        var container = await bench.StartAsync("s1", "kill -KILL $$");

        (await watch.NextAsync()).ExitCode.ShouldBe(137);

        var pid = int.Parse(container.Name.Split(' ')[1], CultureInfo.InvariantCulture);
        var left = ProcessFacts.Of(pid);
        (left is { Parent: var parent } && parent == Environment.ProcessId).ShouldBeFalse();
    }

    [Fact]
    public async Task The_end_of_a_process_of_an_earlier_host_is_told_without_an_exit_code()
    {
        await using var bench = new ProcessBench();
        var container = await bench.StartAsync("s1", "echo working; until [ -e stop ]; do sleep 0.02; done; exit 4");
        var restarted = new ProcessRuntime(new ProcessTable(bench.Options), TimeProvider.System);
        (await restarted.ListAsync(Cancellation)).Count.ShouldBe(1);
        using var watch = new DeathWatch(restarted);

        await File.WriteAllTextAsync(Path.Combine(container.Workspace!, "stop"), "", Cancellation);
        await ProcessBench.UntilAsync(() => bench.Table.Look().Count == 0);

        (await watch.NextAsync()).ShouldTell(container.Id, null, ["working"]);
    }

    [Fact]
    public async Task A_log_does_not_grow_beyond_its_bound_and_keeps_its_end()
    {
        await using var bench = new ProcessBench(maxLogBytes: 20_000);
        using var watch = new DeathWatch(bench.Runtime);
        await bench.StartAsync(
            "s1", "i=0; while [ $i -lt 20000 ]; do i=$((i+1)); echo this is line $i; done; echo last; touch done; sleep 60");
        var log = Path.Combine(bench.Options.StateDirectory, "s1.log");

        await ProcessBench.UntilAsync(() => File.Exists(Path.Combine(bench.NewSession("s1").Directory, "done")));
        await ProcessBench.UntilAsync(() => new FileInfo(log).Length <= 20_000);

        (await File.ReadAllTextAsync(log, Cancellation)).ShouldEndWith("last\n");
    }

    [Fact]
    public void A_program_may_have_any_name()
    {
        var facts = ProcessFacts.Parse("12 (a ) (b) S 3 4 5 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 987654 1 2 3\n");

        facts.ShouldBe(new ProcessFacts(12, 987654, 3, 4, 5, IsZombie: false));
    }
}
