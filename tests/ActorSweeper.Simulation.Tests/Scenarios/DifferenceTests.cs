using ActorSweeper.Simulation.Scenarios;

namespace ActorSweeper.Simulation.Tests.Scenarios;

public sealed class DifferenceTests
{
    private static readonly string[] Expected = ["one", "two", "three", "four", "five", "six"];

    [Fact]
    public void The_first_line_that_differs_is_marked_and_named_by_its_line_in_the_file()
    {
        string[] happened = ["one", "two", "three", "four", "5", "six"];
        TranscriptDifference.Of(Scenario(Expected), happened).ShouldBe(
        [
            "x.scenario:9: the transcripts part here",
            "      two",
            "      three",
            "      four",
            "  expected:",
            "  >>> five",
            "      six",
            "  happened:",
            "  >>> 5",
            "      six",
        ]);
    }

    [Fact]
    public void A_transcript_that_ends_too_soon_or_goes_on_differs_too()
    {
        TranscriptDifference.Of(Scenario(Expected), Expected[..2]).ShouldContain("  happened: nothing more");
        TranscriptDifference.Of(Scenario(Expected[..2]), Expected).ShouldContain("  expected: nothing more");
        TranscriptDifference.Of(Scenario([]), Enumerable.Range(1, 20).Select(number => $"{number}").ToList())[^1]
            .ShouldBe("      ... and 12 more lines");
    }

    [Fact]
    public void The_same_is_no_difference_and_a_scenario_without_a_transcript_is_one()
    {
        TranscriptDifference.Of(Scenario(Expected), Expected).ShouldBeEmpty();
        TranscriptDifference.Of(ScenarioFile.Parse("A test.\nsettings {}\n", "x.scenario"), [])
            .ShouldBe(["there is no transcript yet; --rewrite writes it"]);
    }

    private static Scenario Scenario(IEnumerable<string> transcript) =>
        ScenarioFile.Parse("A test.\n\nsettings {}\n----\n" + string.Join('\n', transcript) + "\n\n", "x.scenario");
}
