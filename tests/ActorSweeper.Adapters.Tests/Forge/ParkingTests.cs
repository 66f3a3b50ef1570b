using ActorSweeper.Adapters.Forge;
using ActorSweeper.Core.Retention;

namespace ActorSweeper.Adapters.Tests.Forge;

public sealed class ParkingTests : ForgeTest
{
    private ForgeOptions Park => Options with { UnsavedWork = UnsavedWork.Park };

    private string Worktree => Path.Combine(Here.Worktrees, "claude", "acme-widgets-1");

    private string Clone => Here.Clone("acme/widgets");

    private void Prepare()
    {
        Here.AddFor("claude", 1);
        Server.Says("acme/widgets#1", "closed");
    }

    private async Task<string> ParkAsync()
    {
        var (plan, outcomes, _) = await SweepAsync(Park);
        outcomes.Single().Did.ShouldBe(JanitorAction.Delete, outcomes.Single().Note);
        Directory.Exists(Worktree).ShouldBeFalse();
        Here.Registered("acme/widgets").ShouldBeEmpty();
        var parked = Repositories.Git(Clone, "for-each-ref", "--format=%(refname)", "refs/actorsweeper/parked/").Trim();
        parked.ShouldBe("refs/actorsweeper/parked/claude/acme-widgets-1/20260420T120000Z");
        plan.Items.Single().Reason.ShouldContain(parked);
        return parked;
    }

    [Fact]
    public async Task Changed_untracked_and_deleted_files_are_in_the_parked_commit_and_the_worktree_goes()
    {
        Prepare();
        File.AppendAllText(Path.Combine(Worktree, "README.md"), "more\n");
        Directory.CreateDirectory(Path.Combine(Worktree, "deep", "er"));
        File.WriteAllBytes(Path.Combine(Worktree, "deep", "er", "new.bin"), [0, 1, 2, 0xFF]);
        File.WriteAllText(Path.Combine(Worktree, "x.ignored"), "cache");
        File.CreateSymbolicLink(Path.Combine(Worktree, "link"), "/etc/passwd");
        var main = Repositories.Git(Clone, "rev-parse", "main");

        var parked = await ParkAsync();

        Repositories.Git(Clone, "show", parked + ":README.md").ShouldBe("hello\nmore\n");
        Repositories.Git(Clone, "ls-tree", "-r", "--name-only", parked).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .ShouldBe([".gitignore", "README.md", "deep/er/new.bin", "link"]);
        Repositories.Git(Clone, "cat-file", "-s", parked + ":deep/er/new.bin").Trim().ShouldBe("4");
        Repositories.Git(Clone, "rev-parse", parked + "^").ShouldBe(main);
        Repositories.Git(Clone, "fsck", "--strict");
    }

    [Fact]
    public async Task What_was_staged_differently_is_the_second_parent()
    {
        Prepare();
        var file = Path.Combine(Worktree, "new.txt");
        File.WriteAllText(file, "staged\n");
        Repositories.Git(Worktree, "add", "new.txt");
        File.WriteAllText(file, "later\n");

        var parked = await ParkAsync();

        Repositories.Git(Clone, "show", parked + ":new.txt").ShouldBe("later\n");
        Repositories.Git(Clone, "show", parked + "^2:new.txt").ShouldBe("staged\n");
    }

    [Fact]
    public async Task Files_that_the_index_hides_are_parked_too()
    {
        Prepare();
        Repositories.Git(Worktree, "update-index", "--assume-unchanged", "README.md");
        File.AppendAllText(Path.Combine(Worktree, "README.md"), "hidden\n");
        File.WriteAllText(Path.Combine(Worktree, "seen.txt"), "seen\n");

        Repositories.Git(Clone, "show", await ParkAsync() + ":README.md").ShouldBe("hello\nhidden\n");
    }

    [Fact]
    public async Task Commits_of_a_clean_but_unpushed_or_detached_worktree_are_parked_as_they_are()
    {
        Prepare();
        Repositories.Git(Worktree, "checkout", "-q", "--detach");
        File.WriteAllText(Path.Combine(Worktree, "new.txt"), "new\n");
        Repositories.Git(Worktree, "add", ".");
        Repositories.Git(Worktree, "commit", "-q", "-m", "work");
        var head = Repositories.Git(Worktree, "rev-parse", "HEAD");

        Repositories.Git(Clone, "rev-parse", await ParkAsync()).ShouldBe(head);
    }

    [Theory]
    [InlineData("nested repository")]
    [InlineData("locked")]
    [InlineData("submodules")]
    public async Task What_cannot_be_parked_whole_stays(string what)
    {
        Prepare();
        File.WriteAllText(Path.Combine(Worktree, "new.txt"), "new\n");
        if (what == "locked") Repositories.Git(Worktree, "worktree", "lock", Worktree);
        else if (what == "submodules") File.WriteAllText(Path.Combine(Worktree, ".gitmodules"), "");
        else
        {
            Repositories.Git(Worktree, "init", "-q", "inner");
            File.WriteAllText(Path.Combine(Worktree, "inner", "work.txt"), "work\n");
            Repositories.Git(Path.Combine(Worktree, "inner"), "add", ".");
            Repositories.Git(Path.Combine(Worktree, "inner"), "commit", "-q", "-m", "inner");
        }

        var (_, outcomes, _) = await SweepAsync(Park);

        outcomes.Single().Did.ShouldBe(JanitorAction.Keep);
        var why = outcomes.Single().Note ?? outcomes.Single().Item.Reason;
        why.ShouldContain(what == "nested repository" ? "another repository in it" : what);
        File.ReadAllText(Path.Combine(Worktree, "new.txt")).ShouldBe("new\n");
        Repositories.Git(Clone, "for-each-ref", "refs/actorsweeper/").ShouldBeEmpty();
    }
}
