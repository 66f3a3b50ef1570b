using System.Globalization;
using System.Net.Http.Headers;

namespace ActorSweeper.Adapters.Forge;

/// <summary>
/// The forge's interface, one question after the other on one connection. What it answers is never part of a message, nor is what it
/// was sent: either could show the token.
/// </summary>
internal sealed class ForgeApi : IDisposable
{
    private const int MaxBodyBytes = 4 * 1024 * 1024;

    private readonly ForgeOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private readonly string _root;

    /// <summary>Creates it; nothing is connected before the first question.</summary>
    /// <param name="options">Address, dialect and deadline.</param>
    /// <param name="time">Measures the deadline.</param>
    public ForgeApi(ForgeOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        var address = options.BaseUrl.AbsoluteUri.TrimEnd('/');
        _root = options.Dialect == ForgeDialect.GitHub || address.EndsWith("/api/v1", StringComparison.Ordinal)
            ? address
            : address + "/api/v1";
        // A followed redirect would lose the authorization, and a private repository would look deleted.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, MaxConnectionsPerServer = 1 };
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = MaxBodyBytes };
    }

    /// <summary>Asks for the state of one issue or pull request. Whatever the forge does, there is an answer.</summary>
    /// <param name="key">The issue.</param>
    /// <param name="token">The token; null to ask as nobody.</param>
    /// <param name="cancellation">The only thing that ends it with an exception.</param>
    public async Task<IssueAnswer> AskAsync(IssueKey key, string? token, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(_options.RequestTimeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            using var request = Request(key, token);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, both.Token);
            return response.IsSuccessStatusCode
                ? IssueAnswer.OfBody(key, await response.Content.ReadAsByteArrayAsync(both.Token))
                : IssueAnswer.OfStatus(response.StatusCode, RetryAfter(response));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new IssueAnswer(IssueState.Unknown, string.Create(
                CultureInfo.InvariantCulture, $"not answered within {_options.RequestTimeout.TotalSeconds:0.###} s"), IsTrouble: true);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new IssueAnswer(IssueState.Unknown, $"not reachable: {e.Message}", IsTrouble: true);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(IssueKey key, string? token)
    {
        var (owner, repository) = (Uri.EscapeDataString(key.Owner), Uri.EscapeDataString(key.Repository));
        var number = key.Number.ToString(CultureInfo.InvariantCulture);
        var request = new HttpRequestMessage(HttpMethod.Get, $"{_root}/repos/{owner}/{repository}/issues/{number}");
        var isGitHub = _options.Dialect == ForgeDialect.GitHub;
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(isGitHub ? "application/vnd.github+json" : "application/json"));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("ActorSweeper", null));
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue(isGitHub ? "Bearer" : "token", token);
        return request;
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var now = _time.GetUtcNow();
        if (response.Headers.RetryAfter is { } asked)
            return Positive(asked.Delta ?? asked.Date - now);
        // GitHub counts down to zero, and then says when it begins anew.
        return Header(response, "x-ratelimit-remaining") == 0 && Header(response, "x-ratelimit-reset") is { } reset and < 253_402_300_800
            ? Positive(DateTimeOffset.FromUnixTimeSeconds(reset) - now)
            : null;
    }

    private static long? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values)
        && long.TryParse(values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static TimeSpan? Positive(TimeSpan? span) => span < TimeSpan.Zero ? TimeSpan.Zero : span;
}
