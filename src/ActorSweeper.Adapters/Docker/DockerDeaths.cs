using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ActorSweeper.Core.Containers;
using Microsoft.Extensions.Logging;

namespace ActorSweeper.Adapters.Docker;

/// <summary>
/// Makes deaths out of the engine's events, with the last lines of those that failed, and then removes the containers that are
/// to be removed.
/// </summary>
internal sealed class DockerDeaths(DockerEngine engine, DockerEvents events, Action<string> forget, ILogger logger)
{
    /// <summary>Watches until it is cancelled, and ends then without an exception.</summary>
    public async IAsyncEnumerable<ContainerDeath> WatchAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var deaths = Channel.CreateUnbounded<ContainerDeath>();
        var pump = PumpAsync(deaths.Writer, stop.Token);
        try
        {
            await foreach (var death in deaths.Reader.ReadAllAsync(CancellationToken.None))
                yield return death;
        }
        finally
        {
            await stop.CancelAsync();
            await pump;
        }
    }

    private async Task PumpAsync(ChannelWriter<ContainerDeath> deaths, CancellationToken cancellation)
    {
        try
        {
            await events.PumpAsync(
                message => _ = TellAsync(message, deaths, cancellation),
                () => _ = TellMissedAsync(deaths, cancellation),
                cancellation);
            deaths.Complete();
        }
        catch (Exception e)
        {
            deaths.Complete(e);
        }
    }

    private async Task TellAsync(Message message, ChannelWriter<ContainerDeath> deaths, CancellationToken cancellation)
    {
        var labels = message.Actor?.Attributes; // Among others: the engine puts the labels there.
        if (message.Actor?.ID is { Length: > 0 } id && engine.Options.Scope.Covers(labels) && !engine.Own.Is(id))
            await TellAsync(id, DockerEvents.ExitCodeOf(labels), IsToBeRemoved(labels), deaths, cancellation);
    }

    private async Task TellAsync(
        string id, int? exitCode, bool remove, ChannelWriter<ContainerDeath> deaths, CancellationToken cancellation)
    {
        forget(id);
        // Before the lines are read: a starter that ends meanwhile must not hand over what it has not looked at.
        var settling = engine.Settling.ContainsKey(id);
        var lines = exitCode == 0 ? [] : await engine.LastLinesAsync(id, cancellation);
        deaths.TryWrite(new ContainerDeath(id, exitCode, lines));
        if (remove && !settling)
            await RemoveAsync(id, cancellation);
    }

    /// <summary>What ended while nobody watched and waits to be removed. The others are missed by the next listing.</summary>
    private async Task TellMissedAsync(ChannelWriter<ContainerDeath> deaths, CancellationToken cancellation)
    {
        var filters = new Dictionary<string, IReadOnlyList<string>>
        {
            ["label"] = [engine.Options.Scope.ToString(), ContainerLabels.AutoRemove],
            ["status"] = ["exited", "dead"],
        };
        try
        {
            var dead = await engine.CallAsync(
                "list dead containers",
                engine.Options.CallTimeout,
                token => engine.Client.Containers.ListContainersAsync(new ContainersListParameters(All: true, filters), token),
                cancellation);
            foreach (var found in dead.Where(found => engine.Options.Scope.Covers(found.Labels) && IsToBeRemoved(found.Labels)))
            {
                if (await engine.InspectAsync(found.ID, cancellation) is { } container && !container.IsUp())
                    await TellAsync(found.ID, container.State?.ExitCode, remove: true, deaths, cancellation);
            }
        }
        catch (Exception e) when (e is ContainerRuntimeException or OperationCanceledException)
        {
            // The event stream tells that the engine is not there, and asks again.
        }
    }

    private async Task RemoveAsync(string id, CancellationToken cancellation)
    {
        try
        {
            // Without force: the engine itself refuses if it has been started again.
            await engine.RemoveAsync(id, force: false, cancellation);
        }
        catch (Exception e) when (e is DockerApiException or ContainerRuntimeException or OperationCanceledException)
        {
            DockerLog.CleanupFailed(logger, id, e.Message);
        }
    }

    private static bool IsToBeRemoved(IReadOnlyDictionary<string, string>? labels) =>
        labels?.GetValueOrDefault(ContainerLabels.AutoRemove) == "on";
}
