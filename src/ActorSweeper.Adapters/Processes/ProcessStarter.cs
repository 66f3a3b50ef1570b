using System.Globalization;
using System.Threading.Channels;
using ActorSweeper.Adapters.Launching;
using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Adapters.Processes;

/// <summary>
/// Starts a process for a session. A lock on a file per session lets one starter in at a time; the kernel releases it when its
/// holder dies, and not before a child that is just being started carries its marks: whoever gets the lock sees what runs.
/// </summary>
/// <param name="table">The processes.</param>
/// <param name="options">What is started.</param>
/// <param name="time">Gives the instant of the start and measures waits.</param>
public sealed class ProcessStarter(ProcessTable table, ProcessStartOptions options, TimeProvider time) : IContainerStarter
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    private int _counter;

    /// <inheritdoc/>
    public async Task<Container?> StartAsync(Session session, string reason, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(session);
        var deaths = Channel.CreateUnbounded<ContainerDeath>();
        table.Subscribe(deaths.Writer);
        try
        {
            var started = await Task.Run(() => Start(session), cancellation);
            await SettleAsync(started, deaths.Reader, cancellation);
            return started;
        }
        finally
        {
            table.Unsubscribe(deaths.Writer);
        }
    }

    private Container Start(Session session)
    {
        using var turn = TakeTurn(session);
        var running = table.Look().FirstOrDefault(process => process.Marks.Session == session.Id.Value);
        if (running is not null)
        {
            throw new StartFailedException(
                StartFailure.AlreadyOwned, $"Session {session.Id} runs already, as process {running.Members[0].Pid}.");
        }

        // To the millisecond, as the marks have it: so the instant is the same when the process is found again.
        var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        var number = Interlocked.Increment(ref _counter);
        var id = string.Create(CultureInfo.InvariantCulture, $"{now.ToUnixTimeMilliseconds():x}-{Environment.ProcessId:x}-{number:x}");
        var marks = new ProcessMarks(table.Options.Install, id, session.Id.Value, session.Directory, now);
        var log = table.PathOf(session.Id.Value, ProcessTable.LogExtension);
        try
        {
            ProcessLog.Begin(log);
            var pid = table.Start(marks, Request(session, marks, new ChildOutput(log, null)));
            return new Container(id, $"process {pid}", session.Id, session.Directory, marks.StartedAt);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartFailedException(
                StartFailure.Refused, $"The process of session {session.Id} could not be started: {e.Message}", e);
        }
    }

    private FileStream TakeTurn(Session session)
    {
        var path = table.PathOf(session.Id.Value, ProcessTable.LockExtension);
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StartFailedException(StartFailure.Refused, $"{path} cannot be locked: {e.Message}", e);
        }
        catch (IOException e)
        {
            throw new StartFailedException(
                StartFailure.AlreadyOwned, $"Session {session.Id} is being started by somebody else: {e.Message}", e);
        }
    }

    private ChildRequest Request(Session session, ProcessMarks marks, ChildOutput log)
    {
        var placeholders = new SessionPlaceholders(session, options.Root);
        var environment = new Dictionary<string, string>();
        foreach (var name in options.PassEnvironment)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
                environment[name] = value;
        }

        foreach (var (name, value) in options.Environment)
            environment[name] = placeholders.Expand(value);
        foreach (var (name, value) in marks.ToEnvironment())
            environment[name] = value;
        var folder = options.WorkingDirectory is null ? session.Directory : placeholders.Expand(options.WorkingDirectory);
        return new ChildRequest([.. options.Command.Select(placeholders.Expand)], environment, folder, log, log);
    }

    /// <summary>Waits for an early death.</summary>
    private async Task SettleAsync(Container started, ChannelReader<ContainerDeath> deaths, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        while (time.GetElapsedTime(began) < options.Settle)
        {
            table.LookForEnds();
            while (deaths.TryRead(out var death))
            {
                if (death.ContainerId == started.Id)
                    throw DiedAtOnce(started, death);
            }

            await Task.Delay(Step, time, cancellation);
        }
    }

    private static StartFailedException DiedAtOnce(Container started, ContainerDeath death)
    {
        var said = death.LastLines.Count == 0 ? " It wrote nothing." : " Its last lines:\n" + string.Join('\n', death.LastLines);
        var code = death.ExitCode is { } known ? $"exit code {known}" : "an unknown exit code";
        return new StartFailedException(
            StartFailure.DiedAtOnce, $"The {started.Name} of session {started.Session} ended at once with {code}.{said}");
    }
}
