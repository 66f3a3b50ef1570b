using System.CommandLine;
using ActorSweeper.Host.CommandLine;

namespace ActorSweeper.Host.Tests.CommandLine;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("missing command; one of: ")]
    [InlineData("unknown command 'corn'; did you mean 'cron'?", "corn")]
    [InlineData("unknown command 'entirely-different'\n", "entirely-different")]
    [InlineData("unknown option '--versoin'; did you mean '--version'?", "--versoin")]
    [InlineData("unknown option '--hlep'; did you mean '--help'?", "--hlep")]
    public async Task Refuses_a_mistake_with_exit_code_2_and_a_hint(string problem, params string[] words)
    {
        var run = await CommandRun.OfAsync(words);

        run.ExitCode.ShouldBe(2);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldContain(problem);
        run.Error.ShouldEndWith("'actorsweeper --help' shows how it is used.\n");
    }

    [Fact]
    public async Task Tells_its_version()
    {
        var run = await CommandRun.OfAsync("--version");

        run.ExitCode.ShouldBe(0);
        run.Output.ShouldMatch(@"^actorsweeper \d+\.\d+\.\d+\n$");
    }

    [Fact]
    public async Task Shows_help_with_examples_for_every_command()
    {
        foreach (var command in Commands([], CommandTree.Create(CommandRun.Nowhere)))
        {
            var run = await CommandRun.OfAsync([.. command, "--help"]);

            run.ExitCode.ShouldBe(0);
            run.Error.ShouldBeEmpty();
            run.Output.ShouldContain("Usage:");
            run.Output.ShouldMatch($@"Examples:\n(  .*\n)*  .*actorsweeper {string.Join(' ', command)}\b");
        }
    }

    [Fact]
    public async Task Shows_help_even_beside_a_mistake()
    {
        var run = await CommandRun.OfAsync("cron", "--wrong", "--help");

        run.ExitCode.ShouldBe(0);
        run.Output.ShouldContain("Usage:");
    }

    private static IEnumerable<string[]> Commands(string[] path, Command command) => command.Subcommands
        .Where(known => !known.Hidden)
        .SelectMany(known => Commands([.. path, known.Name], known).Prepend([.. path, known.Name]));
}
