using ActorSweeper.Adapters.Commands;
using ActorSweeper.Adapters.Docker;
using ActorSweeper.Adapters.Http;
using ActorSweeper.Adapters.NanoClaw;
using ActorSweeper.Adapters.None;
using ActorSweeper.Adapters.Processes;
using ActorSweeper.Adapters.Sqlite.Journal;
using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Host.Configuration;
using ActorSweeper.Host.Records;
using ActorSweeper.Supervision;

namespace ActorSweeper.Host.Wiring;

/// <summary>
/// The adapters that the settings ask for, ready for supervision. Building them connects nothing and starts nothing.
/// </summary>
internal sealed partial class Outside : IAsyncDisposable
{
    private readonly HostSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private readonly NanoClawStore? _store;
    private readonly SqliteJournal? _journal;
    private readonly JanitorWiring? _janitors;
    private readonly List<IDisposable> _owned = [];
    private readonly Lazy<DockerEngine> _engine;
    private readonly Lazy<ProcessTable> _processes;

    public Outside(HostSettings settings, TimeProvider time, ILoggerFactory loggers, Func<double> draw)
    {
        (_settings, _time, _loggers) = (settings, time, loggers);
        _engine = new Lazy<DockerEngine>(Engine);
        _processes = new Lazy<ProcessTable>(Processes);
        var isDry = settings.Supervision.Mode.DryRun;
        _journal = isDry ? StateFile.ToRead(settings.DataDirectory) : StateFile.OfHost(settings.DataDirectory);
        // A single pass runs no janitors.
        if (settings.Supervision.SweepInterval is not null && !isDry) _janitors = new JanitorWiring(settings.Janitors, time);
        var scheduled = _janitors is { } janitors ? new ScheduledPorts(_journal!, janitors.Ports) : null;
        if (settings.NanoClaw is { } nanoClaw)
        {
            var options = new NanoClawOptions("nanoclaw", nanoClaw.Root, nanoClaw.BusyTimeout, MemoryIn(settings));
            _store = new NanoClawStore(options, time, draw);
            Ports = new SweeperPorts([new NanoClawSource(options, time)], _store, Runtime(), Starter(), Journal(), scheduled);
        }
        else
        {
            var none = new NoSessions();
            Ports = new SweeperPorts([none], none, new NoContainerRuntime(time), new NoStarter(), Journal(), scheduled);
        }
    }

    /// <summary>What supervision reaches the world through.</summary>
    public SweeperPorts Ports { get; }

    public async ValueTask DisposeAsync()
    {
        Abandon();
        if (_journal is not null) await _journal.DisposeAsync();
        try
        {
            _store?.KeepMemory();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogNotKept(_loggers.CreateLogger<Outside>(), error.Message);
        }
    }

    /// <summary>Lets go of what was built and never used.</summary>
    public void Abandon()
    {
        foreach (var owned in _owned) owned.Dispose();
        _janitors?.Dispose();
    }

    private static string? MemoryIn(HostSettings settings) =>
        settings.Supervision.Mode.DryRun ? null : Path.Combine(settings.DataDirectory, "quiet-sessions");

    private IJournal Journal() => _settings.Supervision.Mode.DryRun
        ? new UnwrittenJournal(_journal, error => LogUnread(_loggers.CreateLogger<Outside>(), error.Message))
        : _journal!;

    private string Root => _settings.NanoClaw!.Root;

    private TimeSpan CallTimeout => _settings.Supervision.Gateway.ListDeadline;

    private IContainerRuntime Runtime() => _settings.Containers.Runtime switch
    {
        RuntimeKind.Docker => new DockerContainerRuntime(_engine.Value, _time, _loggers.CreateLogger<DockerContainerRuntime>()),
        RuntimeKind.Process => new ProcessRuntime(_processes.Value, _time),
        RuntimeKind.Command => new CommandRuntime(
            new CommandOptions(
                _settings.Containers.Commands.List,
                _settings.Containers.Commands.Stop,
                Root,
                CallTimeout,
                _settings.Containers.Commands.MaxOutputBytes),
            _time,
            _loggers.CreateLogger<CommandRuntime>()),
        _ => new NoContainerRuntime(_time),
    };

    private IContainerStarter Starter() => _settings.Containers.Wake switch
    {
        WakeWay.Template => new DockerContainerStarter(
            _engine.Value, StartOptions(), _time, _loggers.CreateLogger<DockerContainerStarter>()),
        WakeWay.Process => new ProcessStarter(_processes.Value, ProcessStart(), _time),
        WakeWay.Command => new WakeCommandStarter(
            new WakeOptions(_settings.Containers.Commands.Wake, Root, _settings.Supervision.Gateway.StartDeadline), _time),
        WakeWay.Http => Owned(new HttpStarter(
            new HttpStartOptions(
                _settings.Containers.WakeRequest!.Url,
                _settings.Containers.WakeRequest.Headers,
                Root,
                _settings.Supervision.Gateway.StartDeadline),
            _time)),
        _ => new NoStarter(),
    };

    private DockerEngine Engine()
    {
        var docker = _settings.Containers.Docker;
        return Owned(new DockerEngine(
            new DockerOptions(
                DockerEndpoint.Resolve(docker.Endpoint, Environment.GetEnvironmentVariable),
                _settings.Containers.Scope,
                CallTimeout,
                docker.ReconnectDelay,
                docker.MaxReconnectDelay),
            _time));
    }

    private DockerStartOptions StartOptions()
    {
        var docker = _settings.Containers.Docker;
        return new DockerStartOptions(
            _settings.Containers.Template!,
            Root,
            _settings.Supervision.Gateway.StartDeadline,
            docker.Settle,
            docker.ChecksWritable);
    }

    private ProcessTable Processes() => new(new ProcessOptions(
        _settings.Containers.Scope.ToString(),
        Path.Combine(_settings.DataDirectory, "processes"),
        _settings.Containers.Process.KillWait,
        _settings.Containers.Process.PollInterval,
        _settings.Containers.Process.MaxLogBytes));

    private ProcessStartOptions ProcessStart()
    {
        var process = _settings.Containers.Process;
        return new ProcessStartOptions(
            process.Command, process.WorkingDirectory, process.Environment, process.PassEnvironment, Root, process.Settle);
    }

    private T Owned<T>(T disposable)
        where T : IDisposable
    {
        _owned.Add(disposable);
        return disposable;
    }

    [LoggerMessage(EventId = 20, Level = LogLevel.Warning, Message = "the next start reads every session once: {Why}")]
    private static partial void LogNotKept(ILogger logger, string why);

    [LoggerMessage(
        EventId = 21,
        Level = LogLevel.Warning,
        Message = "this dry run knows nothing of quarantines and pauses, because the journal cannot be read: {Why}")]
    private static partial void LogUnread(ILogger logger, string why);

    /// <summary>Where nobody starts containers: due messages are reported as they wait.</summary>
    private sealed class NoStarter : IContainerStarter
    {
        public Task<Container?> StartAsync(Session session, string reason, CancellationToken cancellation) =>
            throw new StartFailedException(StartFailure.Refused, "containers.wake says that nobody starts containers");
    }
}
