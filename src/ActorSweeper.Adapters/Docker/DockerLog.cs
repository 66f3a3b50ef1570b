using Microsoft.Extensions.Logging;

namespace ActorSweeper.Adapters.Docker;

internal static partial class DockerLog
{
    [LoggerMessage(LogLevel.Error, "{Rung} of container {Container} failed: {Error}")]
    public static partial void RungFailed(ILogger logger, string rung, string container, string error);

    [LoggerMessage(LogLevel.Error, "Whether container {Container} is gone after {Rung} is unknown: {Error}")]
    public static partial void OutcomeUnknown(ILogger logger, string container, string rung, string error);

    [LoggerMessage(LogLevel.Warning, "Container {Container} could not be inspected, its creation counts as its start: {Error}")]
    public static partial void InspectFailed(ILogger logger, string container, string error);

    [LoggerMessage(LogLevel.Warning, "The event stream of {Endpoint} broke, it is opened again until it holds: {Error}")]
    public static partial void EventsBroke(ILogger logger, string endpoint, string error);

    [LoggerMessage(LogLevel.Debug, "The event stream of {Endpoint} is still broken, next try in {Delay}: {Error}")]
    public static partial void EventsStillBroken(ILogger logger, string endpoint, TimeSpan delay, string error);

    [LoggerMessage(LogLevel.Information, "The event stream of {Endpoint} is back")]
    public static partial void EventsAreBack(ILogger logger, string endpoint);

    [LoggerMessage(LogLevel.Information, "The dead container {Container} of session {Session} was removed to free its name")]
    public static partial void LeftoverRemoved(ILogger logger, string container, string session);

    [LoggerMessage(LogLevel.Warning, "Container {Container}, which does not run, could not be removed: {Error}")]
    public static partial void CleanupFailed(ILogger logger, string container, string error);
}
