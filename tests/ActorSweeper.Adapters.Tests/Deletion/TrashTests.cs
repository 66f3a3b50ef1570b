using ActorSweeper.Adapters.Deletion;

namespace ActorSweeper.Adapters.Tests.Deletion;

public sealed class TrashTests : DeletionTest
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 10, 12, 0, 0, TimeSpan.Zero);

    private readonly List<string> _problems = [];

    [Fact]
    public void What_is_in_the_trash_is_listed_and_comes_back_as_it_was()
    {
        Write("a/b/file", "one");
        Write("a/tree/x/file", "two");
        File.CreateSymbolicLink(PathOf("a/b/link"), Sentinel);
        var before = StateOf(Root);
        using var trash = new Trash(Opened);
        foreach (var (folder, name) in new[] { ("a/b", "file"), ("a/b", "link"), ("a", "tree") }) Put(trash, folder, name);
        Directory.EnumerateFiles(PathOf("a"), "*", SearchOption.AllDirectories).ShouldBeEmpty();
        var listed = trash.List(_problems, Cancellation);
        listed.Select(entry => (entry.Path, entry.At)).Order().ShouldBe(
            [(PathOf("a/b/file"), Noon), (PathOf("a/b/link"), Noon), (PathOf("a/tree"), Noon)]);
        Directory.Delete(PathOf("a/b"));
        listed.ForEach(entry => trash.Restore(entry).ShouldBe(Removal.Removed(0)));
        Directory.Delete(PathOf(".actorsweeper-trash"));
        StateOf(Root).ShouldBe(before);
        _problems.ShouldBeEmpty();
    }

    [Fact]
    public void What_is_there_now_is_never_replaced()
    {
        Write("file", "old");
        using var trash = new Trash(Opened);
        Put(trash, "", "file");
        Write("file", "new");
        Put(trash, "", "file");
        Write("file", "newest");
        var listed = trash.List(_problems, Cancellation);
        listed.Count.ShouldBe(2);
        foreach (var entry in listed) trash.Restore(entry).IsTaken.ShouldBeTrue();
        File.ReadAllText(PathOf("file")).ShouldBe("newest");
        trash.List(_problems, Cancellation).Count.ShouldBe(2);
    }

    [Fact]
    public void Only_what_is_old_enough_is_purged_and_what_is_not_ours_stays()
    {
        using var trash = new Trash(Opened);
        foreach (var hours in new[] { 0, 24, 25, 26 })
        {
            Write($"file{hours}", "123");
            using var folder = Opened.OpenFolder();
            trash.Put(folder, Find($"file{hours}"), Noon.AddHours(-hours)).ShouldBe(Removal.Removed(0));
        }

        Write(".actorsweeper-trash/mine", "keep");
        var purged = trash.Expired(Noon.AddHours(-24), _problems, Cancellation).ToList();
        purged.Select(run => run.At).Order().ShouldBe([Noon.AddHours(-26), Noon.AddHours(-25)]);
        foreach (var run in purged)
        {
            using var folder = Opened.OpenFolder(run.Folder);
            folder.Remove(run.Entry, Cancellation).ShouldBe(Removal.Removed(run.Frees));
        }

        trash.List(_problems, Cancellation).Select(entry => entry.Path).Order().ShouldBe([PathOf("file0"), PathOf("file24")]);
        _problems.Single().ShouldContain("is not from ActorSweeper");
        File.ReadAllText(PathOf(".actorsweeper-trash/mine")).ShouldBe("keep");
    }

    [Fact]
    public void A_trash_that_is_a_link_is_not_used()
    {
        Write("file");
        File.CreateSymbolicLink(PathOf(".actorsweeper-trash"), Outside);
        using var trash = new Trash(Opened);
        using var folder = Opened.OpenFolder();
        trash.Put(folder, Find("file"), Noon).Text!.ShouldContain("links are not followed");
        File.Exists(PathOf("file")).ShouldBeTrue();
        Directory.EnumerateFileSystemEntries(Outside).ShouldBe([Sentinel]);
    }

    private void Put(Trash trash, string folder, string name)
    {
        using var opened = Opened.OpenFolder(folder);
        trash.Put(opened, Find(name, folder), Noon).ShouldBe(Removal.Removed(0));
    }
}
