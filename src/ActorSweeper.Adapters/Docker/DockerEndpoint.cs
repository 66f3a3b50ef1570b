using System.Net.Sockets;

namespace ActorSweeper.Adapters.Docker;

/// <summary>Where the Engine API listens.</summary>
/// <param name="Address"><c>unix:///path</c>, <c>tcp://host:port</c> or, with TLS, <c>https://host:port</c>.</param>
/// <param name="Certificates">The folder with <c>ca.pem</c>, <c>cert.pem</c> and <c>key.pem</c>; null without TLS of our own.</param>
public sealed record DockerEndpoint(Uri Address, string? Certificates = null)
{
    private const string Default = "/var/run/docker.sock";

    /// <summary>Whether it is a Unix socket: the engine then runs on this machine.</summary>
    public bool IsUnixSocket => Address.Scheme == "unix";

    /// <summary>
    /// Chooses the endpoint: the configured one, else <c>DOCKER_HOST</c>, else the first usual socket that exists (Docker's, the
    /// user's own Docker's, Podman's, the user's own Podman's), else Docker's.
    /// </summary>
    /// <param name="configured">From configuration; null or empty when nothing is configured.</param>
    /// <param name="environment">Reads an environment variable: <c>DOCKER_HOST</c>, <c>DOCKER_TLS_VERIFY</c>,
    /// <c>DOCKER_CERT_PATH</c>, <c>XDG_RUNTIME_DIR</c> and <c>HOME</c> are asked for.</param>
    /// <exception cref="FormatException">The address is none of the known forms.</exception>
    public static DockerEndpoint Resolve(string? configured, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var address = string.IsNullOrWhiteSpace(configured) ? environment("DOCKER_HOST") : configured;
        if (string.IsNullOrWhiteSpace(address))
            address = "unix://" + UsualSocket(environment("XDG_RUNTIME_DIR"));
        var endpoint = Parse(address.Trim());
        var tls = endpoint.Address.Scheme == "https" || !string.IsNullOrEmpty(environment("DOCKER_TLS_VERIFY"));
        if (endpoint.IsUnixSocket || !tls)
            return endpoint;
        var folder = environment("DOCKER_CERT_PATH");
        if (string.IsNullOrEmpty(folder))
            folder = Path.Combine(environment("HOME") ?? "/", ".docker");
        var secure = new UriBuilder(endpoint.Address) { Scheme = "https" }.Uri;
        return new DockerEndpoint(secure, File.Exists(Path.Combine(folder, "cert.pem")) ? folder : null);
    }

    /// <summary>Reads an address.</summary>
    /// <param name="address"><c>unix:///path</c>, <c>tcp://host[:port]</c>, <c>http://…</c> or <c>https://…</c>; the port is 2375
    /// (2376 with TLS) when it is left out.</param>
    /// <exception cref="FormatException">The address is none of these.</exception>
    public static DockerEndpoint Parse(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri))
            throw Unusable(address);
        return uri.Scheme switch
        {
            "unix" when uri.AbsolutePath.Length > 1 => new DockerEndpoint(uri),
            "tcp" or "http" or "https" when uri.Host.Length > 0 => new DockerEndpoint(WithPort(uri)),
            _ => throw Unusable(address),
        };
    }

    /// <summary>The address as people write it.</summary>
    public override string ToString() => IsUnixSocket ? "unix://" + SocketPath : Address.GetLeftPart(UriPartial.Authority);

    internal string SocketPath => Uri.UnescapeDataString(Address.AbsolutePath);

    internal Uri BaseAddress => IsUnixSocket
        ? new Uri("http://docker/")
        : new UriBuilder(Address) { Scheme = Address.Scheme == "https" ? "https" : "http" }.Uri;

    internal async ValueTask<Stream> ConnectAsync(CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static Uri WithPort(Uri uri) =>
        uri.IsDefaultPort ? new UriBuilder(uri) { Port = uri.Scheme == "https" ? 2376 : 2375 }.Uri : uri;

    private static string UsualSocket(string? runtimeDirectory)
    {
        string[] usual = string.IsNullOrEmpty(runtimeDirectory)
            ? [Default, "/run/podman/podman.sock"]
            : [Default, Path.Combine(runtimeDirectory, "docker.sock"), "/run/podman/podman.sock",
                Path.Combine(runtimeDirectory, "podman/podman.sock")];
        return Array.Find(usual, File.Exists) ?? Default;
    }

    private static FormatException Unusable(string address) => new(
        $"\"{address}\" is not an endpoint of the Engine API. Expected unix:///path/docker.sock or tcp://host:port" +
        " (an ssh:// endpoint can be forwarded to a local socket with ssh -L).");
}
