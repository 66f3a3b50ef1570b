using ActorSweeper.Adapters.Commands;
using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Sessions;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorSweeper.Adapters.Tests.Commands;

public sealed class CommandRuntimeTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("as-command-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string ListFile => Path.Combine(_folder.FullName, "list");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task What_the_list_command_prints_is_what_runs()
    {
        await File.WriteAllTextAsync(
            ListFile,
            """
            {"session":"s1","id":"c1","startedAt":"2026-03-01T10:00:00+01:00","more":[1]}

            {"session":"s2","id":"c2"}
            {"session":"s3","id":"c3","startedAt":"2026-03-01T10:00:00","name":"third"}
            """,
            Cancellation);

        var listed = await Runtime().ListAsync(Cancellation);

        listed.ShouldBe(
            [
                new Container("c1", "c1", new SessionId("s1"), null, new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero)),
                new Container("c2", "c2", new SessionId("s2"), null, null),
                new Container("c3", "third", new SessionId("s3"), null, new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.Zero)),
            ]);
    }

    [Theory]
    [InlineData("no json", "line 2 is no JSON: no json")]
    [InlineData("""["s1"]""", "line 2 is no JSON object")]
    [InlineData("""{"id":"c1"}""", "line 2 has no session")]
    [InlineData("""{"session":"s1","id":""}""", "line 2 has no id")]
    [InlineData("""{"session":"s1","id":"c9","startedAt":"soon"}""", "line 2 has a startedAt that is no instant")]
    [InlineData("""{"session":"s1","id":"c0"}""", "line 2 has the id c0 of an earlier line")]
    public async Task A_broken_line_makes_everything_unknown_and_is_named(string line, string expected)
    {
        await File.WriteAllTextAsync(ListFile, """{"session":"s0","id":"c0"}""" + "\n" + line + "\n", Cancellation);

        var failed = await Should.ThrowAsync<ContainerRuntimeException>(() => Runtime().ListAsync(Cancellation));

        failed.Message.ShouldContain($"cat {ListFile}");
        failed.Message.ShouldContain(expected);
        failed.Message.ShouldContain("""expected {"session":""");
    }

    [Fact]
    public async Task A_list_command_that_fails_or_is_missing_or_prints_too_much_makes_everything_unknown()
    {
        var failing = Runtime(list: ["sh", "-c", "echo no access >&2; exit 4"]);
        var missing = Runtime(list: ["/no/such/program"]);
        var endless = Runtime(list: ["sh", "-c", "while :; do echo 0123456789; done"]);

        (await FailureAsync(failing)).ShouldContain("exit code 4: no access");
        (await FailureAsync(missing)).ShouldContain("No such file");
        (await FailureAsync(endless)).ShouldContain("more than 100000 bytes");

        static async Task<string> FailureAsync(CommandRuntime runtime) =>
            (await Should.ThrowAsync<ContainerRuntimeException>(() => runtime.ListAsync(Cancellation))).Message;
    }

    [Fact]
    public async Task F72_a_list_command_that_never_returns_is_killed_with_all_its_children_at_the_deadline()
    {
        var pids = Path.Combine(_folder.FullName, "pids");
        var runtime = Runtime(list: ["sh", "-c", $"sleep 300 & echo $! > {pids}; echo $$ >> {pids}; wait"], timeoutSeconds: 3);

        var failed = await Should.ThrowAsync<ContainerRuntimeException>(() => runtime.ListAsync(Cancellation));

        failed.Message.ShouldContain("within 3 s");
        foreach (var pid in await File.ReadAllLinesAsync(pids, Cancellation))
            await ProcessIsGoneAsync(pid);
    }

    [Fact]
    public async Task A_listing_is_awaited_to_its_end_even_when_the_command_has_ended()
    {
        await File.WriteAllTextAsync(ListFile, """{"session":"s1","id":"c1"}""", Cancellation);
        var late = Runtime(list: ["sh", "-c", $"(sleep 1; cat {ListFile}) &"]);

        (await late.ListAsync(Cancellation)).Select(container => container.Id).ShouldBe(["c1"]);
    }

    [Fact]
    public async Task A_listing_that_has_not_ended_at_the_deadline_makes_everything_unknown()
    {
        await File.WriteAllTextAsync(ListFile, """{"session":"s1","id":"c1"}""", Cancellation);
        var held = Runtime(list: ["sh", "-c", $"sleep 4 & cat {ListFile}"], timeoutSeconds: 1);

        var failed = await Should.ThrowAsync<ContainerRuntimeException>(() => held.ListAsync(Cancellation));

        failed.Message.ShouldContain("held its output open for 1 s");
    }

    [Fact]
    public async Task Stop_tells_the_command_everything_and_believes_the_list_only()
    {
        await File.WriteAllTextAsync(ListFile, """{"session":"s1","id":"c1"}""", Cancellation);
        var seen = Path.Combine(_folder.FullName, "seen");
        var session = new Session(new SessionId("s1"), "group-1", "main", "/sessions/s1");
        var container = new Container("c1", "c1", session.Id, null, null);
        var script = $"env | grep ACTORSWEEPER_ | grep -v TEST | sort > {seen}; echo $1 >> {seen}";
        var tells = Runtime(stop: ["sh", "-c", script, "sh", "{sessionDir}"]);
        var works = Runtime(stop: ["sh", "-c", $": > {ListFile}"]);
        var fails = Runtime(stop: ["sh", "-c", $": > {ListFile}; exit 1"]);

        (await StopAsync(tells)).ShouldBe(StopResult.StillRunning);
        (await File.ReadAllLinesAsync(seen, Cancellation)).ShouldBe(
            [
                "ACTORSWEEPER_CONTAINER=c1", "ACTORSWEEPER_GRACE_SECONDS=2", "ACTORSWEEPER_GROUP=group-1",
                "ACTORSWEEPER_GROUP_FOLDER=main", "ACTORSWEEPER_REASON=stale", "ACTORSWEEPER_RUNG=kill",
                "ACTORSWEEPER_SESSION=s1", "ACTORSWEEPER_SESSION_DIR=/sessions/s1", "/sessions/s1",
            ]);
        (await StopAsync(works)).ShouldBe(StopResult.Gone);
        await File.WriteAllTextAsync(ListFile, """{"session":"s1","id":"c1"}""", Cancellation);
        (await StopAsync(fails)).ShouldBe(StopResult.Gone);

        Task<StopResult> StopAsync(CommandRuntime runtime) =>
            runtime.StopAsync(container, session, StopRung.Kill, TimeSpan.FromSeconds(2), "stale", Cancellation);
    }

    [Fact]
    public async Task F72_a_stop_command_that_never_returns_is_cut_at_its_deadline()
    {
        await File.WriteAllTextAsync(ListFile, """{"session":"s1","id":"c1"}""", Cancellation);
        var runtime = Runtime(stop: ["sleep", "300"], timeoutSeconds: 3);
        var began = TimeProvider.System.GetTimestamp();

        var result = await runtime.StopAsync(
            new Container("c1", "c1", null, null, null), null, StopRung.Stop, TimeSpan.FromSeconds(0.5), "stale", Cancellation);

        result.ShouldBe(StopResult.StillRunning);
        TimeProvider.System.GetElapsedTime(began).ShouldBeInRange(TimeSpan.FromSeconds(3.4), TimeSpan.FromSeconds(20));
    }

    private static async Task ProcessIsGoneAsync(string pid)
    {
        for (var i = 0; i < 500 && IsAlive(); i++)
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Cancellation);
        IsAlive().ShouldBeFalse($"process {pid} still runs");

        bool IsAlive()
        {
            try
            {
                return !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);
            }
            catch (IOException)
            {
                return false;
            }
        }
    }

    private CommandRuntime Runtime(string[]? list = null, string[]? stop = null, double timeoutSeconds = 20) => new(
        new CommandOptions(list ?? ["cat", ListFile], stop ?? ["true"], "/root", TimeSpan.FromSeconds(timeoutSeconds), 100_000),
        TimeProvider.System,
        NullLogger<CommandRuntime>.Instance);
}
