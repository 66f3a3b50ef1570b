using System.IO.Pipes;

namespace ActorSweeper.Adapters.Launching;

/// <summary>What a command came to.</summary>
/// <param name="ExitCode">Its exit code, 128 and the signal if a signal ended it; null when it is not known.</param>
/// <param name="Output">All of its standard output.</param>
/// <param name="ErrorLines">The last lines of its standard error; at most 10.</param>
internal sealed record CommandResult(int? ExitCode, byte[] Output, IReadOnlyList<string> ErrorLines);

/// <summary>Runs a command to its end, with a deadline and a bound on its output. No shell is involved.</summary>
internal static class CommandRun
{
    private const int ErrorLineCount = 10;
    private const int MaxErrorBytes = 64 * 1024;

    private static readonly TimeSpan Drain = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan FirstStep = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LastStep = TimeSpan.FromMilliseconds(50);

    /// <summary>Runs it.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="environment">What is added to our own environment.</param>
    /// <param name="timeout">The deadline: at it, the whole process group is killed.</param>
    /// <param name="maxOutputBytes">The bound on its standard output: beyond it, the group is killed.</param>
    /// <param name="needsAllOutput">Whether output that has not ended at the deadline is a failure, even if the command has.</param>
    /// <param name="time">Measures the deadline.</param>
    /// <param name="cancellation">Kills the group too.</param>
    /// <param name="inherits">Whether our own environment is handed on; else the given one is all there is, with <c>PATH</c>.</param>
    /// <exception cref="IOException">It could not be started, or wrote too much.</exception>
    /// <exception cref="TimeoutException">The deadline passed.</exception>
    public static async Task<CommandResult> RunAsync(
        IReadOnlyList<string> command,
        IEnumerable<KeyValuePair<string, string>> environment,
        TimeSpan timeout,
        int maxOutputBytes,
        bool needsAllOutput,
        TimeProvider time,
        CancellationToken cancellation,
        bool inherits = true)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        using var output = new AnonymousPipeServerStream(PipeDirection.In);
        using var error = new AnonymousPipeServerStream(PipeDirection.In);
        var whole = new CommandOutput(maxOutputBytes, keepsEnd: false);
        var tail = new CommandOutput(MaxErrorBytes, keepsEnd: true);
        var pid = Spawn(command, Whole(environment, inherits), output, error);
        var reading = whole.ReadAsync(output, end);
        var readingBoth = Task.WhenAll(reading, tail.ReadAsync(error, end));
        int? exitCode;
        try
        {
            exitCode = await ExitAsync(pid, time, end.Token);
        }
        catch (OperationCanceledException e)
        {
            // Not before the leader is collected is its group's number free for another one.
            ChildProcess.SignalGroup(pid, Libc.SigKill);
            await ExitAsync(pid, time, CancellationToken.None);
            cancellation.ThrowIfCancellationRequested();
            throw whole.IsTooLong
                ? new IOException($"it wrote more than {maxOutputBytes} bytes", e)
                : new TimeoutException($"it did not end within {timeout.TotalSeconds:0.###} s", e);
        }

        // A busy machine reads late, and a listing that lacks its end would call running containers gone.
        if (needsAllOutput)
            await reading;
        // Else something that it has left running may hold the pipes open: a runner that a wake command has started, say.
        await Task.WhenAny(readingBoth, Task.Delay(Drain, time, cancellation));
        await end.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
        if (whole.IsTooLong)
            throw new IOException($"it wrote more than {maxOutputBytes} bytes");
        if (needsAllOutput && !whole.IsComplete)
            throw new TimeoutException($"it ended, but what it left running held its output open for {timeout.TotalSeconds:0.###} s");
        return new CommandResult(exitCode, whole.Taken(), LastLines.Of(tail.Taken(), ErrorLineCount));
    }

    private static Dictionary<string, string> Whole(IEnumerable<KeyValuePair<string, string>> environment, bool inherits)
    {
        var all = new Dictionary<string, string>();
        foreach (System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if (inherits || variable.Key is "PATH")
                all[(string)variable.Key] = (string?)variable.Value ?? "";
        }

        foreach (var (name, value) in environment)
            all[name] = value;
        return all;
    }

    private static int Spawn(
        IReadOnlyList<string> command,
        Dictionary<string, string> all,
        AnonymousPipeServerStream output,
        AnonymousPipeServerStream error)
    {
        try
        {
            return ChildProcess.Spawn(new ChildRequest(
                command,
                all,
                WorkingDirectory: null,
                new ChildOutput(null, output.ClientSafePipeHandle),
                new ChildOutput(null, error.ClientSafePipeHandle)));
        }
        finally
        {
            // Else the pipes would not end with the command.
            output.DisposeLocalCopyOfClientHandle();
            error.DisposeLocalCopyOfClientHandle();
        }
    }

    private static async Task<int?> ExitAsync(int pid, TimeProvider time, CancellationToken cancellation)
    {
        var step = FirstStep;
        while (true)
        {
            if (ChildProcess.TryReap(pid, out var exitCode))
                return exitCode;
            await Task.Delay(step, time, cancellation);
            step = step < LastStep ? step * 2 : LastStep;
        }
    }
}
