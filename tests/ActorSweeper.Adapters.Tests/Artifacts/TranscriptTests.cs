using ActorSweeper.Core.Retention;

namespace ActorSweeper.Adapters.Tests.Artifacts;

public sealed class TranscriptTests : ArtifactsTest
{
    private const string Project = "data/sessions/main/.claude/projects/-workspace-group/";

    private static readonly TimeSpan Old = TimeSpan.FromDays(8);

    [Fact]
    public async Task A_transcript_goes_with_its_tool_results_as_one_thing()
    {
        var path = Put(Project + Done + ".jsonl", Old);
        Put($"{Project}{Done}/tool-results/a/one.txt", Old, "123");
        Put($"{Project}{Done}/two.txt", Old, "1234567");
        var (plan, outcomes) = await RunAsync(Janitor());
        var item = plan.Items.ShouldHaveSingleItem();
        (item.Path, item.Bytes).ShouldBe((path, 15));
        item.Reason.ShouldBe("transcripts: 8d old, kept for 7d; its tool results go with it");
        outcomes.ShouldHaveSingleItem().Freed.ShouldBe(15);
        Directory.EnumerateFileSystemEntries(PathOf(Project)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_newest_file_among_them_says_how_old_they_are()
    {
        Put(Project + Done + ".jsonl", Old);
        Put($"{Project}{Done}/tool-results/one.txt", Old);
        var newest = Put($"{Project}{Done}/tool-results/deep/new.txt", TimeSpan.FromDays(7));
        (await Janitor().PlanAsync(Cancellation)).Items.ShouldBeEmpty();
        File.SetLastWriteTimeUtc(newest, (Noon - TimeSpan.FromDays(7) - TimeSpan.FromTicks(1)).UtcDateTime);
        (await Janitor().PlanAsync(Cancellation)).Items.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Tool_results_without_a_transcript_go_by_themselves()
    {
        Put($"{Project}{Done}/one.txt", Old);
        Put($"{Project}{Active}/one.txt", Old);
        Put($"{Project}{Other}/one.txt", TimeSpan.FromDays(1));
        var (plan, _) = await RunAsync(Janitor());
        plan.Items.Select(item => (item.Path, item.Action)).ShouldBe(
            [(PathOf(Project + Active), JanitorAction.Keep), (PathOf(Project + Done), JanitorAction.Delete)], ignoreOrder: true);
        Left().ShouldBe([$"{Project}{Active}/one.txt", $"{Project}{Other}/one.txt"]);
    }

    [Fact]
    public async Task A_transcript_that_is_written_after_the_plan_stays_with_all_of_its_tool_results()
    {
        var path = Put(Project + Done + ".jsonl", Old);
        Put($"{Project}{Done}/one.txt", Old);
        var janitor = Janitor();
        var plan = await janitor.PlanAsync(Cancellation);
        File.AppendAllText(path, "more");
        var outcome = (await ApplyAsync(janitor, plan)).ShouldHaveSingleItem();
        (outcome.Did, outcome.IsFailed, outcome.Note).ShouldBe(
            (JanitorAction.Keep, false, "its transcript was written or removed meanwhile"));
        Left().ShouldBe([Project + Done + ".jsonl", $"{Project}{Done}/one.txt"]);
    }

    [Fact]
    public async Task Tool_results_that_are_written_or_come_after_the_plan_keep_the_transcript()
    {
        Put(Project + Done + ".jsonl", Old);
        var results = Put($"{Project}{Done}/one.txt", Old);
        Put(Project + Other + ".jsonl", Old);
        var janitor = Janitor();
        var plan = await janitor.PlanAsync(Cancellation);
        File.SetLastWriteTimeUtc(results, Noon.UtcDateTime);
        Put($"{Project}{Other}/new.txt", Old);
        var outcomes = await ApplyAsync(janitor, plan);
        outcomes.Select(outcome => outcome.Note).ShouldBe(
            ["something in it was written meanwhile", "tool results have come beside it meanwhile"], ignoreOrder: true);
        Left().Count().ShouldBe(4);
    }

    [Fact]
    public async Task What_an_interrupted_removal_has_left_goes_at_the_next_run()
    {
        Put($"{Project}.actorsweeper-gone-1f.0-{Done}/one.txt", TimeSpan.Zero);
        var (plan, _) = await RunAsync(Janitor());
        plan.Items.ShouldHaveSingleItem().Reason.ShouldBe("the rest of a removal that was interrupted");
        Left().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_directory_that_cannot_be_looked_at_keeps_its_transcript_and_is_told_about()
    {
        Put(Project + Done + ".jsonl", Old);
        Put(Project + Other + ".jsonl", Old);
        Directory.CreateDirectory(PathOf(Project, Done, "mounted"));
        if (!Deletion.Tool.Run("mount", "-t", "tmpfs", "none", PathOf(Project, Done, "mounted"))) Assert.Skip("mounting is not possible");
        try
        {
            var (plan, _) = await RunAsync(Janitor());
            plan.Errors.ShouldHaveSingleItem().ShouldContain("mount point: unmount it");
            Left().ShouldBe([Project + Done + ".jsonl"]);
        }
        finally
        {
            Deletion.Tool.Run("umount", PathOf(Project, Done, "mounted")).ShouldBeTrue();
        }
    }
}
