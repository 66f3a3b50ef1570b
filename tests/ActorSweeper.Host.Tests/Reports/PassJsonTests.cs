using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Host.Reports;
using ActorSweeper.Supervision.Events;
using ActorSweeper.Supervision.Passes;

namespace ActorSweeper.Host.Tests.Reports;

public sealed class PassJsonTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_pass_with_every_kind_of_action_is_written_as_documented()
    {
        var actions = Enum.GetValues<ActionKind>()
            .Select(kind => new ActionTaken(Noon, new SessionId("s1"), "g1", kind, "m1", new Reason("rule", "why"), Outcome.Done));
        string[] words =
            ["ack", "stop", "wake", "retry", "fail", "close", "drop-claims", "recur", "quarantine", "adopt", "stop-orphan", "revive"];
        var written = words.Select(word =>
            $$$"""
            {"session":"s1","group":"g1","action":"{{{word}}}","rule":"rule","message":"m1",
            "evidence":{"text":"why"},"outcome":"done"}
            """);

        Written(new PassReport(Noon, Noon.AddMilliseconds(1234.5), 11, 2, 1, [.. actions], [])).ShouldBe(Joined(
            $$"""
            {"startedAt":"2026-03-01T12:00:00.000Z","finishedAt":"2026-03-01T12:00:01.234Z",
            "sessions":{"examined":11,"running":2,"degraded":1},
            "actions":[{{string.Join(',', written)}}],"errors":[]}
            """));
    }

    [Fact]
    public void What_there_is_none_of_is_null_and_ages_are_whole_milliseconds()
    {
        var why = new Reason("nobody", "no session", TimeSpan.FromMilliseconds(60_000.6), TimeSpan.FromDays(30));
        var orphan = new ActionTaken(Noon, null, null, ActionKind.StopOrphan, null, why, new Outcome(Result.Failed, "it still runs"));
        var error = new Notice(Noon, Severity.Alarm, "runtime", null, "cannot be asked");

        Written(new PassReport(Noon, Noon, 0, 0, 0, [orphan], [error])).ShouldBe(Joined(
            """
            {"startedAt":"2026-03-01T12:00:00.000Z","finishedAt":"2026-03-01T12:00:00.000Z",
            "sessions":{"examined":0,"running":0,"degraded":0},
            "actions":[{"session":null,"group":null,"action":"stop-orphan","rule":"nobody","message":null,
            "evidence":{"text":"no session","ageMs":60001,"limitMs":2592000000},"outcome":"failed: it still runs"}],
            "errors":[{"session":null,"error":"cannot be asked"}]}
            """));
    }

    [Fact]
    public void Text_of_others_stays_one_line_of_valid_json_and_readable()
    {
        var error = new Notice(Noon, Severity.Warning, "store", new SessionId("sé<1>"), "line 1\nsays \"no\" \u2028 \ud800 end");

        var written = Written(new PassReport(Noon, Noon, 1, 0, 1, [], [error]));

        written.TrimEnd('\n').ShouldNotContain('\n');
        written.ShouldContain("sé<1>");
        System.Text.Json.JsonDocument.Parse(written).RootElement.GetProperty("errors")[0].GetProperty("error").GetString()
            .ShouldStartWith("line 1\nsays \"no\"");
    }

    /// <summary>The report is one line.</summary>
    private static string Joined(string golden) => golden.ReplaceLineEndings("") + "\n";

    private static string Written(PassReport report)
    {
        using var output = new StringWriter { NewLine = "\n" };
        PassJson.Write(report, output);
        return output.ToString();
    }
}
