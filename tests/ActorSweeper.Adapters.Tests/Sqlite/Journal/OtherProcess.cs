using System.Diagnostics;

namespace ActorSweeper.Adapters.Tests.Sqlite.Journal;

/// <summary>Runs programs.</summary>
internal static class OtherProcess
{
    /// <summary>Starts the program that stands beside the tests.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="wrapper">A program that starts it, with its arguments; none to start it directly.</param>
    public static Process Start(string[] arguments, params string[] wrapper)
    {
        string[] command = [.. wrapper, "dotnet", Path.Join(AppContext.BaseDirectory, "ActorSweeper.CrashWriter.dll"), .. arguments];
        return Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it wrote to its standard error; null when it ended well.</returns>
    public static string? Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            })!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"{program} {string.Join(' ', arguments)}: {error}";
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            return $"{program}: {error.Message}";
        }
    }
}
