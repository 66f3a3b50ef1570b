using ActorSweeper.Adapters.Docker;
using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Adapters.Tests.Docker;

public sealed class DockerStartTests
{
    private static CancellationToken Cancellation => RealEngine.Cancellation;

    [Fact]
    public async Task A_started_container_carries_its_labels_and_the_session_folder_as_workspace()
    {
        await using var engine = RealEngine.Require();
        var session = engine.NewSession("s1");
        var template = RealEngine.Script("echo $WHO > /workspace/out; cat /extra/out > /workspace/copy; sleep 60") with
        {
            Environment = new Dictionary<string, string> { ["WHO"] = "{session} of {groupFolder}" },
            Labels = new Dictionary<string, string> { ["own"] = "{group}", ["nanoclaw-role"] = "replaced" },
            Mounts = [new ContainerMount("{sessionDir}", "/extra", ReadOnly: true)],
        };

        var container = await engine.Starter(template).StartAsync(session, "due", Cancellation);

        var labels = (await engine.Engine.InspectAsync(container!.Id, Cancellation))!.Config!.Labels!;
        labels[engine.OwnLabel.Key].ShouldBe(engine.OwnLabel.Value);
        labels["nanoclaw-session"].ShouldBe("s1");
        labels["actorsweeper.session"].ShouldBe("s1");
        labels["nanoclaw-group"].ShouldBe("group-1");
        labels["nanoclaw-role"].ShouldBe("agent");
        labels["own"].ShouldBe("group-1");
        container.Name.ShouldBe($"actorsweeper-{engine.OwnLabel.Value}-s1");
        container.Session.ShouldBe(session.Id);
        container.Workspace.ShouldBe(session.Directory);
        container.StartedAt.ShouldNotBeNull();
        File.ReadAllText(Path.Combine(session.Directory, "copy")).ShouldBe("s1 of main\n");
        (await engine.Runtime.ListAsync(Cancellation)).ShouldBe([container]);
    }

    [Fact]
    public async Task F66_the_limits_of_the_template_are_on_the_container()
    {
        await using var engine = RealEngine.Require();
        var template = RealEngine.Script("sleep 60") with { MemoryBytes = 64 << 20, Cpus = 0.5, PidsLimit = 2048, User = "1000:1000" };

        var container = await engine.Starter(template, checkWritable: false).StartAsync(engine.NewSession("s1"), "due", Cancellation);

        var limits = (await engine.Engine.InspectAsync(container!.Id, Cancellation))!.HostConfig!;
        limits.Memory.ShouldBe(64 << 20);
        limits.NanoCPUs.ShouldBe(500_000_000);
        limits.PidsLimit.ShouldBe(2048);
        limits.NetworkMode.ShouldBe("none");
    }

