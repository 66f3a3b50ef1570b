using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace ActorSweeper.EndToEnd.Tests;

/// <summary>The built executable, run as a user runs it.</summary>
internal static class HostProgram
{
    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "actorsweeper");

    public static string AgentPath { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "ActorSweeper.TestAgent");

    /// <summary>Starts it; what it prints is collected.</summary>
    public static RunningHost Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        return new RunningHost(Process.Start(start)!);
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        await using var host = Start(arguments);
        var code = await host.EndAsync();
        return (code, host.Output, host.Error);
    }

    /// <summary>One pass with JSON.</summary>
    public static async Task<(int Code, JsonElement Report)> SweepAsync(string configuration, params string[] more)
    {
        var (code, output, error) = await RunAsync(["sweep", "--once", "--json", "--config", configuration, .. more]);
        output.ShouldStartWith("{", customMessage: error);
        return (code, JsonDocument.Parse(output).RootElement);
    }
}

/// <summary>One running executable.</summary>
internal sealed class RunningHost : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();

    public RunningHost(Process process)
    {
        _process = process;
        _process.OutputDataReceived += (_, line) => Append(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Append(_error, line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _process.StandardInput.Close();
    }

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    public string Output => Text(_output);

    public string Error => Text(_error);

    /// <summary>As <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: false);
        await EndAsync();
    }

    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }

    private static void Append(StringBuilder text, string? line)
    {
        // The end of the stream is told as null.
        if (line is null) return;
        lock (text) text.AppendLine(line);
    }

    private static string Text(StringBuilder text)
    {
        lock (text) return text.ToString();
    }
}
