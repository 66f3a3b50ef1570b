using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ActorSweeper.Adapters.Launching;
using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Adapters.Http;

/// <summary>The request that wakes a session.</summary>
/// <param name="Url">Where it is posted to; may contain <c>{session}</c>, <c>{sessionDir}</c>, <c>{group}</c>,
/// <c>{groupFolder}</c> and <c>{root}</c>, whose values are escaped for a URL.</param>
/// <param name="Headers">Headers, an authorization say.</param>
/// <param name="Root">The installation's root, for the placeholder <c>{root}</c>.</param>
/// <param name="Timeout">Its deadline.</param>
public sealed record HttpStartOptions(string Url, IReadOnlyDictionary<string, string> Headers, string Root, TimeSpan Timeout);

/// <summary>
/// Starts a session's container by an HTTP request: <c>POST</c> with a JSON body of <c>session</c>, <c>group</c>,
/// <c>groupFolder</c>, <c>directory</c> and <c>reason</c>. A success status means that it will be started, 409 that it runs.
/// </summary>
public sealed partial class HttpStarter : IContainerStarter, IDisposable
{
    private const int MaxShownBytes = 1000;

    private readonly HttpStartOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;

    /// <summary>Creates it. Nothing is connected before the first start.</summary>
    /// <param name="options">The request.</param>
    /// <param name="time">Measures its deadline.</param>
    public HttpStarter(HttpStartOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        // A redirect would be followed as a GET, which wakes nobody.
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };
    }

    internal sealed record Wake(string Session, string Group, string GroupFolder, string Directory, string Reason);

    /// <inheritdoc/>
    public async Task<Container?> StartAsync(Session session, string reason, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(session);
        var url = new SessionPlaceholders(session, _options.Root).Expand(_options.Url, Uri.EscapeDataString);
        var wake = new Wake(session.Id.Value, session.Group, session.GroupFolder, session.Directory, reason);
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new StartFailedException(StartFailure.Refused, $"\"{url}\" is not an address to post to. Expected http://… or https://…");
        using var request = new HttpRequestMessage(HttpMethod.Post, address);
        request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(wake, WakeJson.Default.Wake));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        foreach (var (name, value) in _options.Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var deadline = new CancellationTokenSource(_options.Timeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            if (response.IsSuccessStatusCode)
                return null;
            var text = $"POST {url} was answered with {(int)response.StatusCode}: {await ShownAsync(response, both.Token)}";
            throw new StartFailedException(
                response.StatusCode == HttpStatusCode.Conflict ? StartFailure.AlreadyOwned : StartFailure.Refused, text);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new ContainerRuntimeException(
                $"POST {url} was not answered within {_options.Timeout.TotalSeconds:0.###} s." +
                " Look at the service there, or raise the timeout.", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new ContainerRuntimeException($"POST {url} failed: {e.Message}. Start the service there, or correct the address.", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static async Task<string> ShownAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        var shown = new byte[MaxShownBytes];
        var read = await body.ReadAtLeastAsync(shown, shown.Length, throwOnEndOfStream: false, cancellation);
        return Encoding.UTF8.GetString(shown, 0, read).Trim();
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(Wake))]
    private sealed partial class WakeJson : JsonSerializerContext;
}
