using System.Diagnostics;
using ActorSweeper.Adapters.Forge;
using ActorSweeper.Core.Retention;

namespace ActorSweeper.Adapters.Tests.Forge;

/// <summary>Worktrees of a closed issue: which of them stay.</summary>
public sealed class WorktreeTests : ForgeTest
{
    public WorktreeTests() => Worktree = Path.Combine(Here.Worktrees, "claude", "acme-widgets-1");

    private string Worktree { get; }

    private void Closed()
    {
        Here.AddFor("claude", 1);
        Server.Says("acme/widgets#1", "closed");
    }

    private async Task StaysAsync(ForgeOptions options, string why)
    {
        var before = Directory.EnumerateFileSystemEntries(Worktree, "*", SearchOption.AllDirectories).Order().ToList();
        var (plan, outcomes, _) = await SweepAsync(options);
        var item = plan.Items.Single(item => item.Path == Worktree);
        item.Action.ShouldBe(JanitorAction.Keep);
        item.Reason.ShouldContain(why);
        outcomes.ShouldAllBe(outcome => outcome.Did == JanitorAction.Keep);
        Directory.EnumerateFileSystemEntries(Worktree, "*", SearchOption.AllDirectories).Order().ShouldBe(before);
        Here.Registered("acme/widgets").ShouldContain(Worktree);
    }

    private async Task GoesAsync(ForgeOptions options)
    {
        var (_, outcomes, summary) = await SweepAsync(options);
        var removed = outcomes.Single(outcome => outcome.Item.Path == Worktree);
        removed.Did.ShouldBe(JanitorAction.Delete, removed.Note ?? removed.Item.Reason);
        summary.ShouldContain("1 worktrees");
        Directory.Exists(Worktree).ShouldBeFalse();
        Here.Registered("acme/widgets").ShouldBeEmpty();
    }

    private void Modify() => File.AppendAllText(Path.Combine(Worktree, "README.md"), "more\n");

    private void AddUntracked() => File.WriteAllText(Path.Combine(Worktree, "new.txt"), "new\n");

    private void Stage()
    {
        AddUntracked();
        Repositories.Git(Worktree, "add", "new.txt");
    }

    private void Commit()
    {
        Stage();
        Repositories.Git(Worktree, "commit", "-q", "-m", "work");
    }

    [Theory]
    [InlineData("modified", "uncommitted changes (1 changed, 0 untracked)")]
    [InlineData("untracked", "uncommitted changes (0 changed, 1 untracked)")]
    [InlineData("hidden-untracked", "uncommitted changes (0 changed, 1 untracked)")]
    [InlineData("ignored-by-foreign-configuration", "uncommitted changes (0 changed, 1 untracked)")]
    [InlineData("staged", "uncommitted changes (1 changed, 0 untracked)")]
    [InlineData("assumed-unchanged", "uncommitted changes, perhaps, in 1 files that the index hides")]
    [InlineData("skipped", "uncommitted changes, perhaps, in 1 files that the index hides")]
    [InlineData("unpushed", "unpushed commits")]
    [InlineData("detached", "detached HEAD at ")]
    [InlineData("locked", "locked: in use")]
    [InlineData("locked-without-reason", "locked")]
    [InlineData("merging", "an operation of git is not finished (MERGE_HEAD)")]
    [InlineData("no-git-file", "its file .git is missing or names another repository")]
    [InlineData("foreign-git-file", "its file .git is missing or names another repository")]
    public async Task Unsaved_work_is_kept_and_listed(string state, string why)
    {
        Closed();
        switch (state)
        {
            case "modified": Modify(); break;
            case "untracked": AddUntracked(); break;
            case "staged": Stage(); break;
            case "assumed-unchanged":
            case "skipped":
                Repositories.Git(Worktree, "update-index", state == "skipped" ? "--skip-worktree" : "--assume-unchanged", "README.md");
                Modify();
                break;
            case "unpushed": Commit(); break;
            case "detached": Repositories.Git(Worktree, "checkout", "-q", "--detach"); break;
            case "locked": Repositories.Git(Worktree, "worktree", "lock", "--reason", "in use", Worktree); break;
            case "locked-without-reason": Repositories.Git(Worktree, "worktree", "lock", Worktree); break;
            case "no-git-file": File.Delete(Path.Combine(Worktree, ".git")); break;
            case "hidden-untracked":
                AddUntracked();
                Repositories.Git(Worktree, "config", "status.showUntrackedFiles", "no");
                break;
            case "ignored-by-foreign-configuration":
                AddUntracked();
                File.WriteAllText(Path.Combine(Here.Root, "ignore"), "*\n");
                Repositories.Git(Worktree, "config", "core.excludesFile", Path.Combine(Here.Root, "ignore"));
                break;
            case "merging":
                File.WriteAllText(Repositories.Git(Worktree, "rev-parse", "--git-path", "MERGE_HEAD").Trim(), "");
                break;
            default:
                Here.AddFor("codex", 2, "other/repo");
                File.Copy(Path.Combine(Here.Worktrees, "codex", "other-repo-2", ".git"), Path.Combine(Worktree, ".git"), overwrite: true);
                break;
        }

        await StaysAsync(Options, why);
    }

    [Fact]
    public async Task A_worktree_that_a_process_works_in_is_kept()
    {
        Closed();
        using var process = Process.Start(new ProcessStartInfo("sleep", "60") { WorkingDirectory = Worktree })!;
        try
        {
            await StaysAsync(Options with { UnsavedWork = UnsavedWork.Force }, $"process {process.Id} works in it");
        }
        finally
        {
            process.Kill();
        }
    }

