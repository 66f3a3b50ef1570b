using ActorSweeper.Adapters.Deletion;

namespace ActorSweeper.Adapters.Tests.Deletion;

public sealed class RemovingTests : DeletionTest
{
    [Fact]
    public void A_file_goes_and_frees_its_bytes()
    {
        Write("a/b/file", "12345");
        var removal = Remove(Find("file", "a/b"), "a/b");
        removal.ShouldBe(Removal.Removed(5));
        File.Exists(PathOf("a/b/file")).ShouldBeFalse();
        Directory.Exists(PathOf("a/b")).ShouldBeTrue();
    }

    [Fact]
    public void A_file_that_was_written_since_stays()
    {
        var path = Write("file");
        var planned = Find("file");
        File.AppendAllText(path, "more");
        Remove(planned).ShouldBe(Removal.Changed("it was written meanwhile"));
        File.ReadAllText(path).ShouldBe("contentmore");
    }

    [Fact]
    public void Another_file_of_the_same_name_size_and_time_stays()
    {
        var path = Write("file");
        var planned = Find("file");
        var time = File.GetLastWriteTimeUtc(path);
        File.Delete(path);
        File.WriteAllText(path, "CONTENT");
        File.SetLastWriteTimeUtc(path, time);
        Remove(planned).End.ShouldBe(RemovalEnd.Changed);
        File.ReadAllText(path).ShouldBe("CONTENT");
    }

    [Fact]
    public void What_is_gone_already_is_no_failure()
    {
        var path = Write("file");
        var planned = Find("file");
        File.Delete(path);
        Remove(planned).ShouldBe(Removal.Changed("it is gone already"));
    }

    [Fact]
    public void A_tree_goes_with_all_that_is_in_it()
    {
        for (var i = 0; i < 200; i++) Write($"tree/{i % 7}/{i % 5}/file{i}", "123");
        File.CreateSymbolicLink(PathOf("tree/3/out"), Outside);
        File.CreateSymbolicLink(PathOf("tree/4/file"), Sentinel);
        Remove(Find("tree")).ShouldBe(Removal.Removed(600));
        Directory.EnumerateFileSystemEntries(Root).ShouldBeEmpty();
        SentinelIsUntouched();
    }

    [Fact]
    public void A_tree_whose_last_look_finds_a_reason_stays_as_it_was()
    {
        Write("tree/a/file");
        var before = StateOf(Root);
        Remove(Find("tree"), check: size => size.Entries == 1 && size.NewestModified is not null ? "it is used" : null)
            .ShouldBe(Removal.Changed("it is used"));
        StateOf(Root).ShouldBe(before);
    }

    [Fact]
    public void A_file_that_comes_into_a_tree_while_it_is_looked_at_keeps_it()
    {
        Write("tree/a/file");
        var looks = 0;
        var removal = Remove(Find("tree"), check: size =>
        {
            if (looks++ == 0) Write("tree/a/new");
            return size.Entries > 1 ? "something new is in it" : null;
        });
        removal.ShouldBe(Removal.Changed("something new is in it"));
        File.Exists(PathOf("tree/a/new")).ShouldBeTrue();
        File.Exists(PathOf("tree/a/file")).ShouldBeTrue();
    }

    [Fact]
    public void A_directory_that_is_put_in_the_place_of_a_planned_one_gets_its_name_back()
    {
        Write("tree/file");
        Write("other/precious");
        var removal = Remove(Find("tree"), check: _ =>
        {
            if (Directory.Exists(PathOf("other"))) RawFiles.Exchange(PathOf("tree"), PathOf("other"));
            return null;
        });
        removal.ShouldBe(Removal.Changed("another one was put in its place"));
        File.Exists(PathOf("tree/precious")).ShouldBeTrue();
        File.Exists(PathOf("other/file")).ShouldBeTrue();
    }

    [Fact]
    public void The_end_in_the_middle_of_a_tree_leaves_the_rest_under_its_name()
    {
        for (var i = 0; i < 50; i++) Write($"tree/{i}/file");
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        using var folder = Opened.OpenFolder();
        var looks = 0;
        var removal = folder.Remove(Find("tree"), end.Token, _ =>
        {
            if (looks++ == 1) end.Cancel();
            return null;
        });
        removal.End.ShouldBe(RemovalEnd.Stopped);
        Directory.EnumerateFileSystemEntries(Root).ShouldBe([PathOf("tree")]);
        Directory.EnumerateFiles(PathOf("tree"), "*", SearchOption.AllDirectories).Count().ShouldBe(50);
    }

    [Fact]
    public void A_name_in_the_same_directory_is_given_only_when_it_is_free()
    {
        Write("file");
        Write("taken", "theirs");
        using var folder = Opened.OpenFolder();
        var refused = folder.Rename(Find("file"), RawName.Of("taken"));
        (refused.IsFailed, refused.IsTaken).ShouldBe((true, true));
        refused.Text!.ShouldContain("it is not replaced");
        folder.Rename(Find("file"), RawName.Of("file.deleted")).ShouldBe(Removal.Removed(0));
        File.ReadAllText(PathOf("taken")).ShouldBe("theirs");
        File.ReadAllText(PathOf("file.deleted")).ShouldBe("content");
    }

    [Fact]
    public void A_kernel_without_openat2_is_served_as_well()
    {
        Write("a/tree/b/file", "123");
        File.CreateSymbolicLink(PathOf("link"), Outside);
        using var root = OpenedRoot.Open(Root, isOldKernel: true);
        Should.Throw<DeletionException>(() => root.OpenFolder("link")).Message.ShouldContain("links are not followed");
        using var folder = root.OpenFolder("a");
        using (var file = folder.OpenFolder(RawName.Of("tree")).OpenFolder(RawName.Of("b")).OpenFile(RawName.Of("file")))
            file.Length.ShouldBe(3);
        folder.Remove(folder.Find(RawName.Of("tree"))!.Value, Cancellation).ShouldBe(Removal.Removed(3));
    }

    [Fact]
    public void Only_a_place_that_may_be_deleted_in_is_opened()
    {
        void Refused(string path, string text) => Should.Throw<DeletionException>(() => OpenedRoot.Open(path)).Message.ShouldContain(text);
        Refused("/", "the root of the file system");
        Refused(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "home directory");
        Refused(PathOf("none"), "no such directory: create it");
        Refused(Write("file"), "not a directory");
        Refused("relative", "expected an absolute path");
        File.SetUnixFileMode(Outside, (UnixFileMode)0x1ff);
        Refused(Outside, "chmod o-w");
        File.CreateSymbolicLink(PathOf("link"), Above);
        using var linked = OpenedRoot.Open(PathOf("link"));
        linked.Path.ShouldBe(Above);
    }
}
