using System.Text;
using ActorSweeper.Adapters.MiniClaw;
using ActorSweeper.Core.Retention;

namespace ActorSweeper.Adapters.Tests.MiniClaw;

public sealed class MiniClawTests : MiniClawTest
{
    /// <summary>The loader's cases, as far as they concern what is a session: what it moves aside is none, what it loads is one.</summary>
    [Fact]
    public void What_the_loader_moves_aside_is_reported_and_kept()
    {
        var cases = Vectors.Read().GetProperty("startup").EnumerateArray().ToList();
        cases.Count.ShouldBe(8);
        foreach (var load in cases)
        {
            if (Directory.Exists(Sessions)) Directory.Delete(Sessions, recursive: true);
            var files = load.GetProperty("filesBefore").EnumerateObject().ToList();
            foreach (var file in files)
                Put(file.Name, file.Value.GetString()!);
            var after = load.GetProperty("filesAfter");
            var read = files.Where(file => file.Name.EndsWith(".json", StringComparison.Ordinal)).ToList();
            var corrupt = read
                .Where(file => after.TryGetProperty(file.Name + ".corrupted", out _))
                .Select(file => Path.Combine(Sessions, file.Name));

            var (plan, outcomes, _) = Sweep(Janitor());

            plan.Rules.Single().Seen.ShouldBe(read.Count);
            plan.Errors.Count.ShouldBe(corrupt.Count());
            plan.Items.Where(item => item.Action == JanitorAction.Keep).Select(item => item.Path).ShouldBe(corrupt);
            outcomes.Count(outcome => outcome.Did == JanitorAction.Delete).ShouldBe(read.Count - corrupt.Count());
        }
    }

    [Theory]
    [InlineData("[]", "session_id is no text")]
    [InlineData("null", "no session")]
    [InlineData("", "not JSON")]
    [InlineData("{\"session_id\":\"a\"", "not JSON")]
    [InlineData("{\"session_id\":\"a\",\"session_id\":\"a\"}", "twice")]
    [InlineData("{\"session_id\":1}", "session_id is no text")]
    [InlineData("{}", "no field session_id")]
    [InlineData("{\"created_at\":\"2026-01-01\"}", "created_at is not a time")]
    [InlineData("{\"messages\":{}}", "messages is no array")]
    [InlineData("{\"messages\":[{\"role\":\"system\"}]}", "unknown role")]
    [InlineData("{\"messages\":[{\"role\":\"user\",\"content\":\"c\"}]}", "no field timestamp")]
    [InlineData("{\"messages\":[{\"role\":\"user\",\"tool_calls\":[{\"id\":\"1\"}]}]}", "no field name")]
    [InlineData("{\"session_id\":\"\\ud800\"}", "not valid")]
    [InlineData("{\"session_id\":\"a\",}", "not JSON")]
    [InlineData("// c\n{}", "not JSON")]
    public void What_is_no_session_says_why(string text, string why)
    {
        var wrong = Should.Throw<FormatException>(() => SessionText.LastAccessed(Encoding.UTF8.GetBytes(text)));
        wrong.Message.ShouldContain(why);
    }

    [Fact]
    public void Bytes_that_are_no_text_and_a_byte_order_mark_are_no_session()
    {
        var session = Encoding.UTF8.GetBytes(Session());
        Should.NotThrow(() => SessionText.LastAccessed(session));
        Should.Throw<FormatException>(() => SessionText.LastAccessed([0xEF, 0xBB, 0xBF, .. session]));
        Should.Throw<FormatException>(() => SessionText.LastAccessed([.. Encoding.UTF8.GetBytes("{\"x\":\""), 0xFF, .. "\"}"u8]))
            .Message.ShouldContain("UTF-8");
    }

    [Fact]
    public void An_unknown_field_may_hold_anything_however_deep_and_twice()
    {
        var deep = new string('[', 5000) + new string(']', 5000);
        Should.NotThrow(() => SessionText.LastAccessed(Encoding.UTF8.GetBytes(Session(more: $",\"x\":{deep},\"x\":1e999"))));
    }

    [Fact]
    public async Task The_reason_has_id_time_and_age_and_a_dry_run_changes_nothing()
    {
        var path = Put("telegram_7.json", Session("2026-02-19T12:00:00.5Z"));

        var plan = await Janitor().PlanAsync(TestContext.Current.CancellationToken);

        var item = plan.Items.Single();
        item.Path.ShouldBe(path);
        item.Reason.ShouldBe("session telegram_7, last accessed 2026-02-19T12:00:00.5Z, 39 days ago (limit 30 d)");
        item.Bytes.ShouldBe(new FileInfo(path).Length);
        File.Exists(path).ShouldBeTrue();
    }

    [Fact]
    public void A_session_that_is_used_after_the_plan_stays()
    {
        Put("a_1.json", Session());

        var (_, outcomes, summary) = Sweep(Janitor(), () => Put("a_1.json", Session("2026-03-31T11:59:00Z")));

        outcomes.Single().Note.ShouldBe("Session was updated since scan, preserving");
        outcomes.Single().IsFailed.ShouldBeFalse();
        summary.ShouldBe("Session cleanup complete: 0 deleted, 0 bytes freed");
        File.Exists(Path.Combine(Sessions, "a_1.json")).ShouldBeTrue();
    }

    [Fact]
    public void Pipes_endless_devices_and_dangling_links_are_reported_and_the_rest_goes_on()
    {
        Put("good.json", Session());
        System.Diagnostics.Process.Start("mkfifo", [Path.Combine(Sessions, "pipe.json")]).WaitForExit();
        File.CreateSymbolicLink(Path.Combine(Sessions, "to-pipe.json"), "pipe.json");
        File.CreateSymbolicLink(Path.Combine(Sessions, "zero.json"), "/dev/zero");
        File.CreateSymbolicLink(Path.Combine(Sessions, "nowhere.json"), "nothing");
        File.CreateSymbolicLink(Path.Combine(Sessions, "folder.json"), "/");

        var (plan, outcomes, _) = Sweep(Janitor());

        plan.Errors.Count.ShouldBe(5);
        outcomes.Single(outcome => outcome.Did == JanitorAction.Delete).Item.Path.ShouldEndWith("good.json");
        Directory.EnumerateFileSystemEntries(Sessions).Count().ShouldBe(5);
    }

    [Fact]
    public void Names_are_told_apart_by_their_bytes_and_shown_without_control_characters()
    {
        Put("a\n\u001b[2J.json", Session());
        Put("c_1.JSON", Session());
        Put(".json", Session());
        Put(".hidden.json", Session());

        var (plan, outcomes, _) = Sweep(Janitor());

        plan.Items.Count.ShouldBe(2);
        plan.Items.ShouldAllBe(item => !item.Path.Any(char.IsControl));
        outcomes.Count(outcome => outcome.Did == JanitorAction.Delete).ShouldBe(2);
        Directory.GetFiles(Sessions).Select(path => Path.GetFileName(path)).Order().ShouldBe([".json", "c_1.JSON"]);
    }

    [Fact]
    public async Task When_the_end_is_asked_for_no_further_session_is_begun()
    {
        Put("a.json", Session());
        Put("b.json", Session());
        var janitor = Janitor();
        using var end = new CancellationTokenSource();
        var plan = await janitor.PlanAsync(TestContext.Current.CancellationToken);
        await foreach (var _ in janitor.ApplyAsync(plan, end.Token))
            await end.CancelAsync();
        Directory.GetFiles(Sessions).Length.ShouldBe(1);
    }
}
