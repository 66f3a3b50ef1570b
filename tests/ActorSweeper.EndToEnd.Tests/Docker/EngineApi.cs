using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace ActorSweeper.EndToEnd.Tests.Docker;

/// <summary>The Engine API on a Unix socket, asked by the tests themselves: a witness that shares no code with the product.</summary>
internal sealed class EngineApi : IDisposable
{
    private readonly HttpClient _client;

    public EngineApi(string endpoint)
    {
        Endpoint = endpoint;
        var path = new Uri(endpoint).AbsolutePath;
        _client = new HttpClient(new SocketsHttpHandler { ConnectCallback = (_, token) => ConnectAsync(path, token) })
        {
            BaseAddress = new Uri("http://engine/"),
            Timeout = TimeSpan.FromMinutes(2),
        };
    }

    public string Endpoint { get; }

    /// <summary>Whether it answers.</summary>
    public async Task<bool> AnswersAsync()
    {
        try
        {
            using var answer = await _client.GetAsync(new Uri("_ping", UriKind.Relative), TestContext.Current.CancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception down) when (down is HttpRequestException or IOException)
        {
            return false;
        }
    }

    /// <summary>Creates and starts a container without network that runs a shell script.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> RunAsync(string image, string script, IReadOnlyDictionary<string, string> labels, string? workspace = null)
    {
        object[] mounts = workspace is null ? [] : [new { Type = "bind", Source = workspace, Target = "/workspace" }];
        var request = new
        {
            Image = image,
            Cmd = new[] { "sh", "-c", script },
            Labels = labels,
            HostConfig = new { NetworkMode = "none", Mounts = mounts },
        };
        var created = await SendAsync(HttpMethod.Post, "containers/create", request);
        var id = created.GetProperty("Id").GetString()!;
        await SendAsync(HttpMethod.Post, $"containers/{id}/start");
        return id;
    }

    /// <summary>The ids of running containers with a label.</summary>
    public Task<IReadOnlyList<string>> RunningAsync(string label) => ListAsync(label, all: false);

    /// <summary>The ids of containers with a label, or with any.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(string? label, bool all)
    {
        var filters = label is null ? "{}" : Uri.EscapeDataString(JsonSerializer.Serialize(new { label = new[] { label } }));
        var listed = await SendAsync(HttpMethod.Get, $"containers/json?all={(all ? 1 : 0)}&filters={filters}");
        return [.. listed.EnumerateArray().Select(container => container.GetProperty("Id").GetString()!)];
    }

    /// <summary>What the engine says about a container; null when it does not know it.</summary>
    public async Task<JsonElement?> InspectAsync(string id)
    {
        var token = TestContext.Current.CancellationToken;
        using var answer = await _client.GetAsync(new Uri($"containers/{id}/json", UriKind.Relative), token);
        if (answer.StatusCode == HttpStatusCode.NotFound) return null;
        return await ReadAsync(answer);
    }

    public async Task<bool> IsRunningAsync(string id) =>
        await InspectAsync(id) is { } container && container.GetProperty("State").GetProperty("Running").GetBoolean();

    public async Task<string> StartedAtAsync(string id) =>
        (await InspectAsync(id)).ShouldNotBeNull().GetProperty("State").GetProperty("StartedAt").GetString()!;

    public async Task<int> ExitCodeAsync(string id) =>
        (await InspectAsync(id)).ShouldNotBeNull().GetProperty("State").GetProperty("ExitCode").GetInt32();

    /// <summary>Where the kernel shows the container's first process for as long as that lives.</summary>
    public async Task<string> ProcessAsync(string id) =>
        $"/proc/{(await InspectAsync(id)).ShouldNotBeNull().GetProperty("State").GetProperty("Pid").GetInt32()}";

    /// <summary>What a container has printed, with the engine's frames around it.</summary>
    public async Task<string> LogAsync(string id) =>
        await _client.GetStringAsync(new Uri($"containers/{id}/logs?stdout=1", UriKind.Relative), TestContext.Current.CancellationToken);

    /// <summary>Removes it by force, if it is there.</summary>
    public async Task RemoveAsync(string id)
    {
        using var answer = await _client.DeleteAsync(new Uri($"containers/{id}?force=1&v=1", UriKind.Relative), CancellationToken.None);
    }

    /// <summary>Copies an image from another engine.</summary>
    public async Task CopyImageAsync(EngineApi from, string image)
    {
        var token = TestContext.Current.CancellationToken;
        await using var stream = await from._client.GetStreamAsync(new Uri($"images/{image}/get", UriKind.Relative), token);
        using var content = new StreamContent(stream);
        content.Headers.ContentType = new("application/x-tar");
        using var answer = await _client.PostAsync(new Uri("images/load?quiet=1", UriKind.Relative), content, token);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        await answer.Content.ReadAsStringAsync(token);
    }

    public void Dispose() => _client.Dispose();

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        // Not chunked: the engine reads a body whose length it knows.
        if (body is not null) request.Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        using var answer = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        return await ReadAsync(answer);
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        answer.IsSuccessStatusCode.ShouldBeTrue($"{answer.RequestMessage?.RequestUri}: {(int)answer.StatusCode} {text}");
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }
}
