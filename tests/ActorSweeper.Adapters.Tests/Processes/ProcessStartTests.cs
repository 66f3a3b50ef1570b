using ActorSweeper.Adapters.Processes;
using ActorSweeper.Core.Containers;

namespace ActorSweeper.Adapters.Tests.Processes;

public sealed class ProcessStartTests
{
    private static CancellationToken Cancellation => ProcessBench.Cancellation;

    [Fact]
    public async Task A_started_process_is_listed_with_its_session_its_folder_and_the_instant_it_started()
    {
        await using var bench = new ProcessBench();
        var session = bench.NewSession("s1");
        var before = TimeProvider.System.GetUtcNow().AddMilliseconds(-1);

        var started = await bench.Starter("sleep 60").StartAsync(session, "due", Cancellation);

        var listed = (await bench.Runtime.ListAsync(Cancellation)).ShouldHaveSingleItem();
        listed.Id.ShouldBe(started!.Id);
        listed.Session.ShouldBe(session.Id);
        listed.Workspace.ShouldBe(session.Directory);
        listed.StartedAt!.Value.ShouldBeInRange(before, TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task A_process_gets_its_command_folder_and_environment_and_nothing_else_of_ours()
    {
        await using var bench = new ProcessBench();
        var session = bench.NewSession("agent:main");
        const string Script = "pwd > out; echo \"$1|$WHO\" >> out; env | cut -d= -f1 | sort > names; sleep 60";
        var starter = bench.Starter(bench.Table, ["sh", "-c", Script, "sh", "{sessionDir}"]);

        await starter.StartAsync(session, "due", Cancellation);

        await ProcessBench.UntilAsync(() => File.Exists(Path.Combine(session.Directory, "names"))
            && File.ReadAllText(Path.Combine(session.Directory, "names")).Contains("WHO", StringComparison.Ordinal));
        File.ReadAllLines(Path.Combine(session.Directory, "out")).ShouldBe(
            [session.Directory, $"{session.Directory}|agent:main of group-1"]);
        File.ReadAllLines(Path.Combine(session.Directory, "names")).Except(["_", "SHLVL", "OLDPWD"]).ShouldBe(
            [
                "ACTORSWEEPER_CONTAINER", "ACTORSWEEPER_INSTALL", "ACTORSWEEPER_SESSION", "ACTORSWEEPER_SESSION_DIR",
                "ACTORSWEEPER_STARTED_MS", "PATH", "PWD", "WHO",
            ],
            ignoreOrder: true);
    }

    [Fact]
    public async Task F28_of_many_starts_at_once_exactly_one_starts_even_from_hosts_that_know_nothing_of_each_other()
    {
        await using var bench = new ProcessBench();
        var session = bench.NewSession("s1");
        var starters = Enumerable.Range(0, 16).Select(_ => bench.Starter(new ProcessTable(bench.Options), ["sleep", "60"])).ToArray();

        var outcomes = await Task.WhenAll(starters.Select(async starter =>
        {
            try
            {
                await starter.StartAsync(session, "due", Cancellation);
                return (StartFailure?)null;
            }
            catch (StartFailedException e)
            {
                return e.Failure;
            }
        }));

        outcomes.Count(outcome => outcome is null).ShouldBe(1);
        outcomes.Where(outcome => outcome is not null).ShouldAllBe(outcome => outcome == StartFailure.AlreadyOwned);
        bench.Members().Count.ShouldBe(1);
    }

    [Fact]
    public async Task F67_a_process_that_dies_at_once_is_reported_with_its_exit_code_and_last_ten_lines()
    {
        await using var bench = new ProcessBench();
        var starter = bench.Starter("for i in $(seq 30); do echo line $i >&2; done; exit 7", settleSeconds: 10);

        var failed = await Should.ThrowAsync<StartFailedException>(
            () => starter.StartAsync(bench.NewSession("s1"), "due", Cancellation));

        failed.Failure.ShouldBe(StartFailure.DiedAtOnce);
        failed.Message.ShouldContain("exit code 7");
        failed.Message.ShouldContain(string.Join('\n', Enumerable.Range(21, 10).Select(i => $"line {i}")));
        failed.Message.ShouldNotContain("line 20");
    }

    [Theory]
    [InlineData("/no/such/program", "No such file")]
    [InlineData("/etc/passwd", "Permission denied")]
    public async Task A_program_that_cannot_be_started_is_refused_with_the_systems_own_text(string program, string text)
    {
        await using var bench = new ProcessBench();

        var failed = await Should.ThrowAsync<StartFailedException>(
            () => bench.Starter(bench.Table, [program]).StartAsync(bench.NewSession("s1"), "due", Cancellation));

        failed.Failure.ShouldBe(StartFailure.Refused);
        failed.Message.ShouldContain(program);
        failed.Message.ShouldContain(text);
        (await bench.Runtime.ListAsync(Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_missing_session_folder_is_refused_by_name()
    {
        await using var bench = new ProcessBench();
        var session = bench.NewSession("s1") with { Directory = "/no/such/folder" };

        var failed = await Should.ThrowAsync<StartFailedException>(
            () => bench.Starter("sleep 60").StartAsync(session, "due", Cancellation));

        failed.Failure.ShouldBe(StartFailure.Refused);
        failed.Message.ShouldContain("/no/such/folder");
    }
}
