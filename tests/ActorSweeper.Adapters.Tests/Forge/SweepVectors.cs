using System.Text.Json;
using System.Text.Json.Nodes;
using ActorSweeper.Adapters.Forge;
using ActorSweeper.Core.Retention;

namespace ActorSweeper.Adapters.Tests.Forge;

/// <summary>
/// Whole sweeps of <c>forge-sweep-cases.json</c>, through the real janitor, on a real store, real repositories and a real server.
/// </summary>
public sealed class SweepVectors : ForgeTest
{
    private const string Root = "/srv/worktrees";

    private static readonly Dictionary<string, JsonElement> Cases = JsonDocument
        .Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors", "forge-sweep-cases.json")))
        .RootElement.GetProperty("cases").EnumerateArray().ToDictionary(found => found.GetProperty("name").GetString()!);

    /// <summary>Where the issue decides otherwise than the model that the vectors come from: the case, and what comes of it.</summary>
    private static readonly Dictionary<string, (string Reason, bool SecondSweep)> Deviations = new(StringComparer.Ordinal)
    {
        ["deleted issue (404), 31 days unused: session dropped, idle worktree removed"] =
            ("404 counts only when repeated over a day: the session goes by its age at once, the worktree at a sweep a day later", true),
    };

    public static TheoryData<string> Names() => new(Cases.Keys);

    [Fact]
    public void There_are_twenty_three_sweeps() => Cases.Count.ShouldBe(23);

