using System.Text.Json;
using ActorSweeper.Core.Journal;
using ActorSweeper.Host.Hosting;
using ActorSweeper.Host.Tests.Records;

namespace ActorSweeper.Host.Tests.CommandLine;

public sealed class StatusCommandTests
{
    [Fact]
    public async Task Without_a_terminal_every_active_session_is_a_line_of_aligned_columns()
    {
        using var recorded = await RecordedWorld.CreateAsync();

        var run = await recorded.RunAsync("status");

        run.ExitCode.ShouldBe(0, run.Error);
        var rows = run.Lines.SkipWhile(line => !line.StartsWith("session ", StringComparison.Ordinal)).ToList();
        rows.Count.ShouldBe(7);
        Words(rows[0]).ShouldBe(
            ["session", "group", "state", "life", "container", "heartbeat", "claims", "pending", "dead", "left alone", "how it stands"]);
        Row("dead")[..9].ShouldBe(["dead", "g2", "idle", "0", "-", "-", "0", "0", "2"]);
        Row("healthy")[..9].ShouldBe(["healthy", "g1", "running", "1", "c1", "60 s", "0", "0", "0"]);
        Row("stuck")[..9].ShouldBe(["stuck", "g1", "quarantined", "1", "c2", "-", "1", "1", "0"]);
        Row("stuck")[10].ShouldStartWith("container c2 cannot be stopped");
        Row("unstarted")[2].ShouldBe("waiting");
        Row("unstarted")[10].ShouldContain("no image \\u{1b}[5m today");
        Row("broken")[2].ShouldBe("degraded");
        Row("broken")[10].ShouldBe("inbound.db is damaged\\u{a}or no database");
        var column = rows[0].IndexOf("state", StringComparison.Ordinal);
        rows.ShouldAllBe(row => row[column - 1] == ' ' && row[column] != ' ');

        string[] Row(string session) => Words(rows.Single(row => row.StartsWith(session + ' ', StringComparison.Ordinal)));
        static string[] Words(string line) => [.. line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
    }

    [Fact]
    public async Task The_head_tells_of_the_host_its_last_pass_and_the_totals()
    {
        using var recorded = await RecordedWorld.CreateAsync();

        var run = await recorded.RunAsync("status");

        run.Lines[0].ShouldMatch(
            @"^host        down: ended in order 2026-03-01T12:00:0\d\.\d{3}Z \(.*\); the last was pid 1 on node "
            + @"since 2026-03-01T11:50:00\.000Z \(10 m ago\), version simulated, settings generation 1$");
        run.Lines[1].ShouldBe("last pass   2026-03-01T12:00:00.000Z (0 ms ago): 6 sessions, 2 running, 1 degraded");
        run.Lines[2].ShouldStartWith("sessions    6 active: ");
        run.Lines[2].ShouldContain("2 waiting");
        run.Lines[2].ShouldContain("1 quarantined");
        run.Lines[2].ShouldEndWith("; 2 dead letters; 1 no longer active");
    }

    [Fact]
    public async Task Nothing_that_a_session_wrote_acts_on_a_terminal()
    {
        using var recorded = await RecordedWorld.CreateAsync();
        foreach (var width in new int?[] { null, 60, 200 })
        {
            var run = await CommandRun.OfAsync(recorded.Setting with { TerminalWidth = width, Environment = NoColour }, "status");

            run.Output.ShouldNotContain("\u001b[31m");
            run.Output.ShouldNotContain("\u001b[5m");
            run.Output.ShouldNotContain("\u0007");
            run.Output.Replace("\n", "").ShouldContain("evil-\\u{1b}[31m");
        }
    }

    [Fact]
    public async Task A_host_that_holds_the_lock_is_up_and_is_not_disturbed_by_being_asked_about()
    {
        using var recorded = await RecordedWorld.CreateAsync(ends: false);
        (await recorded.RunAsync("status")).Lines[0].ShouldStartWith("host        down: it did not end in order; the last was pid 1 ");
        using (InstanceLock.Take(recorded.Data, CommandRun.Now))
        {
            (await recorded.RunAsync("status")).Lines[0].ShouldStartWith("host        up: pid 1 on node");
        }

        (await recorded.RunAsync("status")).Lines[0].ShouldStartWith("host        down");
        using var again = InstanceLock.Take(recorded.Data, CommandRun.Now);
    }

    [Fact]
    public async Task A_host_that_runs_and_is_not_heard_of_is_a_problem()
    {
        using var recorded = await RecordedWorld.CreateAsync(ends: false);
        using var host = InstanceLock.Take(recorded.Data, CommandRun.Now);

        var late = new LaterTime(CommandRun.Now + TimeSpan.FromMinutes(5));
        var run = await CommandRun.OfAsync(recorded.Setting with { Time = late }, "status");

        run.Lines.ShouldContain(line => line.StartsWith("problem     the host runs (pid ") && line.Contains("had no pass of it for 5 m"));
        (await recorded.RunAsync("status")).Output.ShouldNotContain("problem");
    }

    [Fact]
    public async Task On_a_wide_terminal_it_is_a_table_and_on_a_narrow_one_two_lines_for_each_session()
    {
        using var recorded = await RecordedWorld.CreateAsync();

        var wide = await CommandRun.OfAsync(recorded.Setting with { TerminalWidth = 150, Environment = NoColour }, "status");
        var narrow = await CommandRun.OfAsync(recorded.Setting with { TerminalWidth = 60, Environment = NoColour }, "status");

        wide.Lines.Count(line => line.StartsWith('│')).ShouldBeGreaterThan(6);
        wide.Lines.ShouldAllBe(line => line.Length <= 150 || !line.StartsWith('│'));
        narrow.Output.ShouldNotContain("│");
        narrow.Lines.ShouldAllBe(line => line.Length <= 60);
        narrow.Lines.ShouldContain("healthy  running  life 1  beat 60 s");
        narrow.Lines.ShouldContain("dead  idle  dead 2");
    }

    [Fact]
    public async Task As_JSON_it_is_one_object_with_documented_members()
    {
        using var recorded = await RecordedWorld.CreateAsync();

        var run = await recorded.RunAsync("status", "--json");

        var json = JsonElement.Parse(run.Output);
        Names(json).ShouldBe(["host", "lastPass", "totals", "sessions", "problems"]);
        Names(json.GetProperty("host")).ShouldBe(["up", "pid", "node", "version", "startedAt", "endedAt", "generation"]);
        json.GetProperty("host").GetProperty("up").GetBoolean().ShouldBeFalse();
        Names(json.GetProperty("lastPass")).ShouldBe(["at", "sessions", "running", "degraded"]);
        json.GetProperty("totals").GetProperty("waiting").GetInt32().ShouldBe(2);
        var sessions = json.GetProperty("sessions").EnumerateArray().ToList();
        sessions.Count.ShouldBe(7);
        Names(sessions[0]).ShouldBe(
        [
            "session", "group", "active", "state", "container", "incarnation", "heartbeat", "heartbeatAgeMs", "claims", "pending",
            "deadLetters", "leftAloneUntil", "text", "judgedAt",
        ]);
        var healthy = sessions.Single(session => session.GetProperty("session").GetString() == "healthy");
        healthy.GetProperty("heartbeat").GetString().ShouldBe("2026-03-01T11:59:00.000Z");
        healthy.GetProperty("heartbeatAgeMs").GetInt64().ShouldBe(60_000);
        sessions.Single(session => session.GetProperty("session").GetString() == "gone").GetProperty("active").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task One_session_in_detail_has_its_dead_letters_with_reasons_and_its_last_events()
    {
        using var recorded = await RecordedWorld.CreateAsync();

        var dead = await recorded.RunAsync("status", "dead");
        var stuck = await recorded.RunAsync("status", "stuck");

        dead.ExitCode.ShouldBe(0, dead.Error);
        dead.Lines.ShouldContain(
            line => line.StartsWith("dead        m7, 2026-03-01T11:50:00.000Z (10 m ago) [max-tries] put back 5 times"));
        dead.Lines.ShouldContain(line => line.StartsWith("2026-03-01T11:50:00.000Z  fail: m8 max-tries: "));
        stuck.Lines.ShouldContain(line => line.StartsWith("claim       m1 since 2026-03-01T11:50:00.000Z"));
        stuck.Lines.ShouldContain(line => line.StartsWith("cannot stop container c2: tried again "));
        stuck.Lines.Count(line => line.StartsWith("2026-", StringComparison.Ordinal)).ShouldBeInRange(5, 20);
        (await recorded.RunAsync("status", "unstarted")).Lines.ShouldContain(
            line => line.StartsWith("starts      ") && line.Contains("failed in a row") && line.Contains("no image \\u{1b}[5m today"));
        (await recorded.RunAsync("status", "gone")).Lines.ShouldContain("session     gone: no longer active");
        (await recorded.RunAsync("status", "broken")).Lines.ShouldContain("files       inbound.db is damaged\\u{a}or no database");
    }

    [Fact]
    public async Task One_session_as_JSON_has_the_explanation_of_its_last_verdict_and_its_events()
    {
        using var recorded = await RecordedWorld.CreateAsync();

        var run = await recorded.RunAsync("status", "stuck", "--json");

        var session = JsonElement.Parse(run.Output).GetProperty("session");
        Names(session).Skip(14).ShouldBe(
            ["messages", "held", "failedStarts", "deaths", "fault", "openIntents", "dead", "explanation", "events"]);
        session.GetProperty("explanation").GetProperty("deciding").GetString().ShouldBe("claim-stuck(m1)");
        session.GetProperty("events").EnumerateArray().ShouldAllBe(happened => happened.GetProperty("what").GetString()!.Length > 0);
        Names(session.GetProperty("events")[0]).ShouldBe(["number", "at", "what", "text"]);
    }

    [Theory]
    [InlineData("the journal knows no session 'stuk'; did you mean 'stuck'?", "status", "stuk")]
    [InlineData("the journal knows no session 'entirely-different'; 'actorsweeper status' lists", "status", "entirely-different")]
    [InlineData("unexpected argument 'other'", "status", "stuck", "other")]
    [InlineData("unknown option '--jsn'; did you mean '--json'?", "status", "--jsn")]
    public async Task Refuses_what_cannot_be_meant(string problem, params string[] words)
    {
        using var recorded = await RecordedWorld.CreateAsync();

        var run = await recorded.RunAsync(words);

        run.ExitCode.ShouldBe(2);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldContain(problem);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("explain", "s1")]
    [InlineData("retry", "s1")]
    [InlineData("release", "s1")]
    public async Task Without_a_journal_it_says_what_to_do(params string[] words)
    {
        using var empty = RecordedWorld.Empty();

        var run = await empty.RunAsync(words);

        run.ExitCode.ShouldBe(3);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldContain($"there is no journal {empty.StateFile}");
        run.Error.ShouldContain("actorsweeper run");
        File.Exists(empty.StateFile).ShouldBeFalse();
    }

    [Theory]
    [InlineData("status")]
    [InlineData("explain", "s1")]
    [InlineData("retry", "s1")]
    public async Task A_damaged_journal_is_named_with_the_remedy(params string[] words)
    {
        using var broken = RecordedWorld.Empty();
        await File.WriteAllTextAsync(broken.StateFile, new string('x', 8192), TestContext.Current.CancellationToken);

        var run = await broken.RunAsync(words);

        run.ExitCode.ShouldBe(3);
        run.Error.ShouldContain(broken.StateFile);
        run.Error.ShouldContain("move");
        run.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Reading_a_journal_at_rest_leaves_no_file_behind()
    {
        using var recorded = await RecordedWorld.CreateAsync();
        var before = Directory.GetFiles(recorded.Data).Order().ToList();

        await recorded.RunAsync("status");
        await recorded.RunAsync("explain", "stuck");

        Directory.GetFiles(recorded.Data).Order().ShouldBe(before);
    }

    [Fact]
    public async Task Lost_events_are_told_of()
    {
        using var recorded = await RecordedWorld.CreateAsync(ends: false);
        await using (var journal = recorded.Open())
        {
            var sequence = (await journal.RecoverAsync("supervisor", TestContext.Current.CancellationToken)).Sequence;
            var gap = new HostEvent.JournalGap(17, CommandRun.Now - TimeSpan.FromMinutes(3), "no space is left");
            await journal.AppendAsync(
                [new JournalEntry.Happened("supervisor", sequence + 1, CommandRun.Now, gap)], TestContext.Current.CancellationToken);
        }

        (await recorded.RunAsync("status")).Lines.ShouldContain(
            "problem     17 events were lost from 2026-03-01T11:57:00.000Z on: no space is left");
    }

    private static readonly Dictionary<string, string> NoColour = new() { ["NO_COLOR"] = "1" };

    private static List<string> Names(JsonElement element) => [.. element.EnumerateObject().Select(member => member.Name)];

    private sealed class LaterTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
