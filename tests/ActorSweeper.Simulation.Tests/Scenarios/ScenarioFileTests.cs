using ActorSweeper.Simulation.Scenarios;

namespace ActorSweeper.Simulation.Tests.Scenarios;

/// <summary>The language: what is read, and what is said about what cannot be.</summary>
public sealed class ScenarioFileTests
{
    [Theory]
    [InlineData("clam s1 m1", "6: 'clam s1 m1': there is no command 'clam'; did you mean 'claim SESSION MESSAGE [INSTANT]'?")]
    [InlineData("frobnicate", "there is no command 'frobnicate'; the commands are listed in tests/scenarios/README.md")]
    [InlineData("claim s1", "expected a message's name after 'claim s1'; the command is 'claim SESSION MESSAGE [INSTANT]'")]
    [InlineData("claim s1 m1 soon", "at 10m or at 2026-01-11T09:00Z or the end of the line after 'claim s1 m1'")]
    [InlineData("message s1 m1 tries many", "expected a number after 'message s1 m1 tries'")]
    [InlineData("heartbeat s1 every 10", "expected a duration such as 90s or 1h30m after 'heartbeat s1 every'")]
    [InlineData("bar s1 archived", "expected a text in double quotes after 'bar s1'")]
    [InlineData("ack s1 m1 done", "expected 'completed' or 'failed' or 'script-skip:error' or the end of the line after 'ack s1 m1'")]
    [InlineData("at 0s clock 2h", "expected a duration with a sign, such as +2h or -30s after 'clock'")]
    [InlineData("at soon pass", "expected a time since the beginning after 'at', such as 'at 61s'")]
    [InlineData("at 2m\nat 1m pass", "7: 'at 1m' goes back: the commands above are at 120 s already")]
    [InlineData("+soon pass", "'+soon': expected a time since the command before, such as '+30s'")]
    [InlineData("advance", "expected 'advance DURATION', such as 'advance 10m'")]
    [InlineData("begin yesterday", "expected 'begin INSTANT', such as 'begin 2026-03-08T09:00Z'")]
    [InlineData("session s1\nbegin 2026-03-08T09:00Z", "7: 'begin' stands before all other commands")]
    [InlineData("pass", "'pass' needs a time: expected 'at 0s pass ...'; before the first time the host has not started")]
    [InlineData("at 1s\nhost once", "'host once|dry-run' stands before the first time: the host has started already")]
    [InlineData("bar s1 \"never closed", "the text \"never closed has no closing quote")]
    [InlineData("bar s1 \"a \\x\"", "escape \\x is not known")]
    [InlineData("settings { }", "settings stand before the commands, or have a time: expected 'at 5m settings { ... }'")]
    [InlineData("at 5m settings {\n  supervision.ceiling = 2h", "the block of settings has no end: expected '}'")]
    [InlineData("at 5m settings on a whim {}", "there is no command 'settings'")]
    [InlineData("at 5m settings from the attic {}", "expected 'settings {' or 'settings from PRESET {'")]
    public void A_line_that_cannot_be_read_is_named_with_what_was_expected(string line, string expected)
    {
        var error = Should.Throw<ScenarioException>(() => ScenarioFile.Parse($"A test.\n\nsettings {{\n}}\n\n{line}\n", "dir/x.scenario"));
        error.Message.ShouldStartWith("dir/x.scenario:");
        error.Message.ShouldContain(expected);
    }

    [Fact]
    public void Everything_that_is_wrong_is_named_at_once()
    {
        var error = Should.Throw<ScenarioException>(
            () => ScenarioFile.Parse("A test.\nsettings {}\nclam s1\nat x\nsession s1\nexit\n", "x.scenario"));
        error.Message.Split('\n').Select(line => line.Split(": ")[0]).ShouldBe(["x.scenario:3", "x.scenario:4", "x.scenario:6"]);
    }

    [Theory]
    [InlineData("", "there is no block of settings")]
    [InlineData("Only prose.\nat 5s pass\n", "there is no block of settings; expected 'settings { ... }' after the head")]
    [InlineData("settings {}\n", "the file begins without a title")]
    [InlineData("\n\nsettings {}\n", "the file begins without a title")]
    public void A_file_without_head_or_settings_is_refused(string text, string expected) =>
        Should.Throw<ScenarioException>(() => ScenarioFile.Parse(text, "x.scenario")).Message.ShouldContain(expected);

