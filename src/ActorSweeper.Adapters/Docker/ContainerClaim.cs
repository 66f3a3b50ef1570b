using System.Net;
using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Sessions;
using Microsoft.Extensions.Logging;

namespace ActorSweeper.Adapters.Docker;

/// <summary>Creates the container under its name, which nobody else can do while it exists, and clears a dead one out of the way.</summary>
internal sealed class ContainerClaim(DockerEngine engine, DockerStartOptions options, TimeProvider time, ILogger logger)
{
    /// <summary>Creates the container.</summary>
    /// <returns>Its id; it is not started.</returns>
    /// <exception cref="StartFailedException">The image is missing, the name is taken, or the engine refuses.</exception>
    /// <exception cref="ContainerRuntimeException">The engine cannot be asked.</exception>
    public async Task<string> TakeAsync(Session session, CreateContainerParameters request, CancellationToken cancellation)
    {
        if (await CreateAsync(request, cancellation) is { } id)
            return id;
        await ClearAsync(session, request, cancellation);
        return await CreateAsync(request, cancellation)
            ?? throw Owned($"Container {request.Name} is being started by somebody else.");
    }

    private static StartFailedException Owned(string message) => new(StartFailure.AlreadyOwned, message);

    /// <summary>Null when the name is taken.</summary>
    private async Task<string?> CreateAsync(CreateContainerParameters request, CancellationToken cancellation)
    {
        try
        {
            var created = await engine.AskAsync(
                "create a container",
                options.StartTimeout,
                token => engine.Client.Containers.CreateContainerAsync(request, token),
                cancellation);
            return created.ID;
        }
        catch (DockerApiException e) when (e.IsConflict())
        {
            return null;
        }
        catch (DockerContainerNotFoundException e)
        {
            throw new StartFailedException(
                StartFailure.ImageMissing, $"The image {request.Image} is not there: {e.Message}. Build it or pull it.", e);
        }
        catch (DockerApiException e) when (e.StatusCode < HttpStatusCode.InternalServerError)
        {
            throw new StartFailedException(
                StartFailure.Refused, $"The engine refuses to create container {request.Name}: {e.Message}", e);
        }
        catch (DockerApiException e)
        {
            throw new ContainerRuntimeException(
                $"The container engine at {engine.Options.Endpoint} failed to create a container:" +
                $" {(int)e.StatusCode} {e.Message}. Look into the engine's own log.", e);
        }
    }

    /// <summary>Removes the holder of the name if it is a dead container of the same session.</summary>
    private async Task ClearAsync(Session session, CreateContainerParameters request, CancellationToken cancellation)
    {
        var holder = await engine.InspectAsync(request.Name, cancellation);
        if (holder is null)
            return;
        var labels = holder.Config?.Labels;
        if (!engine.Options.Scope.Covers(labels) || ContainerLabels.SessionOf(labels) != session.Id || engine.Own.Is(holder.ID))
            throw Owned($"The name {request.Name} is taken by a container that is not this session's: {holder.ID}. Remove or rename it.");
        if (holder.IsUp())
            throw Owned($"Session {session.Id} runs already, in container {request.Name}.");
        var age = time.GetUtcNow() - (holder.Created ?? DateTimeOffset.MinValue);
        if (holder.State?.Status == "created" && age < options.StartTimeout)
            throw Owned($"Container {request.Name} is being started by somebody else.");
        try
        {
            // Without force: the engine itself refuses if it has been started in the meantime.
            if (await engine.RemoveAsync(holder.ID, force: false, cancellation))
                DockerLog.LeftoverRemoved(logger, request.Name, session.Id.Value);
        }
        catch (DockerApiException e)
        {
            throw Owned($"Container {request.Name} cannot be removed to free its name: {e.Message}");
        }
    }
}
