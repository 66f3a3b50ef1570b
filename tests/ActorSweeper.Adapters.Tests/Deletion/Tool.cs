using System.Diagnostics;

namespace ActorSweeper.Adapters.Tests.Deletion;

/// <summary>A program of the system.</summary>
internal static class Tool
{
    /// <summary>Runs it to its end.</summary>
    /// <returns>Whether it is there and did what it was asked.</returns>
    public static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            })!;
            process.StandardOutput.ReadToEnd();
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
