namespace ActorSweeper.Host.Tests.CommandLine;

public sealed class ReplayCommandTests : IDisposable
{
    private const string Commands =
        "A claim that is stuck.\n\nsettings {}\n\nsession s1\nmessage s1 m1\n\nat 20s claim s1 m1\nat 1m show calls\n";

    private readonly string _directory = Directory.CreateTempSubdirectory("replay").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_scenario_that_goes_as_it_says_is_ok()
    {
        Write("a.scenario", Commands);
        (await Replay("--rewrite", "a.scenario")).ShouldBe(new CommandRun(0, "rewritten a\n1 scenario: 1 rewritten\n", ""));
        (await Replay("a.scenario")).ShouldBe(new CommandRun(0, "ok        a\n1 scenario: 1 as expected\n", ""));
        (await Replay("--rewrite", "a.scenario")).Output.ShouldBe("ok        a\n1 scenario: 1 as expected\n");
    }

    [Fact]
    public async Task One_that_does_not_is_shown_with_the_line_where_it_parts_and_the_others_are_run()
    {
        Write("a.scenario", Commands);
        await Replay("--rewrite", "a.scenario");
        Write("b.scenario", Read("a.scenario").Replace("at 1m show", "at 2m show", StringComparison.Ordinal));

        var run = await Replay(".");

        run.ExitCode.ShouldBe(1);
        run.Lines[0].ShouldBe("ok        a");
        run.Lines[1].ShouldBe("differs   b: A claim that is stuck.");
        run.Output.ShouldContain("b.scenario:");
        run.Output.ShouldContain("    >>> 00:01:00.000 host = calls        start s1\n");
        run.Lines[^1].ShouldBe("2 scenarios: 1 as expected, 1 different");
    }

    [Fact]
    public async Task One_that_cannot_be_read_is_wrong_usage_and_the_others_are_run()
    {
        Write("a.scenario", "A test.\nsettings {}\nclam s1 m1\n");
        Write("b.scenario", "A test.\nsettings { supervision.ceilling = 2h }\n");
        Write("c.scenario", "A test.\nsettings {}\n----\n");

        var run = await Replay("a.scenario", "b.scenario", "c.scenario", "missing.scenario");

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("a.scenario:3: 'clam s1 m1': there is no command 'clam'; did you mean 'claim SESSION MESSAGE [INSTANT]'?");
        run.Error.ShouldContain("b.scenario:2: actorsweeper.supervision.ceilling: unknown key; did you mean");
        run.Error.ShouldContain("missing.scenario");
        run.Lines[^1].ShouldBe("4 scenarios: 1 different, 3 unreadable");
    }

    [Fact]
    public async Task A_directory_without_scenarios_is_wrong_usage()
    {
        var run = await Replay(".");
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("there is no *.scenario file in .");
    }

    [Fact]
    public async Task No_file_is_wrong_usage()
    {
        var run = await Replay();
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("missing FILE");
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_directory, name), text);

    private string Read(string name) => File.ReadAllText(Path.Combine(_directory, name));

    private Task<CommandRun> Replay(params string[] words) =>
        CommandRun.OfAsync(new CommandRun.Setting { Directory = _directory }, ["replay", .. words]);
}
