using ActorSweeper.Adapters.Artifacts;
using ActorSweeper.Core.Retention;

namespace ActorSweeper.Adapters.Tests.Artifacts;

public sealed class RunTests : ArtifactsTest
{
    private static readonly TimeSpan Old = TimeSpan.FromDays(30);

    [Fact]
    public async Task A_plan_changes_nothing_and_the_run_does_exactly_what_it_says()
    {
        for (var i = 0; i < 300; i++) Mixed(i);
        Directory.CreateSymbolicLink(PathOf("data/sessions/group0/.claude/debug/out"), Outside);
        var (before, outside) = (StateOf(Root), StateOf(Outside));
        var files = Left().ToList();
        var dry = Janitor(V1(mode: ArtifactsMode.DryRun));
        var (dryPlan, dryOutcomes) = await RunAsync(dry);
        dryOutcomes.Where(outcome => outcome.Did != JanitorAction.Keep).ShouldBeEmpty();
        StateOf(Root).ShouldBe(before);

        var janitor = Janitor();
        var (plan, outcomes) = await RunAsync(janitor);
        plan.Items.Select(Shown).ShouldBe(dryPlan.Items.Select(Shown));
        plan.Rules.ShouldBe(dryPlan.Rules);
        outcomes.Select(outcome => outcome.Item).ShouldBe(plan.Items);
        outcomes.ShouldAllBe(outcome => outcome.Note == null);
        outcomes.Sum(outcome => outcome.Freed).ShouldBe(plan.Items.Sum(item => item.Bytes));
        var planned = plan.Items.Where(item => item.Action == JanitorAction.Delete).Select(item => item.Path).ToList();
        planned.Count.ShouldBeGreaterThan(100);
        var gone = files.Except(Left(), StringComparer.Ordinal).Select(path => PathOf(path)).ToList();
        gone.Except(planned, StringComparer.Ordinal).ShouldAllBe(path => planned.Any(unit => path.StartsWith(unit.Replace(".jsonl", "/"))));
        planned.Except(gone, StringComparer.Ordinal).ShouldBeEmpty();
        StateOf(Outside).ShouldBe(outside);
        (await janitor.PlanAsync(Cancellation)).Items.Count(item => item.Action == JanitorAction.Delete).ShouldBe(0);

        static (string, JanitorAction, string, long) Shown(JanitorItem item) => (item.Path, item.Action, item.Reason, item.Bytes);
    }

    [Fact]
    public async Task The_end_is_at_the_next_item()
    {
        for (var i = 0; i < 20; i++) Put($"data/sessions/main/.claude/debug/{i}.txt", Old);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var janitor = Janitor();
        var plan = await janitor.PlanAsync(Cancellation);
        var outcomes = new List<ItemOutcome>();
        await foreach (var outcome in janitor.ApplyAsync(plan, end.Token))
        {
            outcomes.Add(outcome);
            if (outcomes.Count == 5) await end.CancelAsync();
        }

        outcomes.Count.ShouldBe(5);
        Left().Count().ShouldBe(15);
        await Should.ThrowAsync<OperationCanceledException>(() => janitor.PlanAsync(end.Token));
    }

    [Fact]
    public async Task What_is_in_the_trash_goes_when_its_time_is_over()
    {
        const string Project = "data/sessions/main/.claude/projects/-workspace-group/";
        Put(Project + Done + ".jsonl", Old);
        Put($"{Project}{Done}/one.txt", Old);
        Put("groups/main/logs/a.log", Old);
        var janitor = Janitor(V1(mode: ArtifactsMode.Trash));
        var (plan, outcomes) = await RunAsync(janitor);
        plan.Items.ShouldAllBe(item => item.Action == JanitorAction.Trash);
        outcomes.ShouldAllBe(outcome => outcome.Did == JanitorAction.Trash && outcome.Freed == 0 && outcome.Note == null);
        janitor.Summarize(plan, outcomes).ShouldBe("0 deleted, 2 moved to the trash, 0 kept; 0 bytes freed");
        Left().ShouldAllBe(path => path.Contains(".actorsweeper-trash/20260131T120000000Z/"));
        Time.Now += TimeSpan.FromHours(24);
        (await janitor.PlanAsync(Cancellation)).Items.ShouldBeEmpty();
        Time.Now += TimeSpan.FromSeconds(1);
        var (purge, purged) = await RunAsync(janitor);
        purge.Items.ShouldAllBe(item => item.Action == JanitorAction.Delete
            && item.Reason == "in the trash since 2026-01-31 12:00:00, kept there for 1d");
        purged.ShouldAllBe(outcome => outcome.Note == null);
        purged.Sum(outcome => outcome.Freed).ShouldBeGreaterThanOrEqualTo(15);
        Left().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_root_that_was_replaced_after_the_plan_is_not_touched()
    {
        Put("data/sessions/main/.claude/debug/a.txt", Old);
        var janitor = Janitor();
        var plan = await janitor.PlanAsync(Cancellation);
        Directory.Move(PathOf("data"), PathOf("moved"));
        Put("data/sessions/main/.claude/debug/a.txt", Old);
        var outcome = (await ApplyAsync(janitor, plan)).ShouldHaveSingleItem();
        outcome.IsFailed.ShouldBeTrue();
        outcome.Note!.ShouldContain("another directory than when the plan was made");
        Left().Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_failure_of_one_item_does_not_keep_the_others()
    {
        for (var i = 0; i < 5; i++) Put($"data/sessions/main/.claude/debug/{i}.txt", Old);
        if (!Deletion.Tool.Run("chattr", "+i", PathOf("data/sessions/main/.claude/debug/2.txt"))) Assert.Skip("no immutable files here");
        var janitor = Janitor();
        var (plan, outcomes) = await RunAsync(janitor);
        var failed = outcomes.Single(outcome => outcome.IsFailed);
        failed.Note.ShouldBe($"{failed.Item.Path}: cannot remove it: it is immutable: allow it with chattr -i");
        janitor.Summarize(plan, outcomes).ShouldBe("4 deleted, 0 kept, 1 failed; 20 bytes freed");
        Left().ShouldBe(["data/sessions/main/.claude/debug/2.txt"]);
    }

    /// <summary>Some file of some type, group, age and protection.</summary>
    private void Mixed(int i)
    {
        var agent = $"data/sessions/group{i % 4}/.claude/";
        var (id, age) = (i % 11 == 0 ? Active : $"0a6d3c1e-59f1-4a58-8f0c-{i:d12}", TimeSpan.FromDays(i % 13));
        switch (i % 6)
        {
            case 0: Put($"{agent}projects/-workspace-group/{id}.jsonl", age); break;
            case 1:
                Put($"{agent}projects/-workspace-group/{id}.jsonl", age);
                Put($"{agent}projects/-workspace-group/{id}/tool-results/{i}.txt", age);
                break;
            case 2: Put($"{agent}debug/{id}.txt", age); break;
            case 3: Put($"{agent}todos/{id}-agent-{id}.json", age); break;
            case 4: Put($"{agent}telemetry/1p_failed_events.{id}.{i}.json", age); break;
            default: Put($"groups/group{i % 4}/logs/{i}.log", age); break;
        }
    }
}
