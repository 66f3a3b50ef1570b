using ActorSweeper.Adapters.Forge;

namespace ActorSweeper.Adapters.Tests.Forge;

public sealed class AskingTests : ForgeTest
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    [Theory]
    [InlineData(ForgeDialect.Forgejo, "", "/api/v1/repos/acme/widgets/issues/7", "token " + Secret)]
    [InlineData(ForgeDialect.Gitea, "/git/", "/git/api/v1/repos/acme/widgets/issues/7", "token " + Secret)]
    [InlineData(ForgeDialect.Gitea, "/api/v1", "/api/v1/repos/acme/widgets/issues/7", "token " + Secret)]
    [InlineData(ForgeDialect.GitHub, "", "/repos/acme/widgets/issues/7", "Bearer " + Secret)]
    public async Task Each_dialect_is_asked_in_its_own_way(ForgeDialect dialect, string path, string asked, string authorization)
    {
        Server.Says("acme/widgets#7", "open");
        Store(("acme/widgets#7", "claude"));

        var (_, _, summary) = await SweepAsync(Options with { Dialect = dialect, BaseUrl = new Uri(Server.Address, path) });

        summary.ShouldEndWith("skipped: 1 (still active)");
        var request = Server.Requests.Single();
        (request.Path, request.Authorization).ShouldBe((asked, authorization));
        request.UserAgent.ShouldBe("ActorSweeper");
    }

    [Theory]
    [InlineData(200, "closed", "null", "closed")]
    [InlineData(200, "closed", """{"merged": true}""", "merged")]
    [InlineData(200, "closed", """{"merged_at": "2026-04-19T10:00:00Z"}""", "merged")]
    [InlineData(200, "open", """{"merged": false, "merged_at": null}""", null)]
    [InlineData(200, "", "null", null)]
    [InlineData(200, "OPEN", "null", null)]
    [InlineData(410, "", "null", "gone")]
    [InlineData(301, "closed", "null", null)]
    [InlineData(401, "closed", "null", null)]
    [InlineData(403, "closed", "null", null)]
    [InlineData(404, "closed", "null", null)]
    [InlineData(418, "closed", "null", null)]
    [InlineData(429, "closed", "null", null)]
    [InlineData(500, "closed", "null", null)]
    [InlineData(503, "closed", "null", null)]
    public async Task Only_what_is_certainly_over_is_dropped(int status, string state, string pull, string? dropped)
    {
        Server.Issues["acme/widgets#7"] = new ForgeAnswer(status, ForgeServer.Body("acme/widgets#7", state, pull), Location: "/elsewhere");
        Store(("acme/widgets#7", "claude"));
        var before = File.ReadAllBytes(Here.Store);

        var (plan, _, _) = await SweepAsync(Options);

        Server.Requests.Count.ShouldBe(1);
        if (dropped is null)
            File.ReadAllBytes(Here.Store).ShouldBe(before);
        else
            plan.Items.Single().Reason.ShouldBe($"the issue is {dropped}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>closed</html>")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"number\": 7")]
    [InlineData("{\"number\": \"7\", \"state\": \"closed\"}")]
    [InlineData("{\"number\": 7.5, \"state\": \"closed\"}")]
    [InlineData("{\"number\": 7}")]
    [InlineData("{\"number\": 7, \"state\": null}")]
    public async Task Another_body_is_unknown(string body)
    {
        Server.Issues["acme/widgets#7"] = new ForgeAnswer(200, body);
        Store(("acme/widgets#7", "claude"));

        var (plan, _, _) = await SweepAsync(Options);

        plan.Errors.Single().ShouldStartWith("acme/widgets#7: unexpected body");
        plan.Items.Single().Action.ShouldBe(Core.Retention.JanitorAction.Keep);
    }

    [Fact]
    public async Task Requests_start_at_least_two_hundred_milliseconds_apart_one_at_a_time_on_one_connection()
    {
        var records = Enumerable.Range(1, 6).Select(i => ($"acme/widgets#{i}", "claude")).ToArray();
        foreach (var (key, _) in records)
            Server.Says(key, "open");
        Server.Issues["acme/widgets#3"] = new ForgeAnswer(404);
        Store(records);

        await SweepAsync(Options with { ApiMinInterval = Interval });

        Server.Requests.Count.ShouldBe(6);
        Server.MostAtOnce.ShouldBe(1);
        Server.Requests.Select(request => request.Connection).Distinct().Count().ShouldBe(1);
        foreach (var (earlier, later) in Server.Requests.Zip(Server.Requests.Skip(1)))
            (later.At - earlier.At).ShouldBeGreaterThanOrEqualTo(Interval);
    }

    [Fact]
    public async Task In_virtual_time_five_hundred_questions_take_ninety_nine_point_eight_seconds()
    {
        var time = new LeapingTime(Noon, TimeSpan.FromMinutes(30));
        using var api = new ForgeApi(Options with { RequestTimeout = TimeSpan.FromHours(1) }, time);
        var questions = new Questions(api, null, Interval, time);
        TimeSpan? last = null;
        for (var i = 1; i <= 500; i++)
        {
            Server.Says(Key(i).ToString(), "open");
            (await questions.AskAsync(Key(i), Cancellation)).State.ShouldBe(IssueState.Open);
            if (last is { } before)
                (time.Elapsed - before).ShouldBeGreaterThanOrEqualTo(Interval);
            last = time.Elapsed;
        }

        time.Elapsed.ShouldBe(Interval * 499);
        await questions.AskAsync(Key(1), Cancellation);
        Server.Requests.Count.ShouldBe(500, "what was asked once is known");
    }

    [Theory]
    [InlineData(429, "30", 30)]
    [InlineData(503, "7", 7)]
    [InlineData(429, "Mon, 20 Apr 2026 12:00:40 GMT", 40)]
    [InlineData(429, null, 0.4)]
    [InlineData(500, null, 0.4)]
    [InlineData(429, "0", 0.4)]
    public async Task Trouble_makes_the_next_question_wait(int status, string? retryAfter, double seconds)
    {
        var time = new LeapingTime(Noon, TimeSpan.FromMinutes(30));
        using var api = new ForgeApi(Options with { RequestTimeout = TimeSpan.FromHours(1) }, time);
        var questions = new Questions(api, null, Interval, time);
        Server.Issues[Key(1).ToString()] = new ForgeAnswer(status, RetryAfter: retryAfter);
        Server.Says(Key(2).ToString(), "closed");

        (await questions.AskAsync(Key(1), Cancellation)).State.ShouldBe(IssueState.Unknown);
        (await questions.AskAsync(Key(2), Cancellation)).State.ShouldBe(IssueState.Closed);

        time.Elapsed.TotalSeconds.ShouldBe(seconds, 0.001);
    }

    [Fact]
    public async Task A_forge_that_stays_in_trouble_is_left_alone_and_everything_else_goes_on()
    {
        var records = Enumerable.Range(1, 20).Select(i => ($"acme/widgets#{i}", "claude")).ToArray();
        foreach (var (key, _) in records)
            Server.Issues[key] = new ForgeAnswer(502);
        Store(records);

        var (plan, _, summary) = await SweepAsync(Options);

        Server.Requests.Count.ShouldBe(5);
        plan.Errors.Count.ShouldBe(20);
        plan.Errors[^1].ShouldBe("acme/widgets#20: not asked: the last 5 questions to the forge failed (http 502)");
        summary.ShouldBe("swept: 0 sessions, 0 worktrees, 0 cache clones; skipped: 0 (still active)");
    }

    [Fact]
    public async Task A_long_wish_to_be_left_alone_is_granted()
    {
        Server.Issues["acme/widgets#1"] = new ForgeAnswer(429, RetryAfter: "3600");
        Server.Says("acme/widgets#2", "closed");
        Store(("acme/widgets#1", "claude"), ("acme/widgets#2", "claude"));

        var (plan, _, _) = await SweepAsync(Options);

        Server.Requests.Count.ShouldBe(1);
        plan.Errors[^1].ShouldContain("wants to be left alone for 1 h");
    }

    [Fact]
    public async Task Silence_and_a_forge_that_is_down_are_unknown_and_the_next_entry_is_asked_for()
    {
        Server.Issues["acme/widgets#1"] = new ForgeAnswer(200, Hangs: true);
        Server.Says("acme/widgets#2", "closed");
        Store(("acme/widgets#1", "claude"), ("acme/widgets#2", "claude"));

        var (plan, _, summary) = await SweepAsync(Options with { RequestTimeout = TimeSpan.FromSeconds(0.5) });
        plan.Errors.Single().ShouldBe("acme/widgets#1: not answered within 0.5 s");
        summary.ShouldStartWith("swept: 1 sessions");

        var options = Options;
        await Server.DisposeAsync();
        var (down, _, _) = await SweepAsync(options);
        down.Errors.Single().ShouldStartWith("acme/widgets#1: not reachable: ");
    }

    private static IssueKey Key(int number) => new("acme", "widgets", number);
}
