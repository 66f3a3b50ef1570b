namespace ActorSweeper.Host.CommandLine;

/// <summary>What was asked for cannot be meant: said on one line, and the exit code is <see cref="ExitCode.Usage"/>.</summary>
internal sealed class CommandMistakeException(string message) : Exception(message);
