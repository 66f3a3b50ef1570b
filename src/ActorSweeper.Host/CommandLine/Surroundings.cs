using System.Collections;
using System.Text;

namespace ActorSweeper.Host.CommandLine;

/// <summary>What a command reaches the outside through: the process's own, or a test's.</summary>
/// <param name="Input">Standard input.</param>
/// <param name="Output">Standard output: data only. Not flushed by itself.</param>
/// <param name="Error">Standard error: everything that is said to a person about the run.</param>
/// <param name="Environment">The environment variables.</param>
/// <param name="Directory">The absolute working directory.</param>
/// <param name="Time">The only clock.</param>
internal sealed record Surroundings(
    TextReader Input,
    TextWriter Output,
    TextWriter Error,
    IReadOnlyDictionary<string, string> Environment,
    string Directory,
    TimeProvider Time)
{
    private const int BufferSize = 1 << 16;
    private const int UsualWidth = 80;

    /// <summary>How many columns the terminal has that standard output goes to; null when it goes to none.</summary>
    public int? TerminalWidth { get; init; }

    /// <summary>Those of this process.</summary>
    public static Surroundings OfProcess(TimeProvider time)
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return new Surroundings(
            new StreamReader(Console.OpenStandardInput(), utf8, detectEncodingFromByteOrderMarks: true, BufferSize),
            new StreamWriter(StandardOutput.Open(), utf8, BufferSize) { NewLine = "\n" },
            new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = true, NewLine = "\n" },
            System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
                .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? ""),
            System.Environment.CurrentDirectory,
            time)
        {
            TerminalWidth = WidthOfTerminal(),
        };
    }

    private static int? WidthOfTerminal()
    {
        if (Console.IsOutputRedirected) return null;
        try
        {
            return Console.WindowWidth is > 0 and var width ? width : UsualWidth;
        }
        catch (IOException)
        {
            return UsualWidth;
        }
    }
}
