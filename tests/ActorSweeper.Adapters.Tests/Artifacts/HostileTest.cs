using System.Globalization;
using System.Text;
using ActorSweeper.Adapters.Artifacts;
using ActorSweeper.Core.Retention;

namespace ActorSweeper.Adapters.Tests.Artifacts;

/// <summary>A rule on <c>own/*</c>, files and directories, ten days from now: all that is made in a test has expired.</summary>
public abstract class HostileTest : ArtifactsTest
{
    protected HostileTest(string? place = null)
        : base(place)
    {
        Time.Now = TimeProvider.System.GetUtcNow() + TimeSpan.FromDays(10);
        Directory.CreateDirectory(Own);
    }

    protected string Own => PathOf("own");

    protected string In(string name) => PathOf("own", name);

    internal ArtifactsJanitor OwnJanitor(string glob = "own/*", ArtifactsMode mode = ArtifactsMode.Delete) => Janitor(
        new ArtifactsOptions(
            [new ArtifactRule("own", Root, glob, TimeSpan.FromDays(1), Unit: ArtifactUnit.Entry)], null, mode, TimeSpan.FromHours(24)));

    /// <summary>Runs it, shows that nothing outside was touched, and that the text of everything is fit to be shown.</summary>
    protected async Task<(JanitorPlan Plan, List<ItemOutcome> Outcomes)> SweepAsync(
        string glob = "own/*", ArtifactsMode mode = ArtifactsMode.Delete)
    {
        var outside = StateOf(Outside);
        var run = await RunAsync(OwnJanitor(glob, mode));
        StateOf(Outside).ShouldBe(outside);
        foreach (var text in run.Plan.Items.Select(item => item.Path + item.Reason).Concat(run.Plan.Errors)
            .Concat(run.Outcomes.Select(outcome => outcome.Note ?? "")))
            text.EnumerateRunes().ShouldAllBe(rune => !IsDeceiving(rune));
        run.Outcomes.Count.ShouldBe(run.Plan.Items.Count);
        return run;
    }

    protected async Task GoesAsync(string shown, long freed = 0)
    {
        var (plan, outcomes) = await SweepAsync();
        plan.Errors.ShouldBeEmpty();
        plan.Items.ShouldHaveSingleItem().Path.ShouldBe($"{Own}/{shown}");
        outcomes.ShouldHaveSingleItem().ShouldBe(new ItemOutcome(plan.Items[0], JanitorAction.Delete, freed));
        Directory.EnumerateFileSystemEntries(Own).ShouldBeEmpty();
    }

    protected async Task StaysAsync(string name, string why)
    {
        var (plan, outcomes) = await SweepAsync();
        var texts = plan.Errors.Concat(outcomes.Select(outcome => outcome.Note)).Concat(plan.Items.Select(item => item.Reason));
        texts.ShouldContain(text => text != null && text.Contains(why), why);
        outcomes.ShouldAllBe(outcome => outcome.Did == JanitorAction.Keep);
        Directory.EnumerateFileSystemEntries(Own).ShouldBe([In(name)]);
    }

    private static bool IsDeceiving(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
