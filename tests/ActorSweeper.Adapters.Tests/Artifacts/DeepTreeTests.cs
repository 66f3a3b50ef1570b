using ActorSweeper.Adapters.Artifacts;
using ActorSweeper.Adapters.Tests.Deletion;
using ActorSweeper.Core.Retention;

namespace ActorSweeper.Adapters.Tests.Artifacts;

/// <summary>Trees deeper than any path is long; in memory where there is such a place, because a disk takes minutes for them.</summary>
public sealed class DeepTreeTests : HostileTest
{
    private const int Deep = 100_000;
    private const int LessDeep = 20_000;
    private const string Memory = "/dev/shm";

    public DeepTreeTests()
        : base(Directory.Exists(Memory) ? Memory : null)
    {
    }

    [Fact]
    public async Task A_tree_of_100_000_levels_goes_with_few_descriptors_and_no_deep_stack()
    {
        Directory.CreateDirectory(In("tree"));
        RawFiles.Deep(In("tree"), Deep);
        await GoesAsync("tree");
    }

    [Fact]
    public async Task A_tree_of_20_000_levels_moves_into_the_trash_and_out_of_it()
    {
        Directory.CreateDirectory(In("tree"));
        RawFiles.Deep(In("tree"), LessDeep);
        (await SweepAsync(mode: ArtifactsMode.Trash)).Outcomes.ShouldHaveSingleItem().Did.ShouldBe(JanitorAction.Trash);
        Time.Now += TimeSpan.FromHours(25);
        (await SweepAsync(mode: ArtifactsMode.Trash)).Outcomes.ShouldHaveSingleItem().Did.ShouldBe(JanitorAction.Delete);
        Directory.EnumerateFileSystemEntries(PathOf(".actorsweeper-trash")).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_end_inside_a_deep_tree_is_soon_and_leaves_the_rest_under_its_name()
    {
        Directory.CreateDirectory(In("tree"));
        RawFiles.Deep(In("tree"), LessDeep);
        var janitor = OwnJanitor();
        var plan = await janitor.PlanAsync(Cancellation);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await end.CancelAsync();
        using var folder = Opened.OpenFolder("own");
        folder.Remove(Find("tree", "own"), end.Token).End.ShouldBe(ActorSweeper.Adapters.Deletion.RemovalEnd.Stopped);
        Directory.EnumerateFileSystemEntries(Own).ShouldBe([In("tree")]);
        (await ApplyAsync(janitor, plan)).ShouldHaveSingleItem().Note.ShouldBeNull();
    }
}
