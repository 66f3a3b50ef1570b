using System.Collections.Concurrent;
using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Sessions;
using Microsoft.Extensions.Logging;

namespace ActorSweeper.Adapters.Docker;

/// <summary>
/// The runtime <c>docker</c>: a container engine that is asked over its API. Lists by this installation's label and looks at the
/// label again before it acts; what became of an action is decided by inspection only.
/// </summary>
public sealed class DockerContainerRuntime : IContainerRuntime
{
    private const int InspectionsAtOnce = 8;

    private readonly DockerEngine _engine;
    private readonly ILogger _logger;
    private readonly DockerDeaths _deaths;
    private readonly ConcurrentDictionary<string, Details> _details = new();

    /// <summary>Creates it. Nothing is connected before the first call.</summary>
    /// <param name="engine">The engine; not disposed of here.</param>
    /// <param name="time">Measures waits.</param>
    /// <param name="logger">Gets the errors of rungs and the outages of the event stream.</param>
    public DockerContainerRuntime(DockerEngine engine, TimeProvider time, ILogger<DockerContainerRuntime> logger)
    {
        _engine = engine;
        _logger = logger;
        _deaths = new DockerDeaths(engine, new DockerEvents(engine, time, logger), id => _details.TryRemove(id, out _), logger);
    }

    private sealed record Details(DateTimeOffset? StartedAt, string? Workspace);

    /// <inheritdoc/>
    public string Name => "docker";

    /// <inheritdoc/>
    public bool CanAct => true;

    private DockerOptions Options => _engine.Options;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Container>> ListAsync(CancellationToken cancellation)
    {
        var parameters = new ContainersListParameters(All: false, Filter("label", Options.Scope.ToString()));
        var listed = await _engine.CallAsync(
            "list containers",
            Options.CallTimeout,
            token => _engine.Client.Containers.ListContainersAsync(parameters, token),
            cancellation);
        var ours = listed.Where(found => Options.Scope.Covers(found.Labels) && !_engine.Own.Is(found.ID)).ToArray();
        var containers = new Container?[ours.Length];
        await Parallel.ForAsync(
            0,
            ours.Length,
            new ParallelOptions { MaxDegreeOfParallelism = InspectionsAtOnce, CancellationToken = cancellation },
            async (i, token) => containers[i] = await DescribeAsync(ours[i], token));
        Forget(ours);
        return [.. containers.OfType<Container>()];
    }

    /// <inheritdoc/>
    public async Task<StopResult> StopAsync(
        Container container, Session? session, StopRung rung, TimeSpan grace, string reason, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(container);
        if (_engine.Own.Is(container.Id))
            throw new ContainerRuntimeException($"Container {container.Name} is the one that this supervisor runs in. It is not stopped.");
        var before = await _engine.InspectAsync(container.Id, cancellation);
        if (before is null || (!before.IsUp() && rung != StopRung.Remove))
            return StopResult.Gone;
        if (!Options.Scope.Covers(before.Config?.Labels))
        {
            throw new ContainerRuntimeException(
                $"Container {container.Name} does not carry the label {Options.Scope} of this installation. It is not touched.");
        }

        try
        {
            await TakeAsync(before.ID, rung, grace, cancellation);
        }
        catch (Exception e) when (e is DockerApiException or ContainerRuntimeException)
        {
            DockerLog.RungFailed(_logger, rung.ToString(), container.Name, e.Message);
        }

        return await ConfirmAsync(container, rung, cancellation);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ContainerDeath> WatchAsync(CancellationToken cancellation) => _deaths.WatchAsync(cancellation);

    internal static Dictionary<string, IReadOnlyList<string>> Filter(string key, params string[] values) => new() { [key] = values };

    private async Task TakeAsync(string id, StopRung rung, TimeSpan grace, CancellationToken cancellation)
    {
        var containers = _engine.Client.Containers;
        switch (rung)
        {
            case StopRung.Stop:
                var seconds = (int)Math.Clamp(Math.Ceiling(grace.TotalSeconds), 0, int.MaxValue);
                await _engine.AskAsync(
                    "stop a container",
                    grace + Options.CallTimeout,
                    token => containers.StopContainerAsync(id, new ContainerStopParameters(seconds), token),
                    cancellation);
                break;
            case StopRung.Kill:
                await _engine.AskAsync("kill a container", Options.CallTimeout, token => KillAndWaitAsync(id, token), cancellation);
                break;
            default:
                await _engine.RemoveAsync(id, force: true, cancellation);
                break;
        }
    }

    private async Task<ContainerWaitResponse> KillAndWaitAsync(string id, CancellationToken cancellation)
    {
        await _engine.Client.Containers.KillContainerAsync(id, new ContainerKillParameters("SIGKILL"), cancellation);
        return await _engine.Client.Containers.WaitContainerAsync(id, cancellation);
    }

    private async Task<StopResult> ConfirmAsync(Container container, StopRung rung, CancellationToken cancellation)
    {
        try
        {
            var after = await _engine.InspectAsync(container.Id, cancellation);
            return after is not null && after.IsUp() ? StopResult.StillRunning : StopResult.Gone;
        }
        catch (ContainerRuntimeException e)
        {
            DockerLog.OutcomeUnknown(_logger, container.Name, rung.ToString(), e.Message);
            return StopResult.Unknown;
        }
    }

    /// <summary>Null when the container has ended since it was listed.</summary>
    private async Task<Container?> DescribeAsync(ContainerListResponse listed, CancellationToken cancellation)
    {
        if (!_details.TryGetValue(listed.ID, out var details))
        {
            details = await LookCloserAsync(listed, cancellation);
            if (details is null)
                return null;
            _details[listed.ID] = details;
        }

        var name = listed.Names?.FirstOrDefault()?.TrimStart('/') ?? listed.ID;
        return new Container(
            listed.ID, name, ContainerLabels.SessionOf(listed.Labels), details.Workspace, details.StartedAt);
    }

    private async Task<Details?> LookCloserAsync(ContainerListResponse listed, CancellationToken cancellation)
    {
        var workspace = ContainerLabels.WorkspaceOf(listed.Mounts);
        try
        {
            var found = await _engine.InspectAsync(listed.ID, cancellation);
            return found is null || !found.IsUp()
                ? null
                : new Details(found.StartedAt(), workspace ?? ContainerLabels.WorkspaceOf(found.Mounts));
        }
        catch (ContainerRuntimeException e)
        {
            // One container that the engine has locked up must not hide all the others, now or in the next listing.
            DockerLog.InspectFailed(_logger, listed.ID, e.Message);
            return new Details(DateTimeOffset.FromUnixTimeSeconds(listed.Created), workspace);
        }
    }

    private void Forget(ContainerListResponse[] listed)
    {
        var alive = listed.Select(container => container.ID).ToHashSet();
        foreach (var id in _details.Keys.Where(id => !alive.Contains(id)))
            _details.TryRemove(id, out _);
    }
}
