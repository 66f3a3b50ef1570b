using System.Net;
using ActorSweeper.Adapters.Launching;
using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Sessions;
using Microsoft.Extensions.Logging;

namespace ActorSweeper.Adapters.Docker;

/// <summary>
/// Starts containers from a template. That the engine accepts a name only once is the compare-and-set that keeps two starters,
/// of one process or of two, from starting a session twice: who has created the container owns the start.
/// </summary>
public sealed class DockerContainerStarter : IContainerStarter
{
    private readonly DockerEngine _engine;
    private readonly DockerStartOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ContainerClaim _claim;

    /// <summary>Creates it. Nothing is connected before the first start.</summary>
    /// <param name="engine">The engine; not disposed of here.</param>
    /// <param name="options">What is started, and how.</param>
    /// <param name="time">Measures waits.</param>
    /// <param name="logger">Gets what is cleaned up.</param>
    public DockerContainerStarter(
        DockerEngine engine, DockerStartOptions options, TimeProvider time, ILogger<DockerContainerStarter> logger)
    {
        _engine = engine;
        _options = options;
        _time = time;
        _logger = logger;
        _claim = new ContainerClaim(engine, options, time, logger);
    }

    /// <inheritdoc/>
    public async Task<Container?> StartAsync(Session session, string reason, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(session);
        var request = CreateRequest.For(session, _options, _engine.Options.Scope);
        RefuseUnwritable(session, request);
        var id = await _claim.TakeAsync(session, request, cancellation);
        try
        {
            await RefuseSecondAsync(session, id, cancellation);
        }
        catch
        {
            await CleanUpAsync(id);
            throw;
        }

        _engine.Settling[id] = true;
        try
        {
            await StartCreatedAsync(request, id, cancellation);
            await SettleAsync(request, id, cancellation);
            var started = await _engine.InspectAsync(id, cancellation);
            if (started is null || !started.IsUp())
                throw await DiedAtOnceAsync(request, id, started?.State?.ExitCode, cancellation);
            return new Container(id, request.Name, session.Id, WorkspaceOf(request), started.StartedAt());
        }
        finally
        {
            _engine.Settling.TryRemove(id, out _);
        }
    }

    private static string? WorkspaceOf(CreateContainerParameters request) =>
        request.HostConfig.Mounts?.FirstOrDefault(mount => mount.Target.TrimEnd('/') == ContainerLabels.Workspace)?.Source;

    private void RefuseUnwritable(Session session, CreateContainerParameters request)
    {
        var writes = request.HostConfig.Mounts?.Any(mount => mount.Source == session.Directory && !mount.ReadOnly) ?? false;
        // Without root the engine is the user's own, which maps user ids: the numbers here mean nothing there.
        if (!_options.CheckWritable || !writes || !_engine.Options.Endpoint.IsUnixSocket || !Environment.IsPrivilegedProcess)
            return;
        if (FileOwner.Of(session.Directory) is { } owner && !WritableFolder.IsWritableFor(request.User, owner))
        {
            throw new StartFailedException(
                StartFailure.Refused,
                $"runner cannot write {session.Directory}: it runs as {request.User}, the folder belongs to" +
                $" {owner.UserId}:{owner.GroupId} with mode {Convert.ToString((int)owner.Mode, 8)}." +
                $" Give it to the runner (chown -R {request.User}), or change the template's user.");
        }
    }

    /// <summary>Other programs start containers under names of their own.</summary>
    private async Task RefuseSecondAsync(Session session, string ownId, CancellationToken cancellation)
    {
        var parameters = new ContainersListParameters(
            All: false, DockerContainerRuntime.Filter("label", _engine.Options.Scope.ToString()));
        var running = await _engine.CallAsync(
            "list containers",
            _engine.Options.CallTimeout,
            token => _engine.Client.Containers.ListContainersAsync(parameters, token),
            cancellation);
        var other = running.FirstOrDefault(container => container.ID != ownId && !_engine.Own.Is(container.ID) && Runs(container));
        if (other is not null)
        {
            throw new StartFailedException(
                StartFailure.AlreadyOwned,
                $"Session {session.Id} runs already, in container {other.Names?.FirstOrDefault()?.TrimStart('/') ?? other.ID}.");
        }

        bool Runs(ContainerListResponse container) =>
            ContainerLabels.SessionOf(container.Labels) is { } labelled
                ? labelled == session.Id
                : ContainerLabels.WorkspaceOf(container.Mounts)?.TrimEnd('/') == session.Directory.TrimEnd('/');
    }

    private async Task StartCreatedAsync(CreateContainerParameters request, string id, CancellationToken cancellation)
    {
        try
        {
            await _engine.AskAsync(
                "start a container",
                _options.StartTimeout,
                token => _engine.Client.Containers.StartContainerAsync(id, token),
                cancellation);
        }
        catch (DockerApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            throw new StartFailedException(
                StartFailure.AlreadyOwned, $"Container {request.Name} was removed before it could be started: {e.Message}", e);
        }
        catch (DockerApiException e)
        {
            await CleanUpAsync(id);
            throw new StartFailedException(
                StartFailure.Refused, $"The engine refuses to start container {request.Name}: {e.Message}", e);
        }
    }

    /// <summary>Waits for an early death.</summary>
    private async Task SettleAsync(CreateContainerParameters request, string id, CancellationToken cancellation)
    {
        if (_options.Settle <= TimeSpan.Zero)
            return;
        using var lived = new CancellationTokenSource(_options.Settle, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(lived.Token, cancellation);
        try
        {
            var died = await _engine.CallAsync(
                "wait for a container", Timeout.InfiniteTimeSpan, token => WaitAsync(id, token), either.Token);
            throw await DiedAtOnceAsync(request, id, died, cancellation);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // It lives.
        }
    }

    private async Task<int?> WaitAsync(string id, CancellationToken cancellation)
    {
        try
        {
            return (int)(await _engine.Client.Containers.WaitContainerAsync(id, cancellation)).StatusCode;
        }
        catch (DockerContainerNotFoundException)
        {
            return null; // Somebody has removed it.
        }
    }

    private async Task<StartFailedException> DiedAtOnceAsync(
        CreateContainerParameters request, string id, int? exitCode, CancellationToken cancellation)
    {
        var lines = await _engine.LastLinesAsync(id, cancellation);
        await CleanUpAsync(id);
        var code = exitCode is null ? "an exit code that is not known (somebody has removed it)" : $"exit code {exitCode}";
        var said = lines.Count == 0 ? " It logged nothing." : " Its last lines:\n" + string.Join('\n', lines);
        return new StartFailedException(
            StartFailure.DiedAtOnce, $"Container {request.Name} ended at once with {code}.{said}");
    }

    /// <summary>Removes what does not run. Also when the caller has given up: nobody else would.</summary>
    private async Task CleanUpAsync(string id)
    {
        try
        {
            await _engine.RemoveAsync(id, force: false, CancellationToken.None);
        }
        catch (Exception e) when (e is DockerApiException or ContainerRuntimeException)
        {
            DockerLog.CleanupFailed(_logger, id, e.Message);
        }
    }
}