    [Fact]
    public async Task A_clean_worktree_goes_and_ignored_files_with_it()
    {
        Closed();
        File.WriteAllText(Path.Combine(Worktree, "x.ignored"), "cache");
        await GoesAsync(Options);
        Repositories.Git(Here.Clone("acme/widgets"), "branch", "--list").ShouldContain("claude/1");
    }

    [Fact]
    public async Task In_a_clone_that_follows_its_remote_only_the_remotes_branches_prove_a_push()
    {
        Closed();
        Commit();
        var clone = Here.Clone("acme/widgets");
        Repositories.Git(clone, "branch", "copy", "claude/1");
        Repositories.Git(clone, "update-ref", "refs/remotes/origin/main", "main");
        await StaysAsync(Options, "unpushed commits");
        Repositories.Git(clone, "update-ref", "refs/remotes/origin/claude/1", "claude/1");
        await GoesAsync(Options);
    }

    [Fact]
    public async Task Force_takes_uncommitted_changes_but_not_what_only_a_detached_worktree_has_and_never_a_lock()
    {
        var force = Options with { UnsavedWork = UnsavedWork.Force };
        Closed();
        Repositories.Git(Worktree, "checkout", "-q", "--detach");
        Commit();
        await StaysAsync(force, "detached HEAD");
        Repositories.Git(Worktree, "checkout", "-q", "-b", "saved");
        Repositories.Git(Worktree, "worktree", "lock", Worktree);
        await StaysAsync(force, "locked");
        Repositories.Git(Worktree, "worktree", "unlock", Worktree);
        Modify();
        await GoesAsync(force);
    }

    [Fact]
    public async Task What_becomes_dirty_or_is_used_again_after_the_plan_stays()
    {
        Closed();
        Here.AddFor("codex", 1);
        var (plan, outcomes, _) = await SweepAsync(Options, between: () =>
        {
            AddUntracked();
            Store(("acme/widgets#1", "codex"));
        });
        plan.Items.Count(item => item.Action == JanitorAction.Delete).ShouldBe(2);
        outcomes.Select(outcome => outcome.Note).ShouldBe(
            ["uncommitted changes (0 changed, 1 untracked)", "a session uses it again, or still"]);
        outcomes.ShouldAllBe(outcome => outcome.Did == JanitorAction.Keep && !outcome.IsFailed);
        Here.Registered("acme/widgets").Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_link_on_the_way_leads_nowhere()
    {
        Closed();
        var elsewhere = Path.Combine(Here.Root, "elsewhere");
        Directory.Move(Path.Combine(Here.Worktrees, "claude"), elsewhere);
        Directory.CreateSymbolicLink(Path.Combine(Here.Worktrees, "claude"), elsewhere);
        var (plan, _, _) = await SweepAsync(Options);
        plan.Items.ShouldBeEmpty();
        File.Exists(Path.Combine(elsewhere, "acme-widgets-1", "README.md")).ShouldBeTrue();
    }

    [Fact]
    public async Task Without_a_cache_root_the_clones_are_found_through_the_worktrees()
    {
        Closed();
        await GoesAsync(Options with { CacheRoot = null });
    }

    [Fact]
    public async Task A_dry_run_changes_nothing_at_all()
    {
        Closed();
        Modify();
        Here.AddFor("codex", 1);
        Store(("acme/widgets#1", "claude"), ("acme/widgets#404", "claude"));
        var before = Here.Everything();
        using var janitor = new ForgeJanitor(Options with { UnsavedWork = UnsavedWork.Park }, new ShiftedTime(Noon));
        var plan = await janitor.PlanAsync(Cancellation);
        plan.Items.Count(item => item.Action != JanitorAction.Keep).ShouldBe(3);
        plan.Items.Sum(item => item.Bytes).ShouldBeGreaterThan(0);
        Here.Everything().ShouldBe(before);
    }

    [Fact]
    public async Task A_git_that_hangs_is_ended_and_the_rest_goes_on()
    {
        Closed();
        Store(("acme/widgets#1", "claude"));
        var git = Path.Combine(Here.Root, "git");
        var children = Path.Combine(Here.Root, "children");
        File.WriteAllText(git, $"#!/bin/sh\nsleep 600 &\necho $! >> {children}\nwait\n");
        File.SetUnixFileMode(git, (UnixFileMode)0x1ed);

        var (plan, outcomes, _) = await SweepAsync(Options with { Git = git, GitTimeout = TimeSpan.FromSeconds(0.5) });

        plan.Errors.Single().ShouldContain("did not end within 0.5 s and was ended");
        outcomes.Single().Did.ShouldBe(JanitorAction.Drop);
        var pids = File.ReadAllLines(children);
        pids.ShouldNotBeEmpty();
        pids.ShouldAllBe(pid => !Directory.Exists($"/proc/{pid}") || File.ReadAllText($"/proc/{pid}/stat").Contains(") Z "));
        Directory.Exists(Worktree).ShouldBeTrue();
    }

    [Fact]
    public async Task A_clone_that_is_broken_does_not_stop_the_others()
    {
        Closed();
        Directory.CreateDirectory(Path.Combine(Here.Cache, "aaa", "broken.git"));
        var (plan, outcomes, _) = await SweepAsync(Options);
        plan.Errors.Single().ShouldContain("aaa/broken.git");
        outcomes.Single().Did.ShouldBe(JanitorAction.Delete);
    }
}
