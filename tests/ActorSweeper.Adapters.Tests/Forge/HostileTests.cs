using System.Text;
using ActorSweeper.Adapters.Forge;

namespace ActorSweeper.Adapters.Tests.Forge;

/// <summary>Agents can write to the repositories, and the forge can answer anything.</summary>
public sealed class HostileTests : ForgeTest
{
    private static readonly string[] Hooks =
        ["reference-transaction", "post-index-change", "post-checkout", "pre-commit", "post-commit", "pre-auto-gc", "fsmonitor-watchman"];

    private string Marks => Path.Combine(Here.Root, "marks");

    private string Trap(string name)
    {
        var path = Path.Combine(Here.Root, "traps", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, $"#!/bin/sh\necho {name} >> {Marks}\nexec cat\n");
        File.SetUnixFileMode(path, (UnixFileMode)0x1ed);
        return path;
    }

    [Theory]
    [InlineData(UnsavedWork.Keep)]
    [InlineData(UnsavedWork.Park)]
    [InlineData(UnsavedWork.Force)]
    public async Task Nothing_that_a_repository_configures_is_run(UnsavedWork policy)
    {
        var (dirty, clean) = (Here.AddFor("claude", 1), Here.AddFor("codex", 1));
        Server.Says("acme/widgets#1", "closed");
        Store(("acme/widgets#1", "claude"));
        SetTraps();
        File.WriteAllText(Path.Combine(dirty, ".gitattributes"), "* filter=evil diff=evil\n");
        File.AppendAllText(Path.Combine(dirty, "README.md"), "more\n");
        // Proof that the traps work: an ordinary git falls into them.
        Repositories.Git(dirty, "add", "--all");
        File.ReadAllText(Marks).ShouldContain("clean");
        File.ReadAllText(Marks).ShouldContain("fsmonitor");
        File.ReadAllText(Marks).ShouldContain("post-index-change");
        File.Delete(Marks);

        var (plan, _, summary) = await SweepAsync(Options with { UnsavedWork = policy });

        plan.Errors.ShouldBeEmpty();
        File.Exists(Marks).ShouldBeFalse(File.Exists(Marks) ? File.ReadAllText(Marks) : "");
        summary.ShouldContain(policy == UnsavedWork.Keep ? "1 sessions, 1 worktrees" : "1 sessions, 2 worktrees");
        Directory.Exists(dirty).ShouldBe(policy == UnsavedWork.Keep);
        Directory.Exists(clean).ShouldBeFalse();
    }

    private void SetTraps()
    {
        var clone = Here.Clone("acme/widgets");
        var hooks = Path.Combine(Here.Root, "hooks");
        Directory.CreateDirectory(hooks);
        foreach (var hook in Hooks)
        {
            File.Copy(Trap(hook), Path.Combine(hooks, hook));
            File.Copy(Trap(hook), Path.Combine(clone, "hooks", hook), overwrite: true);
        }

        foreach (var (key, value) in new[]
        {
            ("core.hooksPath", hooks), ("core.fsmonitor", Trap("fsmonitor")), ("filter.evil.clean", Trap("clean")),
            ("filter.evil.smudge", Trap("smudge")), ("filter.evil.required", "true"), ("diff.evil.textconv", Trap("textconv")),
            ("diff.external", Trap("external")), ("core.pager", Trap("pager")), ("core.editor", Trap("editor")),
            ("core.sshCommand", Trap("ssh")), ("core.askPass", Trap("askpass")), ("credential.helper", Trap("credential")),
            ("gpg.program", Trap("gpg")), ("commit.gpgSign", "true"), ("alias.status", "!" + Trap("alias")),
            ("core.alternateRefsCommand", Trap("alternate")), ("status.showUntrackedFiles", "no"), ("core.ignoreStat", "true"),
        })
            Repositories.Git(clone, "config", key, value);
    }

    [Fact]
    public async Task The_token_is_in_no_text_whatever_the_forge_answers()
    {
        Server.Issues["acme/widgets#1"] = new ForgeAnswer(500, $"{{\"message\":\"bad token {Secret}\"}}");
        Server.Issues["acme/widgets#2"] = new ForgeAnswer(302, Location: $"https://x:{Secret}@example.org/?token={Secret}");
        Server.Issues["acme/widgets#3"] = new ForgeAnswer(200, $"{{\"number\":3,\"state\":\"{Secret}\"}}");
        Server.Issues["acme/widgets#4"] = new ForgeAnswer(401, $"token {Secret} is wrong");
        Store([.. Enumerable.Range(1, 5).Select(i => ($"acme/widgets#{i}", "claude"))]);
        Here.AddFor("codex", 1);

        var (plan, outcomes, summary) = await SweepAsync(Options);

        Server.Requests.ShouldAllBe(request => request.Authorization == "token " + Secret);
        var everything = new StringBuilder(summary).Append(Options).Append(plan).AppendJoin(' ', plan.Errors).AppendJoin(' ', plan.Items)
            .AppendJoin(' ', outcomes).Append(File.ReadAllText(Here.Store + ".missing"));
        everything.ToString().ShouldNotContain(Secret);
    }

    [Theory]
    [InlineData("two tok-5f1e0c-secret words")]
    [InlineData("tok-5f1e0c-secret\nInjected: yes")]
    [InlineData("tok-5f1e0c-secret\u00e9")]
    [InlineData("")]
    public async Task What_is_no_token_is_not_sent_and_not_shown(string text)
    {
        var file = Path.Combine(Here.Root, "token");
        File.WriteAllText(file, text);
        Server.Says("acme/widgets#1", "closed");
        Store(("acme/widgets#1", "claude"));

        var (plan, _, _) = await SweepAsync(Options with { Token = ForgeToken.In(file) });

        plan.Errors.Single().ShouldBe(
            $"the token file {file} holds no token: expected visible ASCII on one line; nothing is dropped or removed");
        plan.Items.ShouldBeEmpty();
        Server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_token_file_is_read_anew_each_time()
    {
        var file = Path.Combine(Here.Root, "token");
        Server.Says("acme/widgets#1", "open");
        Store(("acme/widgets#1", "claude"));
        foreach (var token in new[] { "one", "two" })
        {
            File.WriteAllText(file, token + "\n");
            await SweepAsync(Options with { Token = ForgeToken.In(file) });
        }

        Server.Requests.Select(request => request.Authorization).ShouldBe(["token one", "token two"]);
        File.Delete(file);
        var (plan, _, _) = await SweepAsync(Options with { Token = ForgeToken.In(file) });
        plan.Errors.Single().ShouldContain($"the token file {file} cannot be read");
    }

    [Theory]
    [InlineData("../x#1")]
    [InlineData("a/..#1")]
    [InlineData("a/b/c#1")]
    [InlineData("a/b#0")]
    [InlineData("a/b#-1")]
    [InlineData("a/b#01")]
    [InlineData("a/b#1#2")]
    [InlineData("a/b#99999999999")]
    [InlineData("a b/c#1")]
    [InlineData("a/b\\n#1")]
    [InlineData("/b#1")]
    [InlineData("a/#1")]
    public async Task A_key_that_could_lead_elsewhere_is_bad_and_kept(string key)
    {
        Store((key, "claude"));
        var before = File.ReadAllText(Here.Store);

        var (plan, _, _) = await SweepAsync(Options);

        plan.Errors.Single().ShouldContain(": bad key");
        Server.Requests.ShouldBeEmpty();
        File.ReadAllText(Here.Store).ShouldBe(before);
    }
}
