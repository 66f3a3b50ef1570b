using System.Text.Json.Nodes;

namespace ActorSweeper.Host.Tests.CommandLine;

public sealed class CronCommandTests
{
    [Fact]
    public async Task Shows_wall_time_instant_and_distance_of_the_next_occurrences()
    {
        var run = await CommandRun.OfAsync("cron", "0 9 * * 1-5", "--zone", "Europe/Berlin", "-n", "2");

        run.ShouldBe(new CommandRun(
            0,
            """
            Mon 2026-03-02 09:00:00 +01:00  2026-03-02T08:00:00.000Z  in 20 h
            Tue 2026-03-03 09:00:00 +01:00  2026-03-03T08:00:00.000Z  in 1 d 20 h

            """,
            ""));
    }

    [Fact]
    public async Task Shows_five_occurrences_in_utc_after_now_unless_told_otherwise()
    {
        var run = await CommandRun.OfAsync("cron", "@daily");

        run.Lines.Length.ShouldBe(5);
        run.Lines[0].ShouldStartWith("Mon 2026-03-02 00:00:00 +00:00  2026-03-02T00:00:00.000Z");
    }

    [Fact]
    public async Task Takes_fields_that_the_shell_has_split()
    {
        var run = await CommandRun.OfAsync(
            "cron", "30", "2", "*", "*", "*", "--json", "-n", "1", "--from", "2026-03-29T00:00:00Z", "--zone", "Europe/Berlin");

        run.Output.ShouldBe("""{"next":["2026-03-29T01:00:00.000Z"]}""" + "\n");
    }

    [Fact]
    public async Task Takes_an_instant_without_offset_as_wall_time_in_the_zone()
    {
        var run = await CommandRun.OfAsync(
            "cron", "0 * * * *", "--from", "2026-07-01T12:00", "--zone", "Europe/Berlin", "-n", "1", "--json");

        run.Output.ShouldBe("""{"next":["2026-07-01T11:00:00.000Z"]}""" + "\n");
    }

    [Theory]
    [InlineData("unexpected argument 'later'", "0 9 * * *", "later")]
    [InlineData("cron expression '99 * * * *', field minute: '99'", "99 * * * *")]
    [InlineData("unknown time zone 'Europe/Berln'", "@daily", "--zone", "Europe/Berln")]
    [InlineData("did you mean 'Europe/Berlin'?", "@daily", "--zone", "Europe/Berln")]
    [InlineData("--count 'many' is not a number from 1 to 10000", "@daily", "-n", "many")]
    [InlineData("--count '0' is not a number", "@daily", "-n", "0")]
    [InlineData("--count '-1' is not a number", "@daily", "-n", "-1")]
    [InlineData("--from 'tomorrow' is not an instant", "@daily", "--from", "tomorrow")]
    [InlineData("--from '2026-02-30T00:00:00Z' is not an instant", "@daily", "--from", "2026-02-30T00:00:00Z")]
    [InlineData("option '--zone' needs a value", "@daily", "--zone")]
    [InlineData("option '--count' was given more than once", "@daily", "-n", "1", "-n", "2")]
    [InlineData("unknown option '--zoen'; did you mean '--zone'?", "@daily", "--zoen", "UTC")]
    [InlineData("missing EXPRESSION")]
    [InlineData("--zone does not go together with -", "-", "--zone", "UTC")]
    [InlineData("--from does not go together with -", "-", "--from", "2026-01-01")]
    public async Task Refuses_a_mistake_with_exit_code_2_and_a_hint(string problem, params string[] words)
    {
        var run = await CommandRun.OfAsync(["cron", .. words]);

        run.ExitCode.ShouldBe(2);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldContain(problem);
        run.Error.ShouldEndWith("'actorsweeper cron --help' shows how it is used.\n");
    }

    [Fact]
    public async Task Answers_each_line_of_standard_input_with_one_line_of_json()
    {
        const string Questions =
            "0 9 * * 1-5\tEurope/Berlin\t2026-03-27T12:00:00.000Z\r\n@yearly\t\t2026-01-01T00:00:00Z\n@hourly\tUTC\t2026-01-01";

        var run = await CommandRun.OfAsync(new CommandRun.Setting { Input = Questions }, "cron", "-", "-n", "2");

        run.ShouldBe(new CommandRun(
            0,
            """
            {"next":["2026-03-30T07:00:00.000Z","2026-03-31T07:00:00.000Z"]}
            {"next":["2027-01-01T00:00:00.000Z","2028-01-01T00:00:00.000Z"]}
            {"next":["2026-01-01T01:00:00.000Z","2026-01-01T02:00:00.000Z"]}

            """,
            ""));
    }

    [Theory]
    [InlineData("")]
    [InlineData("@daily")]
    [InlineData("@daily\tUTC")]
    [InlineData("@daily\tUTC\t")]
    [InlineData("@daily\tUTC\tsoon")]
    [InlineData("@daily\tUTC\t2026-01-01T00:00:00Z\tmore")]
    [InlineData("\tUTC\t2026-01-01T00:00:00Z")]
    [InlineData("31 2,4\tUTC\t2026-01-01T00:00:00Z")]
    [InlineData("@daily\tMars/Base \"1\" \\ \u0007\t2026-01-01T00:00:00Z")]
    public async Task Answers_a_broken_line_with_an_error_and_goes_on(string line)
    {
        var run = await CommandRun.OfAsync(
            new CommandRun.Setting { Input = line + "\n@daily\tUTC\t2026-01-01T00:00:00Z\n" }, "cron", "-", "-n", "1");

        run.ExitCode.ShouldBe(0);
        run.Lines.Length.ShouldBe(2);
        JsonNode.Parse(run.Lines[0])!["error"]!.GetValue<string>().ShouldNotBeEmpty();
        run.Lines[1].ShouldBe("""{"next":["2026-01-02T00:00:00.000Z"]}""");
    }

    [Fact]
    public async Task Answers_with_fewer_occurrences_where_the_calendar_ends()
    {
        var run = await CommandRun.OfAsync(new CommandRun.Setting { Input = "@yearly\tUTC\t9998-01-01T00:00:00Z\n" }, "cron", "-");

        run.Output.ShouldBe("""{"next":["9999-01-01T00:00:00.000Z"]}""" + "\n");
    }

    [Fact]
    public async Task Answers_all_vectors_as_expected()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "vectors", "cron.json"));
        var vectors = JsonNode.Parse(text)!.AsArray();
        var input = string.Concat(vectors.Select(vector => $"{vector!["expression"]}\t{vector["zone"]}\t{vector["after"]}\n"));

        var run = await CommandRun.OfAsync(new CommandRun.Setting { Input = input }, "cron", "-");

        run.Lines.Length.ShouldBe(vectors.Count);
        foreach (var (line, vector) in run.Lines.Zip(vectors))
        {
            var answer = JsonNode.Parse(line)!;
            var question = vector!.ToJsonString();
            if (vector["next"] is JsonArray { Count: > 0 } next) answer["next"]!.ToJsonString().ShouldBe(next.ToJsonString(), question);
            else answer["error"].ShouldNotBeNull(question);
        }
    }
}
