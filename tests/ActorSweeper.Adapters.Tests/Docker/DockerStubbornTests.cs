using ActorSweeper.Adapters.Docker;
using ActorSweeper.Core.Containers;
using Microsoft.Extensions.Logging;

namespace ActorSweeper.Adapters.Tests.Docker;

/// <summary>What a daemon does when it cannot stop a container.</summary>
public sealed class DockerStubbornTests
{
    private static CancellationToken Cancellation => FakeDaemon.Cancellation;

    [Fact]
    public async Task F26_a_stop_that_is_refused_leaves_the_container_still_running_and_says_why()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.OnInspect("c1", running: true)
            .On("POST", "/containers/c1/stop", 500, """{"message":"permission denied"}""")
            .On("POST", "/containers/c1/kill", 500, """{"message":"permission denied"}""")
            .On("DELETE", "/containers/c1", 500, """{"message":"permission denied"}""");
        var log = new Lines();

        foreach (var rung in Enum.GetValues<StopRung>())
            (await StopAsync(daemon.Runtime(logger: log), "c1", rung)).ShouldBe(StopResult.StillRunning);

        log.Errors.Count.ShouldBe(3);
        log.Errors.ShouldAllBe(line => line.Contains("permission denied"));
    }

    [Fact]
    public async Task F26_a_stop_that_reports_success_while_the_container_runs_on_is_not_believed()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.OnInspect("c1", running: true).On("POST", "/containers/c1/stop", 204, "");

        (await StopAsync(daemon.Runtime(), "c1", StopRung.Stop)).ShouldBe(StopResult.StillRunning);

        daemon.Requests.ShouldBe(
            ["GET /containers/c1/json", "POST /containers/c1/stop?t=2", "GET /containers/c1/json"]);
    }

    [Fact]
    public async Task F26_what_cannot_be_inspected_after_the_stop_is_unknown()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.OnInspect("c1", running: true).On("POST", "/containers/c1/stop", context =>
        {
            daemon.On("GET", "/containers/c1/json", 500, "{}");
            context.Response.StatusCode = 204;
            return Task.CompletedTask;
        });

        (await StopAsync(daemon.Runtime(), "c1", StopRung.Stop)).ShouldBe(StopResult.Unknown);
    }

    [Fact]
    public async Task Nothing_is_done_to_a_container_that_cannot_be_inspected_first()
    {
        await using var daemon = await FakeDaemon.StartAsync();

        await Should.ThrowAsync<ContainerRuntimeException>(() => StopAsync(daemon.Runtime(), "c1", StopRung.Remove));

        daemon.Requests.ShouldBe(["GET /containers/c1/json"]);
    }

    [Fact]
    public async Task F23_nothing_is_done_to_a_container_whose_label_names_another_installation()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.OnInspect("c1", running: true, label: "install=B");

        await Should.ThrowAsync<ContainerRuntimeException>(() => StopAsync(daemon.Runtime(), "c1", StopRung.Kill));

        daemon.Requests.ShouldBe(["GET /containers/c1/json"]);
    }

    [Fact]
    public async Task F72_a_stop_that_never_returns_is_cut_at_grace_plus_deadline_and_the_truth_is_asked()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.OnInspect("c1", running: true).Hang("POST", "/containers/c1/stop");
        var began = TimeProvider.System.GetTimestamp();

        (await StopAsync(daemon.Runtime(timeoutSeconds: 3), "c1", StopRung.Stop, graceSeconds: 1)).ShouldBe(StopResult.StillRunning);

        TimeProvider.System.GetElapsedTime(began).ShouldBeInRange(TimeSpan.FromSeconds(3.9), TimeSpan.FromSeconds(15));
    }

    [Theory]
    [InlineData(304)]
    [InlineData(404)]
    public async Task A_container_that_has_ended_in_the_meantime_is_a_success(int status)
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.OnInspect("c1", running: true).On("POST", "/containers/c1/stop", context =>
        {
            daemon.OnInspect("c1", running: false, status: "exited");
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });

        (await StopAsync(daemon.Runtime(), "c1", StopRung.Stop)).ShouldBe(StopResult.Gone);
    }

    private static Task<StopResult> StopAsync(DockerContainerRuntime runtime, string id, StopRung rung, double graceSeconds = 1.2) =>
        runtime.StopAsync(FakeDaemon.Container(id), null, rung, TimeSpan.FromSeconds(graceSeconds), "test", Cancellation);

    private sealed class Lines : ILogger<DockerContainerRuntime>
    {
        public List<string> Errors { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.Error)
                Errors.Add(formatter(state, exception));
        }
    }
}
