using System.Text.RegularExpressions;
using ActorSweeper.Simulation.Scenarios;
using ActorSweeper.Simulation.Scenarios.Commands;
using ActorSweeper.Simulation.Scenarios.Language;

namespace ActorSweeper.Simulation.Tests.Scenarios;

/// <summary>The page about the language says neither more nor less than the language has.</summary>
public sealed partial class DocumentationTests
{
    private static IReadOnlyList<(string Form, string Example)> Rows { get; } = Files.Text("README.md").Split('\n')
        .Select(line => Row().Match(line))
        .Where(match => match.Success)
        .Select(match => (Plain(match.Groups["form"].Value), Plain(match.Groups["example"].Value)))
        .ToList();

    public static TheoryData<string, string> Examples() =>
        new(Rows.Select(row => new TheoryDataRow<string, string>(row.Form, row.Example)));

    [Fact]
    public void Every_command_is_documented_and_every_documented_one_exists() =>
        Rows.Select(row => row.Form).ShouldBe(ScenarioFile.Forms, ignoreOrder: true);

    [Fact]
    public void No_command_is_documented_twice() => Rows.Select(row => row.Form).ShouldBeUnique();

    [Theory]
    [MemberData(nameof(Examples))]
    public void The_example_of_a_command_is_read_as_that_command(string form, string example)
    {
        if (CommandForms.All.FirstOrDefault(known => known.Pattern.Text == form) is { } command)
        {
            CommandForms.Match(ScenarioWords.Of(example)).Form.ShouldBeSameAs(command);
            return;
        }

        ScenarioFile.Parse($"A test.\nsettings {{}}\n{example}\n", "x.scenario").Title.ShouldBe("A test.");
    }

    private static string Plain(string cell) => cell.Replace("\\|", "|", StringComparison.Ordinal);

    [GeneratedRegex(
        @"^\| `(?<form>[^`]+)` \| .+ \| `(?<example>[^`]+)` \|$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();
}
