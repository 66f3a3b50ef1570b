using System.Text;

namespace ActorSweeper.Adapters.Docker;

/// <summary>What can be asked of the engine itself.</summary>
internal sealed class SystemOperations(DockerTransport transport)
{
    public Task PingAsync(CancellationToken cancellation) => transport.PingAsync(cancellation);

    public Task<VersionResponse> GetVersionAsync(CancellationToken cancellation) =>
        transport.AskAsync(HttpMethod.Get, "version", DockerJson.Default.VersionResponse, null, cancellation);

    /// <summary>Reports events until the engine ends the stream or the caller gives up.</summary>
    /// <param name="parameters">Which events, and since when.</param>
    /// <param name="progress">Gets each event.</param>
    /// <param name="opening">Gives up as long as the engine has not begun to answer.</param>
    /// <param name="cancellation">Gives up at any time.</param>
    public async Task MonitorEventsAsync(
        ContainerEventsParameters parameters,
        IProgress<Message> progress,
        CancellationToken opening,
        CancellationToken cancellation)
    {
        var filters = ContainerOperations.Filters(parameters.Filters);
        var path = $"events?since={Uri.EscapeDataString(parameters.Since)}&filters={filters}";
        using var lines = new StreamReader(await transport.OpenAsync(path, opening));
        while (await lines.ReadLineAsync(cancellation) is { } line)
        {
            if (line.Length > 0)
                progress.Report(DockerTransport.Read(Encoding.UTF8.GetBytes(line), DockerJson.Default.Message));
        }
    }
}
