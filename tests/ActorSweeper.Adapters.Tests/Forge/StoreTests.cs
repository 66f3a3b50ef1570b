using System.Text;
using System.Text.Json;
using ActorSweeper.Adapters.Forge;
using ActorSweeper.Core.Retention;

namespace ActorSweeper.Adapters.Tests.Forge;

public sealed class StoreTests : ForgeTest
{
    private const string Odd =
        """
        { "future" : [1.0e5, "\u00e9/é"] ,"version":1,
            "sessions":{ "acme/widgets#1" : {"note":"n", "agents":{"claude":{"sessionId":"a","x":1.10},
         "codex" : {"sessionId":"b"}  , "pi":{} } },"acme/widgets#2":{"agents":{ "claude" :{"unknown":{"deep":[{}]}}}}
         ,"acme/widgets#3":{"agents":{}} } , "tail":null}

        """;

    private const string First = "\"acme/widgets#1\": {\"agents\": {  \"claude\": {";

    private static string Whole(string entries) => "{\"version\":1,\"sessions\":{" + entries + "}}";

    private static string Old(string more) => "{\"agents\":{\"claude\":{\"lastUsedAt\":\"2020-01-01T00:00:00Z\"," + more + "}}}";

    [Fact]
    public void Whatever_is_cut_out_the_rest_is_the_same_to_the_byte()
    {
        var text = Encoding.UTF8.GetBytes(Odd);
        var records = StoreText.Read(text).Records;
        records.Count.ShouldBe(4);
        for (var set = 0; set < 1 << records.Count; set++)
        {
            var dropped = records.Where((_, index) => (set & 1 << index) != 0).ToList();

            var cut = StoreText.Read(text).Without(record => dropped.Exists(record.IsStill));

            var left = StoreText.Read(cut);
            left.Errors.ShouldBeEmpty();
            left.Records.Select(Told).ShouldBe(records.Except(dropped).Select(Told));
            using var document = JsonDocument.Parse(cut);
            document.RootElement.GetProperty("sessions").TryGetProperty("acme/widgets#2", out _).ShouldBe((set & 8) == 0);
            document.RootElement.GetProperty("sessions").TryGetProperty("acme/widgets#3", out _).ShouldBeTrue();
            Encoding.UTF8.GetString(cut).ShouldStartWith("""{ "future" : [1.0e5, "\u00e9/é"] ,"version":1,""");
            Encoding.UTF8.GetString(cut).ShouldEndWith(", \"tail\":null}\n");
            if (set == 0)
                cut.ShouldBe(text);
        }

        static string Told(AgentRecord record) => $"{record.Key} {record.Agent} {Encoding.UTF8.GetString(record.Text.Span)}";
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"version\":1}")]
    [InlineData("{\"version\":2,\"sessions\":{}}")]
    [InlineData("{\"version\":\"1\",\"sessions\":{}}")]
    [InlineData("{\"version\":1,\"sessions\":[]}")]
    [InlineData("{\"version\":1,\"sessions\":{},\"sessions\":{}}")]
    [InlineData("{\"version\":1,\"sessions\":{}} x")]
    [InlineData(null)]
    public async Task A_store_that_cannot_be_read_is_said_and_nothing_is_removed(string? text)
    {
        var worktree = Here.AddFor("claude", 1);
        Server.Says("acme/widgets#1", "closed");
        if (text is null) File.Delete(Here.Store);
        else File.WriteAllText(Here.Store, text);

        var (plan, _, _) = await SweepAsync(Options);

        plan.Errors.Single().ShouldStartWith($"the sessions file {Here.Store} cannot be read: ");
        plan.Items.ShouldBeEmpty();
        Directory.Exists(worktree).ShouldBeTrue();
    }

    [Theory]
    [InlineData("\"acme/widgets#1\":7")]
    [InlineData("\"acme/widgets#1\":{\"agents\":[]}")]
    [InlineData("\"acme/widgets#1\":{\"agents\":{\"claude\":\"x\"}}")]
    [InlineData("\"acme/widgets#1\":{\"agents\":{\"claude\":{},\"claude\":{}}}")]
    [InlineData("\"acme/widgets#1\":{\"agents\":{}},\"acme/widgets#1\":{\"agents\":{}}")]
    public async Task An_entry_that_cannot_be_read_stays_with_all_worktrees_and_the_others_go(string entry)
    {
        var worktree = Here.AddFor("claude", 1);
        Server.Says("acme/widgets#1", "closed");
        Server.Says("acme/widgets#2", "closed");
        File.WriteAllText(Here.Store, Whole($"{entry},\"acme/widgets#2\":{Old("\"x\":1")}"));

        var (plan, _, summary) = await SweepAsync(Options);

        plan.Errors.ShouldContain(error => error.StartsWith("acme/widgets#1: ", StringComparison.Ordinal));
        summary.ShouldStartWith("swept: 1 sessions, 0 worktrees");
        File.ReadAllText(Here.Store).ShouldBe(Whole(entry));
        Directory.Exists(worktree).ShouldBeTrue();
    }

    [Theory]
    [InlineData("\"running\":true")]
    [InlineData("\"status\":\"running\"")]
    [InlineData("\"pid\":1")]
    public async Task A_running_session_stays_closed_or_old_with_its_worktree(string running)
    {
        var worktree = Here.AddFor("claude", 1);
        Server.Says("acme/widgets#1", "closed");
        Server.Says("acme/widgets#2", "open");
        File.WriteAllText(Here.Store, Whole($"\"acme/widgets#1\":{Old(running)},\"acme/widgets#2\":{Old(running)}"));

        var (_, _, summary) = await SweepAsync(Options);

        summary.ShouldBe("swept: 0 sessions, 0 worktrees, 0 cache clones; skipped: 2 (still active)");
        Directory.Exists(worktree).ShouldBeTrue();
    }

    [Theory]
    [InlineData("\"running\":false")]
    [InlineData("\"pid\":2147483646")]
    public async Task What_ran_once_goes(string running)
    {
        Server.Says("acme/widgets#1", "open");
        File.WriteAllText(Here.Store, Whole($"\"acme/widgets#1\":{Old(running)}"));
        (await SweepAsync(Options)).Summary.ShouldStartWith("swept: 1 sessions");
    }

    [Fact]
    public async Task A_record_that_changes_after_the_plan_stays_and_what_others_wrote_is_kept()
    {
        Server.Says("acme/widgets#1", "closed");
        Server.Says("acme/widgets#2", "closed");
        Store(("acme/widgets#1", "claude"), ("acme/widgets#2", "claude"));

        var (_, outcomes, _) = await SweepAsync(Options, between: () => File.WriteAllText(
            Here.Store,
            File.ReadAllText(Here.Store).Replace(First, First + "\"new\":1, ", StringComparison.Ordinal)
                .Replace("\"version\": 1", "\"version\": 1, \"added\": 2", StringComparison.Ordinal)));

        outcomes.Select(outcome => outcome.Did).ShouldBe([JanitorAction.Keep, JanitorAction.Drop]);
        outcomes[0].Note.ShouldBe("it has changed since, or is gone");
        var after = File.ReadAllText(Here.Store);
        after.ShouldContain("\"new\":1");
        after.ShouldContain("\"added\": 2");
        after.ShouldNotContain("acme/widgets#2");
        Directory.GetFiles(Here.Root).ShouldBe([Here.Store]);
    }

    [Fact]
    public async Task A_lock_that_lives_is_waited_for_and_then_named_and_one_left_behind_is_taken()
    {
        Server.Says("acme/widgets#1", "closed");
        Store(("acme/widgets#1", "claude"));
        var time = new LeapingTime(TimeProvider.System.GetUtcNow(), TimeSpan.FromSeconds(5));
        var held = Here.Store + ".lock";
        File.WriteAllText(held, $$"""{"pid": {{Environment.ProcessId}}, "createdAt": "{{time.GetUtcNow():O}}"}""");
        using var janitor = new ForgeJanitor(Options, time);
        var plan = await janitor.PlanAsync(Cancellation);

        var refused = await janitor.ApplyAsync(plan, Cancellation).ToListAsync(Cancellation);
        refused.Single().IsFailed.ShouldBeTrue();
        refused.Single().Note!.ShouldContain($"pid={Environment.ProcessId}");

        File.WriteAllText(held, """{"pid": 2147483646, "createdAt": "2026-04-20T12:00:00Z"}""");
        var done = await janitor.ApplyAsync(plan, Cancellation).ToListAsync(Cancellation);
        done.Single().Did.ShouldBe(JanitorAction.Drop);
        File.Exists(held).ShouldBeFalse();
    }

    [Fact]
    public async Task An_issue_that_is_not_found_counts_as_gone_after_a_day_and_not_before()
    {
        Store(("acme/widgets#1", "claude"));
        var memory = Here.Store + ".missing";
        using (var dry = new ForgeJanitor(Options, new ShiftedTime(Noon.AddDays(-3))))
            await dry.PlanAsync(Cancellation);
        File.Exists(memory).ShouldBeFalse("a dry run writes nothing");

        (await SweepAsync(Options, Noon)).Summary.ShouldStartWith("swept: 0 sessions");
        File.ReadAllText(memory).ShouldContain("\"acme/widgets#1\": \"2026-04-20T12:00:00.000Z\"");
        Server.Issues["acme/widgets#1"] = new ForgeAnswer(500);
        await SweepAsync(Options, Noon.AddHours(1));
        Server.Issues.Clear();
        (await SweepAsync(Options, Noon.AddHours(23.9))).Summary.ShouldStartWith("swept: 0 sessions");

        Server.Says("acme/widgets#1", "open");
        await SweepAsync(Options, Noon.AddHours(24));
        File.ReadAllText(memory).ShouldNotContain("acme");
        Server.Issues.Clear();
        (await SweepAsync(Options, Noon.AddHours(25))).Summary.ShouldStartWith("swept: 0 sessions");
        var (plan, _, summary) = await SweepAsync(Options, Noon.AddHours(49));

        summary.ShouldStartWith("swept: 1 sessions");
        plan.Items.Single().Reason.ShouldBe("the issue is not found since 2026-04-21T13:00:00.000Z");
    }

    [Fact]
    public async Task A_damaged_memory_of_missing_issues_is_said_and_nothing_is_removed()
    {
        Store(("acme/widgets#1", "claude"));
        File.WriteAllText(Here.Store + ".missing", "{");
        var (plan, _, _) = await SweepAsync(Options);
        plan.Errors.Single().ShouldContain($"{Here.Store}.missing is not what was written there");
        plan.Items.ShouldBeEmpty();
    }
}
