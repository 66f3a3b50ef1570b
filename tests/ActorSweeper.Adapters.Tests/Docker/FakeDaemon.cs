using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using ActorSweeper.Adapters.Docker;
using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Sessions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorSweeper.Adapters.Tests.Docker;

/// <summary>A daemon on a Unix socket that answers as a test says; what the test does not say is 500.</summary>
internal sealed class FakeDaemon : IAsyncDisposable
{
    public const string Label = "install=A";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("as-fake-");
    private readonly WebApplication _server;
    private readonly ConcurrentDictionary<string, RequestDelegate> _answers = new();
    private readonly ConcurrentQueue<string> _requests = new();

    private FakeDaemon()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(Socket));
        _server = builder.Build();
        _server.Run(AnswerAsync);
        On("GET", "/_ping", context =>
        {
            context.Response.Headers["Api-Version"] = "1.41";
            return context.Response.WriteAsync("OK");
        });
    }

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public string Socket => Path.Combine(_folder.FullName, "docker.sock");

    /// <summary>The requests but for pings, as <c>METHOD /path?query</c>, without the version.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    public static async Task<FakeDaemon> StartAsync()
    {
        var daemon = new FakeDaemon();
        await daemon._server.StartAsync(Cancellation);
        return daemon;
    }

    /// <summary>Answers a path, given without the version.</summary>
    public FakeDaemon On(string method, string path, RequestDelegate answer)
    {
        _answers[$"{method} {path}"] = answer;
        return this;
    }

    public FakeDaemon On(string method, string path, int status, string body) => On(method, path, context =>
    {
        context.Response.StatusCode = status;
        return status is 204 or 304 ? Task.CompletedTask : context.Response.WriteAsync(body);
    });

    /// <summary>Never answers.</summary>
    public FakeDaemon Hang(string method, string path) => On(
        method, path, context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted));

    public FakeDaemon OnInspect(string id, bool running, string label = Label, string status = "running") => On(
        "GET",
        $"/containers/{id}/json",
        200,
        JsonSerializer.Serialize(new
        {
            Id = id,
            Name = "/" + id,
            Created = "2026-01-01T00:00:00Z",
            State = new { Status = status, Running = running, ExitCode = 0, StartedAt = "2026-01-01T00:00:01Z" },
            Config = new { Labels = new Dictionary<string, string> { [label.Split('=')[0]] = label.Split('=')[1] } },
        }));

    public DockerEngine Engine(double timeoutSeconds = 20, TimeProvider? time = null) => new(
        new DockerOptions(
            DockerEndpoint.Parse("unix://" + Socket),
            InstallScope.Parse(Label),
            TimeSpan.FromSeconds(timeoutSeconds),
            ReconnectDelay: TimeSpan.FromSeconds(1),
            MaxReconnectDelay: TimeSpan.FromSeconds(30)),
        time ?? TimeProvider.System,
        new OwnContainer());

    public DockerContainerRuntime Runtime(
        double timeoutSeconds = 20, TimeProvider? time = null, ILogger<DockerContainerRuntime>? logger = null) =>
        new(Engine(timeoutSeconds, time), time ?? TimeProvider.System, logger ?? NullLogger<DockerContainerRuntime>.Instance);

    public DockerContainerStarter Starter(double timeoutSeconds = 20) => new(
        Engine(timeoutSeconds),
        new DockerStartOptions(
            RealEngine.Script("true"), "/root", TimeSpan.FromSeconds(timeoutSeconds), TimeSpan.FromSeconds(0.1), CheckWritable: false),
        TimeProvider.System,
        NullLogger<DockerContainerStarter>.Instance);

    public static Session Session { get; } = new(new SessionId("s1"), "group-1", "main", "/sessions/s1");

    public static Container Container(string id) => new(id, id, null, null, null);

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _server.StopAsync(now.Token);
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        var second = path.IndexOf('/', 1);
        if (path.StartsWith("/v1.", StringComparison.Ordinal) && second > 0)
            path = path[second..];
        if (path != "/_ping")
            _requests.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{context.Request.Method} {path}{context.Request.QueryString}"));
        if (_answers.TryGetValue($"{context.Request.Method} {path}", out var answer))
            return answer(context);
        context.Response.StatusCode = 500;
        return context.Response.WriteAsync("""{"message":"the test gives no answer to this"}""");
    }
}
