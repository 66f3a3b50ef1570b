using System.Net;
using ActorSweeper.Adapters.Launching;
using ActorSweeper.Core.Containers;

namespace ActorSweeper.Adapters.Docker;

/// <summary>What the runtime and the starter both ask about one container.</summary>
internal static class Inspection
{
    private const int LastLineCount = 10;
    private const int MaxLogBytes = 256 * 1024;

    /// <summary>Looks at a container.</summary>
    /// <returns>Null when the engine knows no such container.</returns>
    /// <exception cref="ContainerRuntimeException">The engine cannot be asked.</exception>
    public static Task<ContainerInspectResponse?> InspectAsync(
        this DockerEngine engine, string idOrName, CancellationToken cancellation) =>
        engine.CallAsync(
            "inspect a container",
            engine.Options.CallTimeout,
            async token =>
            {
                try
                {
                    return await engine.Client.Containers.InspectContainerAsync(idOrName, token);
                }
                catch (DockerContainerNotFoundException)
                {
                    return null;
                }
            },
            cancellation);

    /// <summary>Removes a container with its anonymous volumes. One that is not there any more is a success.</summary>
    /// <exception cref="DockerApiException">The engine refuses: it runs (without force), or is being removed already.</exception>
    /// <exception cref="ContainerRuntimeException">The engine cannot be asked.</exception>
    public static Task<bool> RemoveAsync(this DockerEngine engine, string id, bool force, CancellationToken cancellation) =>
        engine.AskAsync(
            "remove a container",
            engine.Options.CallTimeout,
            async token =>
            {
                try
                {
                    await engine.Client.Containers.RemoveContainerAsync(id, new ContainerRemoveParameters(force, true), token);
                    return true;
                }
                catch (DockerContainerNotFoundException)
                {
                    return false;
                }
            },
            cancellation);

    /// <summary>The last lines that a container logged; none when they cannot be had, because it removes itself, say.</summary>
    public static async Task<IReadOnlyList<string>> LastLinesAsync(
        this DockerEngine engine, string id, CancellationToken cancellation)
    {
        var parameters = new ContainerLogsParameters(ShowStdout: true, ShowStderr: true, LastLineCount);
        try
        {
            return await engine.AskAsync(
                "show the log of a container",
                engine.Options.CallTimeout,
                async token =>
                {
                    using var log = await engine.Client.Containers.GetContainerLogsAsync(id, parameters, token);
                    return LastLines.Of(await log.ReadOutputToEndAsync(MaxLogBytes, token), LastLineCount);
                },
                cancellation);
        }
        catch (Exception e) when (e is DockerApiException or ContainerRuntimeException or OperationCanceledException)
        {
            return [];
        }
    }

    /// <summary>Whether its process lives; a paused container's does, and one that is about to be restarted counts as well.</summary>
    public static bool IsUp(this ContainerInspectResponse container) =>
        container.State is { } state && (state.Running || state.Restarting || state.Paused);

    public static DateTimeOffset? StartedAt(this ContainerInspectResponse container) =>
        container.State?.StartedAt is { } at && at > DateTimeOffset.UnixEpoch ? at : null;

    public static bool IsConflict(this DockerApiException error) =>
        error.StatusCode == HttpStatusCode.Conflict
        || error.Message.Contains("already in use", StringComparison.OrdinalIgnoreCase);
}
