using System.CommandLine;
using System.CommandLine.Help;
using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Text;
using ActorSweeper.Host.Configuration;
using ActorSweeper.Host.Hosting;

namespace ActorSweeper.Host.CommandLine;

/// <summary>Runs one command line: from the words to the exit code.</summary>
internal static class CommandLineRun
{
    /// <summary>Longer than any command needs to end in order after SIGINT or SIGTERM.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Runs it.</summary>
    /// <param name="words">The command line without the program's name.</param>
    /// <param name="surroundings">The outside.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> words, Surroundings surroundings)
    {
        try
        {
            var code = await InvokeAsync(words, surroundings);
            return await IsWrittenAsync(surroundings) ? code : ExitCode.Failures;
        }
        catch (IOException gone) when (StandardOutput.IsClosed(gone))
        {
            return ExitCode.Done;
        }
    }

    private static async Task<bool> IsWrittenAsync(Surroundings surroundings)
    {
        try
        {
            await surroundings.Output.FlushAsync();
            return true;
        }
        catch (Exception full) when (full is UnauthorizedAccessException or IOException && !StandardOutput.IsClosed(full))
        {
            await surroundings.Error.WriteLineAsync($"actorsweeper: cannot write to standard output: {full.Message}");
            return false;
        }
    }

    private static async Task<int> InvokeAsync(IReadOnlyList<string> words, Surroundings surroundings)
    {
        var root = CommandTree.Create(surroundings);
        // Cron macros begin with the sign that would mark a response file.
        var line = root.Parse(words, new ParserConfiguration { ResponseFileTokenReplacer = null });
        try
        {
            var helps = line.Action is HelpWithExamples or HelpAction;
            if (!helps && CommandMistakes.Of(line) is { Count: > 0 } mistakes) return Refuse(mistakes, line, surroundings.Error);
            return await line.InvokeAsync(new InvocationConfiguration
            {
                Output = surroundings.Output,
                Error = surroundings.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = Patience,
            });
        }
        catch (CommandMistakeException mistake)
        {
            return Refuse([mistake.Message], line, surroundings.Error);
        }
        catch (ConfigurationException wrong)
        {
            ConfigCommand.WriteErrors(wrong.Errors, surroundings.Error);
            return ExitCode.Usage;
        }
        catch (DataDirectoryException unusable)
        {
            await surroundings.Error.WriteLineAsync($"actorsweeper: {unusable.Message}");
            return ExitCode.Unreachable;
        }
        catch (JournalException unusable)
        {
            await surroundings.Error.WriteLineAsync($"actorsweeper: {Printable.Escape(unusable.Message)}");
            return ExitCode.Unreachable;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
    }

    private static int Refuse(IReadOnlyList<string> mistakes, ParseResult line, TextWriter error)
    {
        foreach (var mistake in mistakes) error.WriteLine($"actorsweeper: {mistake}");
        error.WriteLine($"'{PathOf(line)} --help' shows how it is used.");
        return ExitCode.Usage;
    }

    private static string PathOf(ParseResult line)
    {
        var names = new Stack<string>();
        for (Symbol? symbol = line.CommandResult.Command; symbol is not null and not RootCommand; symbol = symbol.Parents.FirstOrDefault())
            names.Push(symbol.Name);
        return string.Join(' ', names.Prepend("actorsweeper"));
    }
}