    [Fact]
    public async Task F28_of_many_starts_at_once_exactly_one_starts_and_the_others_are_told_so()
    {
        await using var engine = RealEngine.Require();
        var session = engine.NewSession("s1");
        var starters = Enumerable.Range(0, 8).Select(_ => engine.Starter(RealEngine.Script("sleep 60")));

        var outcomes = await Task.WhenAll(starters.Select(starter => OutcomeAsync(starter, session)));

        outcomes.Count(outcome => outcome is null).ShouldBe(1);
        outcomes.Where(outcome => outcome is not null).ShouldAllBe(outcome => outcome == StartFailure.AlreadyOwned);
        (await engine.Runtime.ListAsync(Cancellation)).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task F28_a_container_that_another_program_has_started_for_the_session_is_not_joined_by_a_second(bool labelled)
    {
        await using var engine = RealEngine.Require();
        var session = engine.NewSession("s1");
        var other = labelled
            ? await engine.RunAsync(null, "sleep 60", engine.OwnLabel, ("nanoclaw-session", "s1"))
            : await engine.RunAsync(null, "sleep 60", [new Mount("bind", session.Directory, "/workspace", false)], engine.OwnLabel);

        (await OutcomeAsync(engine.Starter(RealEngine.Script("sleep 60")), session)).ShouldBe(StartFailure.AlreadyOwned);

        var all = await engine.Containers.ListContainersAsync(
            new ContainersListParameters(true, DockerContainerRuntime.Filter("label", engine.Label)), Cancellation);
        all.Select(container => container.ID).ShouldBe([other]);
    }

    [Fact]
    public async Task A_dead_container_of_the_session_makes_way_and_a_foreign_one_does_not()
    {
        await using var engine = RealEngine.Require();
        var starter = engine.Starter(RealEngine.Script("sleep 60"));
        var session = engine.NewSession("s1");
        var first = await starter.StartAsync(session, "due", Cancellation);
        await engine.Containers.KillContainerAsync(first!.Id, new ContainerKillParameters("SIGKILL"), Cancellation);
        await engine.Containers.WaitContainerAsync(first.Id, Cancellation);

        var second = await starter.StartAsync(session, "due", Cancellation);

        second!.Id.ShouldNotBe(first.Id);
        (await engine.StatusAsync(first.Id)).ShouldBe("gone");

        var name = $"actorsweeper-{engine.OwnLabel.Value}-s2";
        var foreign = await engine.RunAsync(name, "exit 0", engine.OwnLabel, ("nanoclaw-session", "another"));
        (await OutcomeAsync(starter, engine.NewSession("s2"))).ShouldBe(StartFailure.AlreadyOwned);
        (await engine.StatusAsync(foreign)).ShouldBe("exited");
    }

    [Fact]
    public async Task F63_a_missing_image_is_a_failure_of_its_own_and_leaves_nothing_behind()
    {
        await using var engine = RealEngine.Require();
        var template = RealEngine.Script("sleep 60") with { Image = "actorsweeper-test:no-such-image" };

        var failed = await Should.ThrowAsync<StartFailedException>(
            () => engine.Starter(template).StartAsync(engine.NewSession("s1"), "due", Cancellation));

        failed.Failure.ShouldBe(StartFailure.ImageMissing);
        failed.Message.ShouldContain("actorsweeper-test:no-such-image");
    }

    [Fact]
    public async Task F62_a_missing_mount_source_or_program_is_refused_with_the_engines_own_text()
    {
        await using var engine = RealEngine.Require();
        var session = engine.NewSession("s1");
        var mount = RealEngine.Script("sleep 60") with { Mounts = [new ContainerMount("/no/such/source", "/x", false)] };
        var program = RealEngine.Script("") with { Command = ["/no/such/program"] };

        var first = await Should.ThrowAsync<StartFailedException>(() => engine.Starter(mount).StartAsync(session, "due", Cancellation));
        var second = await Should.ThrowAsync<StartFailedException>(() => engine.Starter(program).StartAsync(session, "due", Cancellation));

        first.Failure.ShouldBe(StartFailure.Refused);
        first.Message.ShouldContain("/no/such/source");
        second.Failure.ShouldBe(StartFailure.Refused);
        second.Message.ShouldContain("/no/such/program");
        (await engine.Containers.ListContainersAsync(
            new ContainersListParameters(true, DockerContainerRuntime.Filter("label", engine.Label)), Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task F67_a_container_that_dies_at_once_is_reported_with_its_exit_code_and_last_ten_lines()
    {
        await using var engine = RealEngine.Require();
        var template = RealEngine.Script("for i in $(seq 30); do echo line $i >&2; done; exit 7");

        var failed = await Should.ThrowAsync<StartFailedException>(
            () => engine.Starter(template, TimeSpan.FromSeconds(10)).StartAsync(engine.NewSession("s1"), "due", Cancellation));

        failed.Failure.ShouldBe(StartFailure.DiedAtOnce);
        failed.Message.ShouldContain("exit code 7");
        failed.Message.ShouldContain(string.Join('\n', Enumerable.Range(21, 10).Select(i => $"line {i}")));
        failed.Message.ShouldNotContain("line 20");
    }

    [Fact]
    public async Task F58_a_session_folder_that_the_runner_cannot_write_is_refused_before_anything_is_created()
    {
        await using var engine = RealEngine.Require();
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: other users' engines map user ids");
        var session = engine.NewSession("s1");
        File.SetUnixFileMode(session.Directory, (UnixFileMode)0b111_101_101);
        var template = RealEngine.Script("sleep 60") with { User = "1000" };

        var failed = await Should.ThrowAsync<StartFailedException>(
            () => engine.Starter(template).StartAsync(session, "due", Cancellation));

        failed.Failure.ShouldBe(StartFailure.Refused);
        failed.Message.ShouldContain($"runner cannot write {session.Directory}");
    }

    private static async Task<StartFailure?> OutcomeAsync(DockerContainerStarter starter, Session session)
    {
        try
        {
            (await starter.StartAsync(session, "due", Cancellation)).ShouldNotBeNull();
            return null;
        }
        catch (StartFailedException e)
        {
            return e.Failure;
        }
    }
}