    [Fact]
    public void Every_deviation_names_a_case() => Deviations.Keys.ShouldBeSubsetOf(Cases.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_sweep_does_what_the_vector_says(string name)
    {
        var sweep = Cases[name];
        Prepare(sweep);
        var options = Options with
        {
            MaxAge = TimeSpan.FromDays(sweep.GetProperty("maxAgeDays").GetDouble()),
            UnsavedWork = sweep.GetProperty("dirtyPolicy").GetString() == "force" ? UnsavedWork.Force : UnsavedWork.Keep,
            ApiMinInterval = TimeSpan.FromMilliseconds(200),
        };
        var now = sweep.GetProperty("now").GetDateTimeOffset();
        var expected = sweep.GetProperty("expected");

        var (plan, outcomes, summary) = await SweepAsync(options, now);

        outcomes.ShouldAllBe(outcome => !outcome.IsFailed);
        Server.Asked.ShouldBe(Texts(expected, "apiCalls"));
        if (Server.Requests.Count > 1)
        {
            (Server.Requests[^1].At - Server.Requests[0].At).TotalMilliseconds
                .ShouldBeGreaterThanOrEqualTo(expected.GetProperty("minimumDurationMs").GetInt32());
        }

        CheckErrors(plan, expected);
        if (Deviations.TryGetValue(name, out var deviation) && deviation.SecondSweep)
        {
            Directory.Exists(Map("/srv/worktrees/claude/acme-widgets-5")).ShouldBeTrue();
            summary.ShouldBe("swept: 1 sessions, 0 worktrees, 0 cache clones; skipped: 0 (still active)");
            var (_, later, _) = await SweepAsync(options, now + TimeSpan.FromHours(25));
            outcomes = [.. outcomes, .. later.Where(outcome => outcome.Item.Action == JanitorAction.Delete)];
        }
        else
        {
            summary.ShouldBe(expected.GetProperty("summary").GetString());
            CheckKept(plan, expected);
        }

        CheckDropped(outcomes, expected);
        CheckWorktrees(sweep, outcomes, expected);
        var after = JsonNode.Parse(File.ReadAllText(Here.Store))!["sessions"];
        JsonNode.DeepEquals(after, JsonNode.Parse(Mapped(expected.GetProperty("sessionsAfter")))).ShouldBeTrue(after!.ToJsonString());
    }

    private void CheckDropped(IReadOnlyList<ItemOutcome> outcomes, JsonElement expected) => outcomes
        .Where(outcome => outcome.Did == JanitorAction.Drop)
        .Select(outcome => (
            outcome.Item.Path, Why: outcome.Item.Reason.Split(':')[0].Replace("the issue is ", "", StringComparison.Ordinal)))
        .ShouldBe(expected.GetProperty("dropped").EnumerateArray().Select(dropped => (
            $"{Here.Store}#{dropped.GetProperty("session").GetString()}/{dropped.GetProperty("agent").GetString()}",
            dropped.GetProperty("reason").GetString()!)));

    private void CheckWorktrees(JsonElement sweep, IReadOnlyList<ItemOutcome> outcomes, JsonElement expected)
    {
        var gone = Texts(expected, "removedWorktrees").Concat(Texts(expected, "prunedRegistrations")).Select(Map).Order().ToList();
        outcomes.Where(outcome => outcome.Did == JanitorAction.Delete).Select(outcome => outcome.Item.Path).Order().ShouldBe(gone);
        foreach (var worktree in sweep.GetProperty("worktrees").EnumerateArray())
        {
            var path = Map(worktree.GetProperty("path").GetString()!);
            Here.Registered(worktree.GetProperty("clone").GetString()!).Contains(path).ShouldBe(!gone.Contains(path));
            Directory.Exists(path).ShouldBe(!gone.Contains(path));
        }
    }

    private void CheckKept(JanitorPlan plan, JsonElement expected)
    {
        foreach (var kept in expected.GetProperty("keptWorktrees").EnumerateArray())
        {
            var (path, why) = (Map(kept.GetProperty("worktree").GetString()!), kept.GetProperty("reason").GetString()!);
            var item = plan.Items.SingleOrDefault(item => item.Path == path);
            if (why == "not one of ours")
                item.ShouldBeNull("what is not ours is not even listed");
            else
                (item!.Action, item.Reason.Replace("its issue's state is", "state", StringComparison.Ordinal)).ShouldSatisfyAllConditions(
                    found => found.Action.ShouldBe(JanitorAction.Keep), found => found.Item2.ShouldContain(why));
        }
    }

    /// <summary>
    /// The model's errors are lines of a log: what failed is an error here, and what is merely kept a kept item with its reason.
    /// </summary>
    private void CheckErrors(JanitorPlan plan, JsonElement expected)
    {
        var errors = expected.GetProperty("errors").EnumerateArray().ToList();
        var failures = 0;
        foreach (var error in errors)
        {
            var text = error.GetProperty("error").GetString()!;
            if (error.TryGetProperty("worktree", out var worktree))
                ReasonOf(plan, Map(worktree.GetString()!)).ShouldContain(text);
            else if (text == "not found")
                (plan.Items.Any(item => item.Reason.Contains(text, StringComparison.Ordinal))).ShouldBeTrue();
            else
            {
                failures++;
                var start = $"{error.GetProperty("session").GetString()}: {text}";
                plan.Errors.ShouldContain(line => line.StartsWith(start, StringComparison.Ordinal));
            }
        }

        plan.Errors.Count.ShouldBe(failures);
    }

    private void Prepare(JsonElement sweep)
    {
        File.WriteAllText(Here.Store, $$"""{"version": 1, "sessions": {{Mapped(sweep.GetProperty("sessions"))}} }""");
        foreach (var worktree in sweep.GetProperty("worktrees").EnumerateArray())
        {
            var path = Map(worktree.GetProperty("path").GetString()!);
            var branch = worktree.GetProperty("branch").GetString()!["refs/heads/".Length..];
            Here.Add(worktree.GetProperty("clone").GetString()!, path, branch);
            if (worktree.TryGetProperty("dirty", out _))
                File.AppendAllText(Path.Combine(path, "README.md"), "more\n");
            if (worktree.TryGetProperty("missingDirectory", out _))
                Directory.Delete(path, recursive: true);
        }

        foreach (var answer in sweep.GetProperty("api").EnumerateObject())
        {
            Server.Issues[answer.Name] = new ForgeAnswer(
                answer.Value.GetProperty("status").GetInt32(),
                answer.Value.TryGetProperty("body", out var body) ? body.GetRawText() : "{}");
        }
    }

    private static IEnumerable<string> Texts(JsonElement expected, string name) =>
        expected.GetProperty(name).EnumerateArray().Select(text => text.GetString()!);

    private string Mapped(JsonElement sessions) => sessions.GetRawText().Replace(Root, Here.Worktrees, StringComparison.Ordinal);

    private string Map(string path) =>
        path.StartsWith(Root, StringComparison.Ordinal) ? Here.Worktrees + path[Root.Length..] : Here.Root + path;
}
