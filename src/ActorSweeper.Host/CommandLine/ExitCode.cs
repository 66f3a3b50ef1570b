namespace ActorSweeper.Host.CommandLine;

/// <summary>The exit codes of all commands.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Done, with failures that the output names.</summary>
    public const int Failures = 1;

    /// <summary>The command line or the configuration is wrong: nothing was done.</summary>
    public const int Usage = 2;

    /// <summary>A service that is needed cannot be reached.</summary>
    public const int Unreachable = 3;

    /// <summary>Interrupted, as shells number it: 128 and SIGINT.</summary>
    public const int Interrupted = 130;
}
