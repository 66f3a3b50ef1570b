using System.Text.Json;
using ActorSweeper.Core.Journal;
using ActorSweeper.Host.Hosting;
using ActorSweeper.Host.Tests.Records;

namespace ActorSweeper.Host.Tests.CommandLine;

public sealed class ExplainCommandTests
{
    [Fact]
    public async Task Says_by_which_rule_a_session_stands_as_it_stood_at_an_instant()
    {
        using var recorded = await RecordedWorld.CreateAsync();

        var before = await recorded.RunAsync("explain", "stuck", "--at", "2026-03-01T11:50:45Z");
        var after = await recorded.RunAsync("explain", "stuck");

        before.ExitCode.ShouldBe(0, before.Error);
        before.Lines[0].ShouldBe("stuck: running; decision nothing, by claim-stuck(m1); at 2026-03-01T11:50:45.000Z");
        before.Output.ShouldMatch(
            @"> \[ \] claim-stuck\(m1\)  claimed 45 s ago, no heartbeat since +limit 60 s, in 15 s, at 11:51:00\.001Z");
        before.Lines.ShouldContain("What would change it: claim-stuck(m1) holding; by itself in 15 s, at 11:51:00.001Z.");
        before.Lines.ShouldContain("Life 1, container c2.");
        before.Lines.ShouldContain("Judged by settings generation 1.");
        before.Output.ShouldNotContain("No host is running");
        after.Lines[0].ShouldStartWith("stuck: quarantined; decision nothing, by cannot-stop; at 2026-03-01T12:00:00.000Z");
        after.Lines.ShouldContain(line => line.StartsWith("  [x] claim-stuck(m1)", StringComparison.Ordinal));
        after.Lines[^1].ShouldBe("No host is running: nothing of this is done until one is.");
    }

    [Fact]
    public async Task Spans_back_and_ahead_are_instants_too()
    {
        using var recorded = await RecordedWorld.CreateAsync();

        (await recorded.RunAsync("explain", "stuck", "--at", "-9m15s")).ExitCode.ShouldBe(2);
        var back = await recorded.RunAsync("explain", "stuck", "--at", "-555s");
        var ahead = await recorded.RunAsync("explain", "healthy", "--at", "+1h");

        back.Lines[0].ShouldBe("stuck: running; decision nothing, by claim-stuck(m1); at 2026-03-01T11:50:45.000Z");
        ahead.Lines[0].ShouldBe("healthy: stopping; decision stop, by idle; at 2026-03-01T13:00:00.000Z");
        ahead.Lines.ShouldContain(line => line.StartsWith("This instant lies ahead: "));
    }

    [Theory]
    [InlineData("dead", "idle; decision nothing, by due")]
    [InlineData("healthy", "running; decision nothing, by idle")]
    [InlineData("unstarted", "waiting; decision nothing, by start-backoff")]
    [InlineData("broken", "degraded; decision nothing, by files-usable")]
    [InlineData("gone", "idle; decision nothing, by listed")]
    public async Task Every_session_has_a_deciding_rule(string session, string stands)
    {
        using var recorded = await RecordedWorld.CreateAsync();

        var run = await recorded.RunAsync("explain", session);

        run.Lines[0].ShouldBe($"{session}: {stands}; at 2026-03-01T12:00:00.000Z");
        run.Lines.Count(line => line.StartsWith('>')).ShouldBe(1);
        run.Output.ShouldNotContain('\u001b');
    }

