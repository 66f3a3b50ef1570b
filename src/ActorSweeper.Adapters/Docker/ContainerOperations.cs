using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace ActorSweeper.Adapters.Docker;

/// <summary>What can be done to containers.</summary>
internal sealed class ContainerOperations(DockerTransport transport)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    public Task<IReadOnlyList<ContainerListResponse>> ListContainersAsync(
        ContainersListParameters parameters, CancellationToken cancellation) =>
        transport.AskAsync(
            HttpMethod.Get,
            $"containers/json?all={Flag(parameters.All)}&filters={Filters(parameters.Filters)}",
            DockerJson.Default.IReadOnlyListContainerListResponse,
            null,
            cancellation);

    public Task<ContainerInspectResponse> InspectContainerAsync(string id, CancellationToken cancellation) =>
        transport.AskAsync(HttpMethod.Get, Path(id, "json"), DockerJson.Default.ContainerInspectResponse, null, cancellation);

    public async Task<CreateContainerResponse> CreateContainerAsync(
        CreateContainerParameters parameters, CancellationToken cancellation)
    {
        using var content = new ByteArrayContent(
            JsonSerializer.SerializeToUtf8Bytes(parameters, DockerJson.Default.CreateContainerParameters));
        content.Headers.ContentType = Json;
        return await transport.AskAsync(
            HttpMethod.Post,
            $"containers/create?name={Uri.EscapeDataString(parameters.Name)}",
            DockerJson.Default.CreateContainerResponse,
            content,
            cancellation);
    }

    /// <returns>False when it runs already.</returns>
    public async Task<bool> StartContainerAsync(string id, CancellationToken cancellation) =>
        await transport.DoAsync(HttpMethod.Post, Path(id, "start"), cancellation) != HttpStatusCode.NotModified;

    /// <returns>False when it has stopped already.</returns>
    public async Task<bool> StopContainerAsync(string id, ContainerStopParameters parameters, CancellationToken cancellation) =>
        await transport.DoAsync(
            HttpMethod.Post,
            Path(id, "stop") + "?t=" + parameters.WaitBeforeKillSeconds.ToString(CultureInfo.InvariantCulture),
            cancellation) != HttpStatusCode.NotModified;

    public Task KillContainerAsync(string id, ContainerKillParameters parameters, CancellationToken cancellation) =>
        transport.DoAsync(HttpMethod.Post, Path(id, "kill") + "?signal=" + Uri.EscapeDataString(parameters.Signal), cancellation);

    public Task RemoveContainerAsync(string id, ContainerRemoveParameters parameters, CancellationToken cancellation) =>
        transport.DoAsync(
            HttpMethod.Delete,
            $"containers/{Uri.EscapeDataString(id)}?force={Flag(parameters.Force)}&v={Flag(parameters.RemoveVolumes)}",
            cancellation);

    /// <summary>Waits until the container does not run; at once when it does not.</summary>
    public Task<ContainerWaitResponse> WaitContainerAsync(string id, CancellationToken cancellation) =>
        transport.AskAsync(HttpMethod.Post, Path(id, "wait"), DockerJson.Default.ContainerWaitResponse, null, cancellation);

    public async Task<MultiplexedStream> GetContainerLogsAsync(
        string id, ContainerLogsParameters parameters, CancellationToken cancellation)
    {
        var query = $"?stdout={Flag(parameters.ShowStdout)}&stderr={Flag(parameters.ShowStderr)}";
        var tail = "&tail=" + parameters.Tail.ToString(CultureInfo.InvariantCulture);
        return new MultiplexedStream(await transport.OpenAsync(Path(id, "logs") + query + tail, cancellation));
    }

    internal static string Filters(IReadOnlyDictionary<string, IReadOnlyList<string>> filters) => Uri.EscapeDataString(
        JsonSerializer.Serialize(filters, DockerJson.Default.IReadOnlyDictionaryStringIReadOnlyListString));

    private static string Path(string id, string verb) => $"containers/{Uri.EscapeDataString(id)}/{verb}";

    private static string Flag(bool value) => value ? "1" : "0";
}