    [Theory]
    [InlineData("claim s1 m1", "7: there is no session s1; expected 'session s1' before it")]
    [InlineData("session s10\nclaim s1 m1", "8: there is no session s1; did you mean s10?")]
    [InlineData("session s1\nsession s1", "8: there is a session s1 already")]
    [InlineData("session s1\nat 1s crash s1", "8: no container of s1 runs now")]
    [InlineData("at 1s start host", "the host runs already; expected 'kill host' or 'end host' before it")]
    [InlineData("at 1s kill host\nend host", "no host runs now; expected 'start host' before it")]
    [InlineData("session s1\nheartbeat s1 every 0s until 1m", "expected a duration above 0 after 'every'")]
    public void What_is_not_possible_is_named_when_it_is_carried_out(string commands, string expected)
    {
        var scenario = ScenarioFile.Parse($"A test.\n\n\nsettings {{\n}}\n\n{commands}\n", "x.scenario");
        Should.Throw<ScenarioException>(() => Files.Run(scenario)).Message.ShouldContain(expected);
    }

    [Theory]
    [InlineData("settings {\n  supervision.ceilling = 2h\n}\n", "x.scenario:3: actorsweeper.supervision.ceilling: unknown key")]
    [InlineData("settings {\n\n  supervision { ceiling = soon }\n}\n", "x.scenario:4: actorsweeper.supervision.ceiling = soon")]
    [InlineData("settings {\n  supervision { ceiling = 2h\n}\n", "x.scenario:")]
    [InlineData("settings from nanoclaw-party {}\n", "x.scenario:2: there is no preset nanoclaw-party; did you mean nanoclaw-parity?")]
    [InlineData("settings {}\nat 5m settings { supervision.jitter = 2 }\n", "x.scenario:3: actorsweeper.supervision.jitter = 2")]
    public void Settings_that_are_wrong_are_named_with_their_line(string text, string expected)
    {
        var scenario = ScenarioFile.Parse("A test.\n" + text, "x.scenario");
        Should.Throw<ScenarioException>(() => Files.Run(scenario)).Message.ShouldContain(expected);
    }

    [Fact]
    public void Times_are_absolute_or_follow_each_other()
    {
        var shown = Files.Run(
            """
            session s1
            at 90s    show s1
            +30s
            show s1
            advance 1h30m
            show s1
            at 2h     # a comment
            show s1
            """).Where(line => line.Contains("= files", StringComparison.Ordinal)).Select(line => line.Split(' ')[0]);
        shown.ShouldBe(["00:01:30.000", "00:02:00.000", "01:32:00.000", "02:00:00.000"]);
    }

    [Fact]
    public void Instants_are_by_the_wall_clock()
    {
        var transcript = Files.Run(
            """
            session s1
            message s1 m1 in 1h
            message s1 m2 at 2h
            message s1 m3 at 2026-01-10T15:00:00+01:00
            message s1 m4 due 30s ago context
            at 0s clock +1h
            message s1 m5 in 30m
            show s1
            """);
        transcript[^1].ShouldContain(
            "m1 pending due 01:00:00.000; m2 pending due 02:00:00.000; m3 pending due 02:00:00.000; m4 pending due -00:00:30.000; "
            + "m5 pending due 01:30:00.000; no claims");
    }

    [Fact]
    public void Options_of_a_command_may_come_in_any_order()
    {
        const string One = "message s1 m1 recurring \"0 9 * * *\" tries 2 in 1h series S";
        const string Other = "message s1 m1 in 1h series S tries 2 recurring \"0 9 * * *\"";
        Files.Run($"session s1\n{One}\nat 1s show s1").ShouldBe(Files.Run($"session s1\n{Other}\nat 1s show s1"));
    }

    [Fact]
    public void A_session_may_have_the_name_of_a_word_of_the_language()
    {
        var transcript = Files.Run("session calls\nsession now\nmessage now now now\nat 1s show calls\nshow now\n");
        transcript.ShouldContain(line => line.Contains("= calls", StringComparison.Ordinal));
        transcript[^1].ShouldContain("now pending");
    }
}
