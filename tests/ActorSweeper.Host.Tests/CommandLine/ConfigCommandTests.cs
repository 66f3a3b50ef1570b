using System.Text.Json.Nodes;

namespace ActorSweeper.Host.Tests.CommandLine;

public sealed class ConfigCommandTests : IDisposable
{
    private const string ThreeErrors =
        """
        actorsweeper {
          sources.nanoclaw.root = /tmp
          containers.docker.template.image = agent
          supervision {
            claim-tolerance = 60
            celing = 45m
            jitter = 50%
          }
        }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("as-config-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Check_of_a_right_file_says_so()
    {
        Write("right.conf", "actorsweeper { sources.nanoclaw.root = /tmp, containers.runtime = none }");

        var run = await RunAsync("config", "check", "--config", "right.conf");

        run.ShouldBe(new CommandRun(0, "right.conf: no errors\n", ""));
    }

    [Fact]
    public async Task Check_of_a_wrong_file_names_all_errors_and_exits_with_2()
    {
        Write("wrong.conf", ThreeErrors);

        var run = await RunAsync("config", "check", "--config", "wrong.conf");

        run.ShouldBe(new CommandRun(
            2,
            "",
            """
            wrong.conf:5: actorsweeper.supervision.claim-tolerance = 60: expected a duration with its unit, from 1s to 1d; did you mean 60s?
            wrong.conf:6: actorsweeper.supervision.celing: unknown key; did you mean actorsweeper.supervision.ceiling?
            wrong.conf:7: actorsweeper.supervision.jitter = "50%": expected a fraction from 0 to 1, such as 0.5; did you mean 0.5?
            3 errors

