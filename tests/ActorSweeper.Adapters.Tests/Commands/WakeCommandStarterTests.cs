using ActorSweeper.Adapters.Commands;
using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Adapters.Tests.Commands;

public sealed class WakeCommandStarterTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("as-wake-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Session Session => new(new SessionId("s1"), "group-1", "main", _folder.FullName);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_wake_command_is_told_the_session_and_the_reason()
    {
        var wake = Starter("echo $ACTORSWEEPER_SESSION $ACTORSWEEPER_GROUP $ACTORSWEEPER_REASON {root} > $ACTORSWEEPER_SESSION_DIR/seen");

        (await wake.StartAsync(Session, "due", Cancellation)).ShouldBeNull();

        (await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "seen"), Cancellation)).ShouldBe("s1 group-1 due /the/root\n");
    }

    [Fact]
    public async Task F62_another_exit_code_is_a_refusal_with_what_the_command_wrote()
    {
        var failed = await Should.ThrowAsync<StartFailedException>(
            () => Starter("echo first >&2; echo no such image >&2; exit 125").StartAsync(Session, "due", Cancellation));

        failed.Failure.ShouldBe(StartFailure.Refused);
        failed.Message.ShouldContain("exit code 125: first\nno such image");
    }

    [Fact]
    public async Task A_command_that_leaves_a_runner_behind_with_its_output_open_is_done_when_it_ends_itself()
    {
        var began = TimeProvider.System.GetTimestamp();
        var wake = Starter("sleep 300 & echo $! > {sessionDir}/pid");

        (await wake.StartAsync(Session, "due", Cancellation)).ShouldBeNull();

        TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(5));
        var pid = int.Parse(
            await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "pid"), Cancellation),
            System.Globalization.CultureInfo.InvariantCulture);
        Directory.Exists($"/proc/{pid}").ShouldBeTrue("the runner was not killed");
        System.Diagnostics.Process.GetProcessById(pid).Kill();
    }

    [Fact]
    public async Task Whether_a_command_that_never_returns_has_started_anything_is_unknown()
    {
        var failed = await Should.ThrowAsync<ContainerRuntimeException>(
            () => Starter("sleep 300", timeoutSeconds: 0.5).StartAsync(Session, "due", Cancellation));

        failed.Message.ShouldContain("unknown");
    }

    private static WakeCommandStarter Starter(string script, double timeoutSeconds = 20) =>
        new(new WakeOptions(["sh", "-c", script], "/the/root", TimeSpan.FromSeconds(timeoutSeconds)), TimeProvider.System);
}
