using ActorSweeper.Core.Containers;
using ActorSweeper.Host.CommandLine;
using ActorSweeper.Host.Configuration;

namespace ActorSweeper.Host.Hosting;

/// <summary>The host's life: start, reload, drain.</summary>
internal sealed partial class SweeperService : BackgroundService
{
    private readonly HostSettings _settings;
    private readonly ConfigurationSources _sources;
    private readonly ConfigurationReading _reading;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;
    private SweeperHost? _host;
    private ConfigurationWatch? _watch;

    public SweeperService(
        HostSettings settings, ConfigurationSources sources, ConfigurationReading reading, TimeProvider time, ILoggerFactory loggers)
    {
        (_settings, _sources, _reading, _time, _loggers) = (settings, sources, reading, time, loggers);
        _logger = loggers.CreateLogger<SweeperService>();
    }

    /// <summary>Everything that can be refused is refused here, before the host counts as started.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _host = SweeperHost.Start(_settings, _time, _loggers);
        LogStarted(
            CommandTree.Version,
            Environment.ProcessId,
            _settings.NanoClaw?.Root ?? "no sessions",
            _host.Ports.Runtime.Name,
            _settings.Containers.Scope.ToString(),
            _settings.DataDirectory);
        _watch = new ConfigurationWatch(_sources, _reading, _time, Reload);
        await base.StartAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.Delay(Timeout.InfiniteTimeSpan, _time, stoppingToken);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        _watch?.Dispose();
        if (_host is not { } host) return;
        LogStopping(_settings.Shutdown.Drain);
        if (!await host.Sweeper.DrainAsync(_settings.Shutdown.Drain)) LogUnfinished(_settings.Shutdown.Drain);
        if (_settings.Shutdown.StopsContainers) await StopContainersAsync(host.Ports.Runtime);
        await host.DisposeAsync();
        LogStopped(_settings.Shutdown.StopsContainers ? "containers were stopped" : "containers run on and will be adopted");
    }

    private void Reload(ConfigurationChange change)
    {
        if (change is ConfigurationChange.Refused refused)
        {
            foreach (var error in refused.Errors) LogRefused(error.ToString());
        }
        else if (change is ConfigurationChange.Applied applied)
        {
            _host!.Sweeper.Apply(RunCommand.Service(applied.Settings).Supervision);
            LogReloaded();
            foreach (var value in applied.Changes)
            {
                if (value.IsLive) LogChanged(value.ToString());
                else LogNeedsRestart(value.ToString());
            }
        }
    }

    /// <summary>All at once, each with the grace and what the runtime needs beyond it.</summary>
    private async Task StopContainersAsync(IContainerRuntime runtime)
    {
        var stopping = _settings.Supervision.Stopping;
        using var limit = new CancellationTokenSource(stopping.Grace + stopping.Slack, _time);
        try
        {
            var containers = await runtime.ListAsync(limit.Token);
            await Task.WhenAll(containers.Select(container => StopAsync(runtime, container, stopping.Grace, limit.Token)));
        }
        catch (Exception error) when (error is ContainerRuntimeException or OperationCanceledException)
        {
            LogNotStopped("-", error.Message);
        }
    }

    private async Task StopAsync(IContainerRuntime runtime, Container container, TimeSpan grace, CancellationToken cancellation)
    {
        try
        {
            var result = await runtime.StopAsync(container, null, StopRung.Stop, grace, "the host ends", cancellation);
            if (result == StopResult.StillRunning)
                result = await runtime.StopAsync(container, null, StopRung.Kill, grace, "the host ends", cancellation);
            if (result != StopResult.Gone) LogNotStopped(container.Name, result.ToString());
        }
        catch (Exception error) when (error is ContainerRuntimeException or OperationCanceledException)
        {
            LogNotStopped(container.Name, error.Message);
        }
    }

    [LoggerMessage(
        EventId = 10,
        Level = LogLevel.Information,
        Message = "actorsweeper {Version} (pid {Pid}) supervises {Root}; runtime {Runtime}, label {Label}, data directory {DataDirectory}")]
    private partial void LogStarted(string version, int pid, string root, string runtime, string label, string dataDirectory);

    [LoggerMessage(EventId = 11, Level = LogLevel.Information, Message = "told to end: finishing what is in hand within {Drain}")]
    private partial void LogStopping(TimeSpan drain);

    [LoggerMessage(
        EventId = 12,
        Level = LogLevel.Warning,
        Message = "not everything in hand was finished within {Drain}; it is taken up again at the next start")]
    private partial void LogUnfinished(TimeSpan drain);

    [LoggerMessage(EventId = 13, Level = LogLevel.Information, Message = "ended; {Containers}")]
    private partial void LogStopped(string containers);

    [LoggerMessage(EventId = 14, Level = LogLevel.Information, Message = "the changed configuration is in force")]
    private partial void LogReloaded();

    [LoggerMessage(EventId = 15, Level = LogLevel.Warning, Message = "takes effect at the next start: {Change}")]
    private partial void LogNeedsRestart(string change);

    [LoggerMessage(EventId = 18, Level = LogLevel.Information, Message = "changed: {Change}")]
    private partial void LogChanged(string change);

    [LoggerMessage(EventId = 16, Level = LogLevel.Error, Message = "the changed configuration is refused, the old one stays: {Error}")]
    private partial void LogRefused(string error);

    [LoggerMessage(EventId = 17, Level = LogLevel.Warning, Message = "container {Container} was not stopped: {Why}")]
    private partial void LogNotStopped(string container, string why);
}
