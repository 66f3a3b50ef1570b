using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ActorSweeper.Adapters.Tests.Forge;

/// <summary>An answer of the forge.</summary>
internal sealed record ForgeAnswer(int Status, string Body = "", string? RetryAfter = null, string? Location = null, bool Hangs = false);

/// <summary>A request as the forge saw it.</summary>
internal sealed record ForgeRequest(string Path, string Authorization, string UserAgent, string Connection, TimeSpan At);

/// <summary>A forge: a real HTTP server with the issues of a test, and a record of who asked for what, and when.</summary>
internal sealed class ForgeServer : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ConcurrentQueue<ForgeRequest> _requests = new();
    private readonly long _begin = TimeProvider.System.GetTimestamp();
    private int _inFlight;

    private ForgeServer(WebApplication server) => _server = server;

    public ConcurrentDictionary<string, ForgeAnswer> Issues { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<ForgeRequest> Requests => [.. _requests];

    public int MostAtOnce { get; private set; }

    public Uri Address => new(_server.Urls.First());

    /// <summary>The keys that were asked for, in order.</summary>
    public IEnumerable<string> Asked => Requests.Select(request => KeyOf(request.Path));

    public static async Task<ForgeServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var server = new ForgeServer(app);
        app.Urls.Add("http://127.0.0.1:0");
        app.Run(server.AnswerAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public void Says(string key, string state) => Issues[key] = new ForgeAnswer(200, Body(key, state));

    public static string Body(string key, string state, string pull = "null") =>
        $$"""{"number": {{key[(key.IndexOf('#', StringComparison.Ordinal) + 1)..]}}, "state": "{{state}}", "pull_request": {{pull}} }""";

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _inFlight));
        var headers = context.Request.Headers;
        _requests.Enqueue(new ForgeRequest(
            context.Request.Path,
            headers.Authorization.ToString(),
            headers.UserAgent.ToString(),
            context.Connection.Id,
            TimeProvider.System.GetElapsedTime(_begin)));
        var answer = Issues.GetValueOrDefault(KeyOf(context.Request.Path))
            ?? new ForgeAnswer(404, """{"message":"The target couldn't be found."}""");
        if (answer.Hangs)
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted).ContinueWith(
                static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = "application/json";
        if (answer.RetryAfter is { } after) context.Response.Headers.RetryAfter = after;
        if (answer.Location is { } location) context.Response.Headers.Location = location;
        Interlocked.Decrement(ref _inFlight);
        await context.Response.WriteAsync(answer.Body, CancellationToken.None);
    }

    /// <summary>Of <c>…/repos/OWNER/REPO/issues/NUMBER</c>.</summary>
    private static string KeyOf(string path)
    {
        var parts = path.Split('/');
        return string.Create(CultureInfo.InvariantCulture, $"{parts[^4]}/{parts[^3]}#{parts[^1]}");
    }
}
