using System.Collections.Concurrent;
using System.Net.Sockets;
using ActorSweeper.Core.Containers;

namespace ActorSweeper.Adapters.Docker;

/// <summary>
/// One engine, shared by the runtime and the starter: its client, a deadline on every call, and error texts that name the
/// endpoint and what to do about it.
/// </summary>
public sealed class DockerEngine : IDisposable
{
    private readonly TimeProvider _time;

    /// <summary>Creates it. Nothing is connected before the first call.</summary>
    /// <param name="options">How the engine is reached.</param>
    /// <param name="time">Measures deadlines and waits.</param>
    public DockerEngine(DockerOptions options, TimeProvider time)
        : this(options, time, OwnContainer.Detect())
    {
    }

    internal DockerEngine(DockerOptions options, TimeProvider time, OwnContainer own)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
        Own = own;
        Client = new DockerClient(options.Endpoint);
        _time = time;
    }

    internal DockerOptions Options { get; }

    internal OwnContainer Own { get; }

    internal DockerClient Client { get; }

    /// <summary>The containers that a starter still waits for: it reads their last lines and removes them itself.</summary>
    internal ConcurrentDictionary<string, bool> Settling { get; } = new();

    /// <summary>Asks the engine who it is.</summary>
    /// <returns>Its version and API version, for people.</returns>
    /// <exception cref="ContainerRuntimeException">It cannot be asked.</exception>
    public async Task<string> DescribeAsync(CancellationToken cancellation)
    {
        var version = await CallAsync(
            "version", Options.CallTimeout, token => Client.System.GetVersionAsync(token), cancellation);
        return $"{version.Version} (API {version.ApiVersion}) at {Options.Endpoint}";
    }

    /// <inheritdoc/>
    public void Dispose() => Client.Dispose();

    /// <summary>Calls with a deadline. Every failure but the caller's own cancellation is a runtime that cannot be asked.</summary>
    internal async Task<T> CallAsync<T>(
        string what, TimeSpan timeout, Func<CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        try
        {
            return await AskAsync(what, timeout, call, cancellation);
        }
        catch (DockerApiException e)
        {
            throw new ContainerRuntimeException(
                $"The container engine at {Options.Endpoint} failed to {what}: {(int)e.StatusCode} {e.Message}." +
                " Look into the engine's own log.", e);
        }
    }

    /// <summary>Like <see cref="CallAsync{T}"/>, but errors that the engine answers reach the caller.</summary>
    /// <exception cref="DockerApiException">The engine's answer is an error.</exception>
    internal async Task<T> AskAsync<T>(
        string what, TimeSpan timeout, Func<CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(timeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            // The wait is bounded even where the transport does not notice a cancellation.
            return await call(both.Token).WaitAsync(both.Token);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new ContainerRuntimeException(
                $"The container engine at {Options.Endpoint} did not {what} within {timeout.TotalSeconds:0.###} s." +
                " It is overloaded or locked up: look into its log, restart it, or raise the call's timeout.", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or DockerProtocolException)
        {
            throw Unreachable(what, e);
        }
    }

    /// <summary>What to tell when the engine cannot be talked to.</summary>
    internal ContainerRuntimeException Unreachable(string what, Exception cause)
    {
        var remedy = FindSocketError(cause) switch
        {
            SocketError.AccessDenied => "This user may not open it: run as root, or join the group that owns the socket.",
            SocketError.AddressNotAvailable or SocketError.ConnectionRefused =>
                "No engine listens there: start it, or set the endpoint (configuration, or DOCKER_HOST).",
            SocketError.HostNotFound or SocketError.TryAgain => "The host's name is not known: correct the endpoint.",
            _ when cause is DockerProtocolException => "Check that a container engine, and no other program, listens there.",
            _ => "Look into the engine's own log.",
        };
        return new ContainerRuntimeException(
            $"The container engine at {Options.Endpoint} could not be asked to {what}: {Innermost(cause).Message}. {remedy}", cause);
    }

    private static SocketError? FindSocketError(Exception? e)
    {
        for (; e is not null; e = e.InnerException)
        {
            if (e is SocketException socket)
                return socket.SocketErrorCode;
        }

        return null;
    }

    private static Exception Innermost(Exception e)
    {
        if (e is DockerProtocolException)
            return e;
        while (e.InnerException is { } inner)
            e = inner;
        return e;
    }
}