            """));
    }

    [Fact]
    public async Task Check_answers_in_json()
    {
        Write("wrong.conf", ThreeErrors);

        var run = await RunAsync("config", "check", "--config", "wrong.conf", "--json");

        run.ExitCode.ShouldBe(2);
        run.Error.ShouldBeEmpty();
        var answer = JsonNode.Parse(run.Output)!;
        answer["ok"]!.GetValue<bool>().ShouldBeFalse();
        answer["errors"]!.AsArray().Count.ShouldBe(3);
        answer["errors"]![0]!.ToJsonString().ShouldBe(
            """{"source":"wrong.conf","line":5,"variable":null,"key":"actorsweeper.supervision.claim-tolerance","""
            + """
            "value":"60","problem":"expected a duration with its unit, from 1s to 1d","nearest":"60s"}
            """);
    }

    [Fact]
    public async Task Check_finds_the_file_in_the_working_directory()
    {
        Write("actorsweeper.conf", "actorsweeper { sources.nanoclaw.root = /tmp, containers.runtime = none }");

        var run = await RunAsync("config", "check");

        run.Output.ShouldBe("actorsweeper.conf: no errors\n");
    }

    [Theory]
    [InlineData("missing.conf: the file does not exist\n1 error\n", "check", "--config", "missing.conf")]
    [InlineData("--set 'ceiling' is not of the form KEY=VALUE\n", "check", "--set", "ceiling")]
    [InlineData("option '--set' needs a value\n", "check", "--set")]
    [InlineData("unknown option '--confg'; did you mean '--config'?\n", "show", "--confg", "x")]
    [InlineData("unexpected argument 'x'\n", "show", "x")]
    [InlineData("unknown command 'chekc'; did you mean 'check'?\n", "chekc")]
    [InlineData("missing command; one of: check, show, parse\n")]
    [InlineData("missing FILE\n", "parse")]
    [InlineData("unknown option '--json'\n", "parse", "--json")]
    public async Task A_mistake_exits_with_2_and_is_named(string problem, params string[] words)
    {
        var run = await RunAsync(["config", .. words]);

        run.ExitCode.ShouldBe(2);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldContain(problem);
    }

    [Fact]
    public async Task Show_names_the_origin_of_every_value()
    {
        Write("site.conf", "actorsweeper { sources.nanoclaw.root = ${HOME_OF_CLAW}\n  containers.runtime = none\n}");

        var run = await RunAsync("config", "show", "--config", "site.conf", "--set", "supervision.ceiling=2h");

        run.ExitCode.ShouldBe(0);
        var shown = run.Lines.Select(Columns).ToList();
        shown.ShouldContain(("actorsweeper.sources.nanoclaw.root = /tmp", "# site.conf:1 (environment variable HOME_OF_CLAW)"));
        shown.ShouldContain(("actorsweeper.containers.runtime = none", "# site.conf:2"));
        shown.ShouldContain(line => line.Text == "actorsweeper.containers.label = \"nanoclaw-install=8c393341\"");
        shown.ShouldContain(("actorsweeper.supervision.ceiling = 2h", "# --set"));
        shown.ShouldContain(line => line.Text == "actorsweeper.supervision.max-tries = 5" && line.Origin.StartsWith("# reference.conf:"));
    }

    [Fact]
    public async Task What_is_shown_is_a_configuration_again_with_the_same_values()
    {
        Write(
            "site.conf",
            """
            actorsweeper { sources.nanoclaw.root = /tmp, containers.runtime = none }
            actorsweeper.supervision.groups."a.b" { widening-tools = [Bash, "Web \"Fetch\""] }
            """);
        var first = await RunAsync("config", "show", "--config", "site.conf");
        Write("again.conf", first.Output);

        var again = await RunAsync("config", "show", "--config", "again.conf");

        again.Error.ShouldBeEmpty();
        again.Lines.Select(line => Columns(line).Text).ShouldBe(first.Lines.Select(line => Columns(line).Text));
    }

    [Theory]
    [InlineData("show")]
    [InlineData("show", "--json")]
    [InlineData("check", "--set", "containers.wake.http.url=nowhere")]
    [InlineData("check", "--set", "containers.wake.http.url=nowhere", "--json")]
    public async Task Secrets_stay_hidden(params string[] words)
    {
        Write("secret.conf",
            """
            actorsweeper {
              sources.nanoclaw.root = /tmp
              containers {
                runtime = none
                wake.http.url = "https://claw:geheim@host/"
                wake.http.headers { Authorization = geheim, X-Api-Key = "geheim", "Bad Token Name" = geheim }
                docker.template.environment { API_TOKEN = geheim, DB_PASSWORD = geheim }
              }
            }
            """);

        var run = await RunAsync(["config", .. words, "--config", "secret.conf"]);

        (run.Output + run.Error).ShouldNotContain("geheim");
        (run.Output + run.Error).ShouldContain("***");
    }

    [Fact]
    public async Task Show_of_a_wrong_configuration_shows_the_values_and_the_errors()
    {
        Write("wrong.conf", ThreeErrors);

        var run = await RunAsync("config", "show", "--config", "wrong.conf");

        run.ExitCode.ShouldBe(2);
        run.Output.ShouldContain("actorsweeper.supervision.claim-tolerance = 60 ");
        run.Error.ShouldEndWith("3 errors\n");
    }

    [Fact]
    public async Task Parse_writes_any_file_as_json()
    {
        Write("any.conf", "a { b = 1.50, c = [x, ${a.b}] }, d = ${?HOME_OF_CLAW}, include \"more.conf\"");
        Write("more.conf", "e = null");

        var run = await RunAsync("config", "parse", "any.conf");

        run.ExitCode.ShouldBe(0);
        JsonNode.Parse(run.Output)!.ToJsonString().ShouldBe("""{"a":{"b":1.50,"c":["x",1.50]},"d":"/tmp","e":null}""");
    }

    [Theory]
    [InlineData("a = {", "any.conf:1:6: ")]
    [InlineData("a = 1\nb = ${nowhere}", "any.conf:2:5: ")]
    public async Task Parse_of_a_broken_file_names_the_place_and_exits_with_2(string text, string place)
    {
        Write("any.conf", text);

        var run = await RunAsync("config", "parse", "any.conf");

        run.ExitCode.ShouldBe(2);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldContain(place);
    }

    [Fact]
    public async Task Parse_reads_standard_input()
    {
        var run = await CommandRun.OfAsync(new CommandRun.Setting { Input = "a = 1, b = ${a}" }, "config", "parse", "-");

        JsonNode.Parse(run.Output)!.ToJsonString().ShouldBe("""{"a":1,"b":1}""");
    }

    private static (string Text, string Origin) Columns(string line)
    {
        var at = line.LastIndexOf("  # ", StringComparison.Ordinal);
        return (line[..at].TrimEnd(), line[(at + 2)..]);
    }

    private Task<CommandRun> RunAsync(params string[] words) => CommandRun.OfAsync(
        new CommandRun.Setting { Directory = _folder.FullName, Environment = new Dictionary<string, string> { ["HOME_OF_CLAW"] = "/tmp" } },
        words);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);
}
