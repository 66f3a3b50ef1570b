using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Text;

namespace ActorSweeper.Host.CommandLine;

/// <summary>The usual help, and below it what else is to be known and the command's examples.</summary>
/// <param name="usual">The usual help.</param>
/// <param name="examples">The examples of the root command.</param>
internal sealed class HelpWithExamples(HelpAction usual, IReadOnlyList<string> examples) : SynchronousCommandLineAction
{
    private const int Width = 100;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        usual.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        var command = parseResult.CommandResult.Command as DocumentedCommand;
        if (command is { Details.Length: > 0 })
        {
            output.WriteLine("Details:");
            foreach (var line in Wrapped(command.Details)) output.WriteLine($"  {line}");
            output.WriteLine();
        }

        output.WriteLine("Examples:");
        foreach (var example in command?.Examples ?? examples) output.WriteLine($"  {example}");
        output.WriteLine();
        return ExitCode.Done;
    }

    private static IEnumerable<string> Wrapped(string text)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > Width)
            {
                yield return line.ToString();
                line.Clear();
            }

            if (line.Length > 0) line.Append(' ');
            line.Append(word);
        }

        yield return line.ToString();
    }
}