    [Fact]
    public async Task As_JSON_it_is_the_object_that_is_in_the_journal_and_some_context()
    {
        using var recorded = await RecordedWorld.CreateAsync();
        await using var journal = recorded.Open();
        var judged = new List<JournalRecord>();
        await foreach (var record in journal.ReadAsync(new JournalQuery("session-stuck"), TestContext.Current.CancellationToken))
        {
            if (record.Event is SessionEvent.Judged) judged.Add(record);
        }

        judged.Count.ShouldBeGreaterThan(1);
        foreach (var record in judged)
        {
            var told = ((SessionEvent.Judged)record.Event).Explanation;
            var run = await recorded.RunAsync("explain", "stuck", "--json", "--at", Core.Time.Timestamp.ToIso(told.At));

            var json = JsonElement.Parse(run.Output);
            json.EnumerateObject().Select(member => member.Name).TakeLast(4).ShouldBe(["incarnation", "seenAt", "generation", "notes"]);
            var same = JsonElement.Parse(JsonSerializer.Serialize(told, JournalCodec.Options));
            if (told.Decision == "stop") continue; // What came of it in the same instant is newer.
            foreach (var member in same.EnumerateObject())
                JsonElement.DeepEquals(json.GetProperty(member.Name), member.Value).ShouldBeTrue(
                    $"{member.Name}: {json.GetProperty(member.Name)} {member.Value}");
        }
    }

    [Theory]
    [InlineData(
        "of session stuck the journal goes back to 2026-03-01T11:50:00.000Z, not to 2026-03-01T11:40:00.000Z", "stuck", "--at", "-20m")]
    [InlineData("--at 'yesterday' is not an instant; expected one such as 2026-03-29T00:30:00Z", "stuck", "--at", "yesterday")]
    [InlineData("--at '-3000000d' is not an instant", "stuck", "--at", "-3000000d")]
    [InlineData("the journal knows no session 'helthy'; did you mean 'healthy'?", "helthy")]
    [InlineData("option '--at' needs a value", "stuck", "--at")]
    [InlineData("missing SESSION")]
    public async Task Refuses_what_cannot_be_explained(string problem, params string[] words)
    {
        using var recorded = await RecordedWorld.CreateAsync();

        var run = await recorded.RunAsync(["explain", .. words]);

        run.ExitCode.ShouldBe(2);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldContain(problem);
    }

    [Fact]
    public async Task A_journal_that_was_compacted_explains_what_is_left_and_says_from_when_it_goes()
    {
        using var recorded = await RecordedWorld.CreateAsync();
        var whole = await recorded.RunAsync("explain", "stuck");
        await using (var journal = recorded.Open())
            await journal.CompactAsync(
                new JournalRetention(TimeSpan.FromMinutes(5), null), CommandRun.Now, TestContext.Current.CancellationToken);

        var now = await recorded.RunAsync("explain", "stuck");
        var early = await recorded.RunAsync("explain", "stuck", "--at", "-570s");

        now.Lines[0].ShouldBe(whole.Lines[0]);
        early.ExitCode.ShouldBe(2);
        early.Error.ShouldContain("of session stuck the journal goes back to 2026-03-01T11:5");
        early.Error.ShouldContain("older events were dropped, as journal.keep-for and journal.max-size say");
    }

    [Fact]
    public async Task Events_that_are_missing_are_told_of()
    {
        using var recorded = await RecordedWorld.CreateAsync(ends: false);
        await using (var journal = recorded.Open())
        {
            var history = await journal.RecoverAsync("session-healthy", TestContext.Current.CancellationToken);
            var state = (SessionRecord)history.State;
            var noticed = new SessionEvent.Noticed(Core.Judging.Severity.Warning, "x", "y");
            await journal.AppendAsync(
                [
                    new JournalEntry.Snapshot("session-healthy", history.Sequence + 20, CommandRun.Now, state with { Incarnation = 9 }),
                    new JournalEntry.Happened("session-healthy", history.Sequence + 21, CommandRun.Now, noticed),
                ],
                TestContext.Current.CancellationToken);
        }

        using var host = InstanceLock.Take(recorded.Data, CommandRun.Now);
        var run = await recorded.RunAsync("explain", "healthy");

        run.ExitCode.ShouldBe(0, run.Error);
        run.Lines.ShouldContain("Life 9, container c1.");
        run.Lines.ShouldContain(line => line.StartsWith("Events are missing in the journal"));
    }
}
