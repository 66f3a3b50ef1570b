using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using ActorSweeper.Adapters.Launching;
using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Sessions;
using Microsoft.Extensions.Logging;

namespace ActorSweeper.Adapters.Commands;

/// <summary>
/// The runtime <c>command</c>: the operator's own programs list and stop what runs. A program that fails, takes too long or
/// prints what cannot be read says nothing: the containers are then unknown, never gone.
/// </summary>
/// <param name="options">The commands.</param>
/// <param name="time">Measures deadlines.</param>
/// <param name="logger">Gets what a failing stop wrote.</param>
public sealed partial class CommandRuntime(CommandOptions options, TimeProvider time, ILogger<CommandRuntime> logger)
    : IContainerRuntime
{
    /// <inheritdoc/>
    public string Name => "command";

    /// <inheritdoc/>
    public bool CanAct => true;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Container>> ListAsync(CancellationToken cancellation)
    {
        var result = await RunAsync("list", options.List, [], options.Timeout, cancellation);
        if (result.ExitCode != 0)
            throw Failed("list", options.List, Ending(result));
        try
        {
            return CommandListing.Parse(Encoding.UTF8.GetString(result.Output));
        }
        catch (FormatException e)
        {
            throw Failed("list", options.List, e.Message, e);
        }
    }

    /// <inheritdoc/>
    public async Task<StopResult> StopAsync(
        Container container, Session? session, StopRung rung, TimeSpan grace, string reason, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(container);
        var placeholders = new SessionPlaceholders(session, options.Root);
        var command = options.Stop.Select(placeholders.Expand).ToArray();
        var environment = CommandEnvironment.For(session, reason)
            .Append(new("ACTORSWEEPER_CONTAINER", container.Id))
            .Append(new("ACTORSWEEPER_RUNG", rung.ToString().ToLowerInvariant()))
            .Append(new("ACTORSWEEPER_GRACE_SECONDS", grace.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)));
        if (session is null && container.Session is { } id)
            environment = environment.Append(new("ACTORSWEEPER_SESSION", id.Value));
        try
        {
            var result = await RunAsync("stop", command, environment, grace + options.Timeout, cancellation);
            if (result.ExitCode != 0)
                LogStopFailed(logger, container.Name, Ending(result));
        }
        catch (ContainerRuntimeException e)
        {
            LogStopFailed(logger, container.Name, e.Message);
        }

        var left = await ListAsync(cancellation);
        return left.Any(other => other.Id == container.Id) ? StopResult.StillRunning : StopResult.Gone;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ContainerDeath> WatchAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        // The commands know no events.
        await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        yield break;
    }

    private static string Ending(CommandResult result)
    {
        var code = result.ExitCode is { } known ? $"ended with exit code {known}" : "ended with an unknown exit code";
        return result.ErrorLines.Count == 0 ? code : $"{code}: {string.Join('\n', result.ErrorLines)}";
    }

    private static ContainerRuntimeException Failed(
        string verb, IReadOnlyList<string> command, string how, Exception? inner = null) => new(
        $"The {verb} command \"{string.Join(' ', command)}\" {how}. Run it by hand to see what it does.", inner);

    [LoggerMessage(LogLevel.Error, "The stop command for {Container} {Error}")]
    private static partial void LogStopFailed(ILogger logger, string container, string error);

    private async Task<CommandResult> RunAsync(
        string verb,
        IReadOnlyList<string> command,
        IEnumerable<KeyValuePair<string, string>> environment,
        TimeSpan timeout,
        CancellationToken cancellation)
    {
        try
        {
            return await CommandRun.RunAsync(
                command, environment, timeout, options.MaxOutputBytes, needsAllOutput: verb == "list", time, cancellation);
        }
        catch (Exception e) when (e is IOException or TimeoutException)
        {
            throw Failed(verb, command, $"failed: {e.Message}", e);
        }
    }
}
