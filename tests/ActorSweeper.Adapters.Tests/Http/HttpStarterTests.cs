using System.Globalization;
using System.Text.Json;
using ActorSweeper.Adapters.Http;
using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Sessions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ActorSweeper.Adapters.Tests.Http;

public sealed class HttpStarterTests
{
    private static readonly Session Woken = new(new SessionId("agent:main/1"), "group-1", "main", "/sessions/1");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_request_names_the_session_in_its_address_and_everything_in_its_body()
    {
        string? path = null;
        string? token = null;
        JsonElement body = default;
        await using var server = await ServeAsync(async context =>
        {
            path = context.Request.Path + context.Request.QueryString;
            token = context.Request.Headers["X-Token"];
            body = (await JsonDocument.ParseAsync(context.Request.Body)).RootElement;
            context.Response.StatusCode = 202;
        });

        (await StartAsync(Address(server) + "/wake?id={session}")).ShouldBeNull();

        path.ShouldBe("/wake?id=agent%3Amain%2F1");
        token.ShouldBe("secret");
        body.EnumerateObject().Select(property => $"{property.Name}={property.Value}").ShouldBe(
            ["session=agent:main/1", "group=group-1", "groupFolder=main", "directory=/sessions/1", "reason=due"]);
    }

    [Theory]
    [InlineData(409, StartFailure.AlreadyOwned)]
    [InlineData(400, StartFailure.Refused)]
    [InlineData(302, StartFailure.Refused)]
    [InlineData(503, StartFailure.Refused)]
    public async Task Every_other_answer_is_a_failed_start_with_its_text(int status, StartFailure expected)
    {
        await using var server = await ServeAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/elsewhere";
            return context.Response.WriteAsync("because");
        });

        var failed = await Should.ThrowAsync<StartFailedException>(() => StartAsync(Address(server) + "/wake"));

        failed.Failure.ShouldBe(expected);
        failed.Message.ShouldContain(status.ToString(CultureInfo.InvariantCulture));
        failed.Message.ShouldContain("because");
    }

    [Fact]
    public async Task A_service_that_is_down_or_does_not_answer_leaves_it_unknown()
    {
        await using var server = await ServeAsync(
            context => Task.Delay(TimeSpan.FromSeconds(30), TimeProvider.System, context.RequestAborted));
        var address = Address(server);

        var slow = await Should.ThrowAsync<ContainerRuntimeException>(() => StartAsync(address, timeoutSeconds: 0.5));
        slow.Message.ShouldContain("not answered within 0.5 s");
        await server.StopAsync(Cancellation);
        var down = await Should.ThrowAsync<ContainerRuntimeException>(() => StartAsync(address));
        down.Message.ShouldContain(address);
        down.Message.ShouldContain("refused");
    }

    [Fact]
    public async Task An_address_that_is_none_is_refused()
    {
        var failed = await Should.ThrowAsync<StartFailedException>(() => StartAsync("wake/{session}"));

        failed.Message.ShouldContain("Expected http://");
    }

    private static async Task<Container?> StartAsync(string url, double timeoutSeconds = 20)
    {
        var headers = new Dictionary<string, string> { ["X-Token"] = "secret" };
        using var starter = new HttpStarter(
            new HttpStartOptions(url, headers, "/root", TimeSpan.FromSeconds(timeoutSeconds)), TimeProvider.System);
        return await starter.StartAsync(Woken, "due", Cancellation);
    }

    private static string Address(WebApplication server) => server.Urls.First();

    private static async Task<WebApplication> ServeAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var server = builder.Build();
        server.Urls.Add("http://127.0.0.1:0");
        server.Run(answer);
        await server.StartAsync(Cancellation);
        return server;
    }
}
