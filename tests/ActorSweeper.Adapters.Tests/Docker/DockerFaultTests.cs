using ActorSweeper.Adapters.Docker;
using ActorSweeper.Core.Containers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorSweeper.Adapters.Tests.Docker;

/// <summary>What a daemon does when it is ill.</summary>
public sealed class DockerFaultTests
{
    private const string List = "/containers/json";

    private static CancellationToken Cancellation => FakeDaemon.Cancellation;

    [Fact]
    public async Task A_daemon_that_answers_500_makes_everything_unknown_with_its_own_text()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.On("GET", List, 500, """{"message":"database is locked"}""");

        var failed = await ListFailsAsync(daemon);

        failed.Message.ShouldContain("unix://" + daemon.Socket);
        failed.Message.ShouldContain("500 database is locked");
    }

    [Theory]
    [InlineData("<html>I am a proxy</html>", "<html>I am a proxy")]
    [InlineData("""[{"Id":"c1","Names":""", "not the Engine API's JSON")]
    [InlineData("null", "null")]
    public async Task A_daemon_that_answers_garbage_makes_everything_unknown(string body, string expected)
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.On("GET", List, 200, body);

        (await ListFailsAsync(daemon)).Message.ShouldContain(expected);
    }

    [Fact]
    public async Task A_daemon_that_hangs_is_given_up_at_the_deadline()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.Hang("GET", List);

        (await ListFailsAsync(daemon, timeoutSeconds: 0.5)).Message.ShouldContain("did not list containers within 0.5 s");
    }

    [Fact]
    public async Task A_daemon_that_sends_a_byte_now_and_then_is_given_up_at_the_deadline()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.On("GET", List, async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.WriteAsync(" ", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, context.RequestAborted);
            }
        });

        (await ListFailsAsync(daemon, timeoutSeconds: 0.5)).Message.ShouldContain("within 0.5 s");
    }

    [Fact]
    public async Task A_daemon_that_closes_in_the_middle_of_its_answer_makes_everything_unknown()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.On("GET", List, async context =>
        {
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync("[");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });

        (await ListFailsAsync(daemon)).Message.ShouldContain("could not be asked to list containers");
    }

    [Fact]
    public async Task A_daemon_that_is_not_there_is_named_with_the_remedy()
    {
        using var engine = new DockerEngine(
            new DockerOptions(
                DockerEndpoint.Parse("unix:///no/such/docker.sock"),
                InstallScope.Parse("a=b"),
                TimeSpan.FromSeconds(20),
                TimeSpan.FromSeconds(1),
                TimeSpan.FromSeconds(30)),
            TimeProvider.System,
            new OwnContainer());
        var runtime = new DockerContainerRuntime(engine, TimeProvider.System, NullLogger<DockerContainerRuntime>.Instance);

        var failed = await Should.ThrowAsync<ContainerRuntimeException>(() => runtime.ListAsync(Cancellation));

        failed.Message.ShouldContain("unix:///no/such/docker.sock");
        failed.Message.ShouldContain("start it, or set the endpoint");
    }

    [Fact]
    public async Task The_callers_own_cancellation_is_not_taken_for_a_fault()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.Hang("GET", List);
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(0.2), TimeProvider.System);

        await Should.ThrowAsync<OperationCanceledException>(() => daemon.Runtime().ListAsync(stop.Token));
    }

    [Fact]
    public async Task F72_one_container_that_cannot_be_inspected_does_not_hide_the_others()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.On(
            "GET",
            List,
            200,
            """
            [{"Id":"c1","Names":["/one"],"Created":1767225600,"Labels":{"install":"A"},"Mounts":[]},
             {"Id":"c2","Names":["/two"],"Created":1767225600,"Labels":{"install":"A","nanoclaw-session":"s2"},"Mounts":[]},
             {"Id":"c3","Names":["/three"],"Created":1767225600,"Labels":{"install":"B"},"Mounts":[]}]
            """);
        daemon.Hang("GET", "/containers/c1/json").OnInspect("c2", running: true);
        var runtime = daemon.Runtime(timeoutSeconds: 4);

        var listed = await runtime.ListAsync(Cancellation);
        await runtime.ListAsync(Cancellation);

        listed.Select(container => (container.Name, container.StartedAt)).ShouldBe(
            [("one", DateTimeOffset.FromUnixTimeSeconds(1767225600)), ("two", DateTimeOffset.FromUnixTimeSeconds(1767225601))]);
        daemon.Requests.Count(request => request.Contains("c1/json", StringComparison.Ordinal)).ShouldBe(1, "it is not asked again");
    }

    [Theory]
    [InlineData("1.24", "/v1.24/")]
    [InlineData("1.41", "/v1.41/")]
    [InlineData("1.99", "/v1.51/")]
    public async Task The_version_spoken_is_the_older_of_both(string announced, string spoken)
    {
        await using var daemon = await FakeDaemon.StartAsync();
        string? path = null;
        daemon.On("GET", "/_ping", context =>
        {
            context.Response.Headers["Api-Version"] = announced;
            return Task.CompletedTask;
        });
        daemon.On("GET", List, context =>
        {
            path = context.Request.Path;
            return context.Response.WriteAsync("[]");
        });

        await daemon.Runtime().ListAsync(Cancellation);

        path.ShouldNotBeNull().ShouldStartWith(spoken);
    }

    [Fact]
    public async Task An_engine_that_is_too_old_or_none_at_all_is_said_so()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.On("GET", "/_ping", 200, "OK").On("GET", "/version", 200, """{"ApiVersion":"1.12"}""");
        (await ListFailsAsync(daemon)).Message.ShouldContain("API version 1.12; 1.24 or newer is needed");

        daemon.On("GET", "/version", 200, "{}");
        (await ListFailsAsync(daemon)).Message.ShouldContain("no container engine");
    }

    [Theory]
    [InlineData(500, """{"message":"server error"}""", typeof(ContainerRuntimeException))]
    [InlineData(400, """{"message":"bad mount"}""", typeof(StartFailedException))]
    public async Task A_create_that_fails_is_a_refusal_if_the_request_is_at_fault_and_unknown_otherwise(
        int status, string body, Type expected)
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.On("POST", "/containers/create", status, body);

        var failed = await Should.ThrowAsync(() => daemon.Starter().StartAsync(FakeDaemon.Session, "due", Cancellation), expected);

        failed.Message.ShouldContain(status == 500 ? "server error" : "bad mount");
    }

    [Fact]
    public async Task F63_a_missing_image_costs_one_call()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.On("POST", "/containers/create", 404, """{"message":"No such image: x"}""");

        var failed = await Should.ThrowAsync<StartFailedException>(
            () => daemon.Starter().StartAsync(FakeDaemon.Session, "due", Cancellation));

        failed.Failure.ShouldBe(StartFailure.ImageMissing);
        daemon.Requests.Count.ShouldBe(1);
    }

    private static Task<ContainerRuntimeException> ListFailsAsync(FakeDaemon daemon, double timeoutSeconds = 20) =>
        Should.ThrowAsync<ContainerRuntimeException>(() => daemon.Runtime(timeoutSeconds).ListAsync(Cancellation));
}
