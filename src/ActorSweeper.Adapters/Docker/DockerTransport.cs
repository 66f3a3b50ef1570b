using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ActorSweeper.Adapters.Docker;

/// <summary>HTTP to the engine: the connection, the API version in the path, bodies and error texts.</summary>
internal sealed class DockerTransport : IDisposable
{
    // Ten thousand containers list as about 20 MB; more than this is not an answer.
    private const long MaxBodyBytes = 256L * 1024 * 1024;
    private const int MaxErrorLength = 2000;

    private readonly HttpClient _http;
    private string? _version;

    public DockerTransport(DockerEndpoint endpoint) => _http = new HttpClient(CreateHandler(endpoint))
    {
        BaseAddress = endpoint.BaseAddress,
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = MaxBodyBytes,
    };

    public void Dispose() => _http.Dispose();

    /// <summary>Asks without a version in the path, which is how the version is found out.</summary>
    public async Task<string?> PingAsync(CancellationToken cancellation)
    {
        using var response = await SendAsync(HttpMethod.Get, "_ping", null, HttpCompletionOption.ResponseContentRead, cancellation);
        await ThrowOnErrorAsync(response, cancellation);
        return response.Headers.TryGetValues("Api-Version", out var values) ? values.FirstOrDefault() : null;
    }

    public async Task<T> AskAsync<T>(
        HttpMethod method, string path, JsonTypeInfo<T> type, HttpContent? content, CancellationToken cancellation)
    {
        using var response = await RequestAsync(method, path, content, HttpCompletionOption.ResponseContentRead, cancellation);
        var body = await response.Content.ReadAsByteArrayAsync(cancellation);
        return Read(body, type);
    }

    public async Task<HttpStatusCode> DoAsync(HttpMethod method, string path, CancellationToken cancellation)
    {
        using var response = await RequestAsync(method, path, null, HttpCompletionOption.ResponseContentRead, cancellation);
        return response.StatusCode;
    }

    /// <summary>The body as a stream; disposing it closes the connection.</summary>
    public async Task<Stream> OpenAsync(string path, CancellationToken cancellation)
    {
        var response = await RequestAsync(HttpMethod.Get, path, null, HttpCompletionOption.ResponseHeadersRead, cancellation);
        return await response.Content.ReadAsStreamAsync(cancellation);
    }

    public static T Read<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw new DockerProtocolException("it answered with null");
        }
        catch (JsonException e)
        {
            var start = Encoding.UTF8.GetString(json[..Math.Min(json.Length, 80)]);
            throw new DockerProtocolException($"its answer is not the Engine API's JSON; it begins: {start}", e);
        }
    }

    private async Task<HttpResponseMessage> RequestAsync(
        HttpMethod method, string path, HttpContent? content, HttpCompletionOption completion, CancellationToken cancellation)
    {
        var version = _version ??= await NegotiateAsync(cancellation);
        try
        {
            var response = await SendAsync(method, $"v{version}/{path}", content, completion, cancellation);
            await ThrowOnErrorAsync(response, cancellation);
            return response;
        }
        catch (Exception e) when (e is HttpRequestException || e is DockerApiException { StatusCode: HttpStatusCode.BadRequest })
        {
            // The engine may be replaced by an older one while this process runs: the next call asks again.
            _version = null;
            throw;
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? content, HttpCompletionOption completion, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        return await _http.SendAsync(request, completion, cancellation);
    }

    private async Task<string> NegotiateAsync(CancellationToken cancellation)
    {
        var announced = await PingAsync(cancellation);
        if (!ApiVersion.TryParse(announced, out var engine))
        {
            using var response = await SendAsync(
                HttpMethod.Get, "version", null, HttpCompletionOption.ResponseContentRead, cancellation);
            await ThrowOnErrorAsync(response, cancellation);
            var version = Read(await response.Content.ReadAsByteArrayAsync(cancellation), DockerJson.Default.VersionResponse);
            if (!ApiVersion.TryParse(version.ApiVersion, out engine))
                throw new DockerProtocolException("it does not name an API version: it is no container engine");
        }

        return ApiVersion.Negotiate(engine).ToString();
    }

    private static async Task ThrowOnErrorAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.NotModified)
            return;
        using (response)
        {
            var body = await response.Content.ReadAsByteArrayAsync(cancellation);
            var text = ErrorText(body);
            throw response.StatusCode == HttpStatusCode.NotFound
                ? new DockerContainerNotFoundException(text)
                : new DockerApiException(response.StatusCode, text);
        }
    }

    private static string ErrorText(byte[] body)
    {
        try
        {
            if (JsonSerializer.Deserialize(body, DockerJson.Default.ErrorResponse)?.Message is { Length: > 0 } message)
                return message.Trim();
        }
        catch (JsonException)
        {
            // Proxies and old engines answer with bare text; it is shown as it is.
        }

        return Encoding.UTF8.GetString(body, 0, Math.Min(body.Length, MaxErrorLength)).Trim();
    }

    private static SocketsHttpHandler CreateHandler(DockerEndpoint endpoint)
    {
        var handler = new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false };
        if (endpoint.IsUnixSocket)
            handler.ConnectCallback = (_, cancellation) => endpoint.ConnectAsync(cancellation);
        if (endpoint.Certificates is { } folder)
            UseCertificates(handler.SslOptions, folder);
        return handler;
    }

    private static void UseCertificates(SslClientAuthenticationOptions tls, string folder)
    {
        using var pem = X509Certificate2.CreateFromPemFile(Path.Combine(folder, "cert.pem"), Path.Combine(folder, "key.pem"));
        tls.ClientCertificates = [X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null)];
        var authority = Path.Combine(folder, "ca.pem");
        if (!File.Exists(authority))
            return;
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(authority);
        tls.CertificateChainPolicy = policy;
    }
}
