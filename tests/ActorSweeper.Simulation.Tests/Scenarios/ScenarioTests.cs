using ActorSweeper.Simulation.Scenarios;

namespace ActorSweeper.Simulation.Tests.Scenarios;

/// <summary>What supervision does, told by the scenarios of this repository.</summary>
public sealed class ScenarioTests
{
    public static TheoryData<string> All() => new(Files.Names);

    [Theory]
    [MemberData(nameof(All))]
    public void It_goes_as_the_scenario_says(string name)
    {
        var scenario = ScenarioFile.Parse(Files.Text(name), "tests/scenarios/" + name);
        var difference = TranscriptDifference.Of(scenario, Files.Run(scenario));
        difference.ShouldBeEmpty(scenario.Title + "\n" + string.Join('\n', difference));
    }

    public static TheoryData<string> Open() => new(Files.NamesIn("open"));

    [Theory]
    [MemberData(nameof(Open))]
    public void What_is_known_to_be_wrong_moves_up_when_it_is_right(string name)
    {
        var scenario = ScenarioFile.Parse(Files.Text(name), "tests/scenarios/" + name);
        TranscriptDifference.Of(scenario, Files.Run(scenario)).ShouldNotBeEmpty("it goes as it says now: move it up, beside the others");
    }

    [Fact]
    public void There_are_many_of_them_and_no_two_have_one_title()
    {
        var titles = Files.Names.Select(name => ScenarioFile.Parse(Files.Text(name), name).Title).ToList();
        titles.Count.ShouldBeGreaterThanOrEqualTo(70);
        titles.Distinct(StringComparer.Ordinal).Count().ShouldBe(titles.Count);
    }

    /// <summary>Rule 15 is about processes and lock files.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(16)]
    public void Each_rule_of_supervision_is_shown(int rule) => Files.Names
        .Select(name => string.Join(' ', ScenarioFile.Parse(Files.Text(name), name).Head))
        .ShouldContain(head => System.Text.RegularExpressions.Regex.IsMatch(
            head, $@"[Rr]ules? ((\d+, )*\d+ and )?{rule}\b", default, TimeSpan.FromSeconds(1)));

    [Theory]
    [MemberData(nameof(All))]
    public void The_same_scenario_gives_the_same_transcript(string name)
    {
        var text = Files.Text(name);
        var once = Files.Run(ScenarioFile.Parse(text, name));
        Files.Run(ScenarioFile.Parse(text, name)).ShouldBe(once);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_rewritten_scenario_expects_what_happened_and_is_otherwise_the_same(string name)
    {
        var text = Files.Text(name);
        var happened = Files.Run(ScenarioFile.Parse(text, name));
        var rewritten = ScenarioFile.Rewrite(text, happened);
        TranscriptDifference.Of(ScenarioFile.Parse(rewritten, name), happened).ShouldBeEmpty();
        ScenarioFile.Rewrite(rewritten, happened).ShouldBe(rewritten);
        rewritten.Split("\n----\n")[0].TrimEnd().ShouldBe(text.Split("\n----\n")[0].TrimEnd());
    }
}
