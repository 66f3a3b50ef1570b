using ActorSweeper.Host.CommandLine;

namespace ActorSweeper.Host.Tests.CommandLine;

/// <summary>What a command line came to, run inside the test's process.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Surroundings without anything in them.</summary>
    public static Surroundings Nowhere { get; } = new(
        TextReader.Null, TextWriter.Null, TextWriter.Null, new Dictionary<string, string>(), "/", new FixedTime(Now));

    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public static Task<CommandRun> OfAsync(params string[] words) => OfAsync(new Setting(), words);

    public static async Task<CommandRun> OfAsync(Setting setting, params string[] words)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await CommandLineRun.RunAsync(
            words,
            new Surroundings(
                new StringReader(setting.Input), output, error, setting.Environment, setting.Directory, setting.Time ?? new FixedTime(Now))
            {
                TerminalWidth = setting.TerminalWidth,
            });
        return new CommandRun(code, output.ToString(), error.ToString());
    }

    /// <summary>What the command finds around it.</summary>
    internal sealed record Setting
    {
        public string Input { get; init; } = "";

        public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

        public string Directory { get; init; } = Path.GetTempPath();

        public int? TerminalWidth { get; init; }

        public TimeProvider? Time { get; init; }
    }

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
