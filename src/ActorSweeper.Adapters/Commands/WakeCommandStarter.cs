using ActorSweeper.Adapters.Launching;
using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Adapters.Commands;

/// <summary>Starts a session's container by the operator's own program.</summary>
/// <param name="options">The program.</param>
/// <param name="time">Measures its deadline.</param>
public sealed class WakeCommandStarter(WakeOptions options, TimeProvider time) : IContainerStarter
{
    // What it prints is of no use here; more than this is a fault of the program.
    private const int MaxOutputBytes = 1024 * 1024;

    /// <inheritdoc/>
    public async Task<Container?> StartAsync(Session session, string reason, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(session);
        var placeholders = new SessionPlaceholders(session, options.Root);
        var command = options.Wake.Select(placeholders.Expand).ToArray();
        try
        {
            var result = await CommandRun.RunAsync(
                command, CommandEnvironment.For(session, reason), options.Timeout, MaxOutputBytes, needsAllOutput: false, time,
                cancellation);
            if (result.ExitCode == 0)
                return null;
            var said = result.ErrorLines.Count == 0 ? "" : ": " + string.Join('\n', result.ErrorLines);
            throw new StartFailedException(
                StartFailure.Refused, $"The wake command \"{string.Join(' ', command)}\" ended with exit code {result.ExitCode}{said}");
        }
        catch (TimeoutException e)
        {
            throw new ContainerRuntimeException(
                $"The wake command \"{string.Join(' ', command)}\" failed: {e.Message}; whether it has started anything is unknown." +
                " Make it return sooner, or raise its timeout.", e);
        }
        catch (IOException e)
        {
            throw new StartFailedException(
                StartFailure.Refused, $"The wake command \"{string.Join(' ', command)}\" failed: {e.Message}", e);
        }
    }
}
