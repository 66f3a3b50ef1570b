using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Sessions;
using static ActorSweeper.Supervision.Tests.Given;

namespace ActorSweeper.Supervision.Tests;

/// <summary>Whose a container is, and which of its lives an event speaks of.</summary>
public sealed class OwnershipTests
{
    [Fact]
    public async Task F24_a_running_container_is_taken_over_and_never_doubled()
    {
        var world = World();
        world.Session("s1").Add(Due("m1"));
        world.Runtime.Run("s1", T0 - Minutes(1));
        world.Start(Adopting);
        await world.PassAsync();
        world.Did("s1").ShouldBe(["Adopt Done"]);
        world.Runtime.Containers.Count.ShouldBe(1);
        world.Runtime.MostPerSession.ShouldBe(1);
    }

    [Fact]
    public async Task F24_of_two_containers_of_one_session_the_older_one_is_stopped()
    {
        var world = World();
        world.Session("s1");
        world.Runtime.Run("s1", T0 - Minutes(5));
        world.Runtime.Run("s1", T0 - Minutes(1));
        world.Start(Settings);
        await world.PassAsync();
        world.Runtime.Calls.ShouldBe(["stop c1"]);
        world.Actions.Single().Action.ShouldBe(ActionKind.StopOrphan);
    }

    [Fact]
    public async Task Rule_14_a_container_of_no_session_is_stopped_unless_its_session_may_be_newer_than_the_list()
    {
        var world = World();
        world.Session("s1").Active = false;
        world.Runtime.Run("s1", T0 - Minutes(1));
        world.Runtime.Run(null, T0 - Minutes(1));
        world.Runtime.Run("s9", T0);
        world.Start(Settings);
        await world.PassAsync();
        world.Runtime.Calls.ShouldBe(["stop c1", "stop c2"], ignoreOrder: true);
    }

    [Fact]
    public async Task F99_when_the_sessions_cannot_be_listed_no_container_is_taken_for_an_orphan()
    {
        var world = World();
        world.Session("s1");
        world.Runtime.Run("s1", T0 - Minutes(1));
        world.Runtime.Run("s2", T0 - Minutes(1));
        world.Files.ListFault = () => new SessionStoreException(StoreFault.Corrupt, "v2.db is not a database");
        world.Start(Settings);
        var report = await world.PassAsync();
        world.Runtime.Calls.ShouldBeEmpty();
        report.Errors.Single().Text.ShouldContain("v2.db is not a database");
    }

    [Fact]
    public async Task Sessions_that_are_known_are_supervised_on_while_their_source_cannot_be_read()
    {
        var world = World();
        world.Session("s1").Add(Due("m1")).Claim("m1", T0);
        world.Runtime.Run("s1", T0);
        world.Start(Settings);
        await world.PassAsync();
        world.Files.ListFault = () => new SessionStoreException(StoreFault.Locked, "v2.db is locked");
        world.At(Seconds(61));
        await world.PassAsync();
        world.Runtime.Calls.ShouldBe(["stop c1"]);
    }

    [Fact]
    public async Task F30_a_late_exit_event_of_an_earlier_container_changes_nothing()
    {
        var world = World();
        var s1 = world.Session("s1").Add(Due("m1")).Claim("m1", T0 - Minutes(2));
        world.Runtime.Run("s1", T0 - Minutes(3));
        world.Start(Settings);
        await world.PassAsync();
        world.At(Seconds(6));
        await world.PassAsync();
        s1.Claim("m1", T0 + Seconds(7));
        world.Runtime.Tell(new ContainerDeath("c1", 137, []));
        world.Settle();
        s1.Claims.Count.ShouldBe(1);
        s1.Messages["m1"].Tries.ShouldBe(1);
        world.Runtime.Containers.Single().Id.ShouldBe("c2");
        world.At(Seconds(20));
        await world.PassAsync();
        world.Standing("s1")!.State.ShouldBe(SessionState.Running);
        world.Standing("s1")!.Incarnation.ShouldBe(2);
    }

    [Fact]
    public async Task A_death_that_the_event_stream_tells_is_acted_on_at_once_and_only_once()
    {
        var world = World();
        var s1 = world.Session("s1").Add(Due("m1"));
        world.Start(Settings);
        await world.PassAsync();
        s1.Claim("m1", T0 + Seconds(1));
        world.At(Seconds(20));
        world.Runtime.Die("c1", tell: true);
        world.Settle();
        s1.Messages["m1"].Tries.ShouldBe(1);
        s1.Claims.ShouldBeEmpty();
        await world.PassAsync();
        s1.Messages["m1"].Tries.ShouldBe(1);
    }

    [Fact]
    public async Task F33_a_restarted_host_adopts_what_runs_and_counts_from_then()
    {
        var world = World();
        var s1 = world.Session("s1").Add(Due("m1")).Claim("m1", T0 - Seconds(20));
        s1.Heartbeat = T0 - Seconds(2);
        world.Runtime.Run("s1", T0 - Minutes(1));
        world.At(Seconds(8));
        world.Start(Adopting);
        await world.PassAsync();
        world.Did("s1").ShouldBe(["Adopt Done"]);
        world.At(Seconds(67));
        await world.PassAsync();
        s1.Messages["m1"].Tries.ShouldBe(0);
        s1.Acknowledge("m1", "completed", T0 + Seconds(68));
        world.At(Seconds(69));
        await world.PassAsync();
        s1.Messages["m1"].Status.ShouldBe(MessageStatus.Completed);
        world.Runtime.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task F35_a_session_that_waits_for_a_place_is_queued_and_burns_nothing()
    {
        var world = World();
        foreach (var number in Enumerable.Range(1, 5)) world.Session($"s{number}").Add(
            Due("m1") with { ProcessAfter = T0 - Seconds(6 - number) });
        world.Start(Settings with { Gateway = Settings.Gateway with { MaxConcurrent = 2 } });
        for (var minute = 0; minute <= 10; minute++)
        {
            world.At(Minutes(minute));
            await world.PassAsync();
            foreach (var running in world.Runtime.Containers) world.Files[running.Session!.Value.Value].Heartbeat = world.Clock.GetUtcNow();
        }

        world.Runtime.Calls.ShouldBe(["start s1", "start s2"]);
        foreach (var queued in new[] { "s3", "s4", "s5" })
        {
            world.Standing(queued)!.State.ShouldBe(SessionState.Queued);
            world.Files[queued].Messages["m1"].Tries.ShouldBe(0);
            world.Did(queued).ShouldAllBe(action => action == "Wake Queued");
        }
    }

    [Fact]
    public async Task F66_the_cap_holds_and_a_free_place_goes_to_whoever_has_waited_longest()
    {
        var world = World();
        foreach (var number in Enumerable.Range(1, 8)) world.Session($"s{number}").Add(
            Due("m1") with { ProcessAfter = T0 - Seconds(number) });
        world.Start(Settings with { Gateway = Settings.Gateway with { MaxConcurrent = 5 } });
        await world.PassAsync();
        world.Runtime.Containers.Count.ShouldBe(5);
        var ended = world.Runtime.Containers.First();
        world.Files[ended.Session!.Value.Value].Acknowledge("m1", "completed", T0);
        world.At(Seconds(30));
        world.Runtime.Die(ended.Id, tell: true, exitCode: 0);
        world.Settle();
        world.Runtime.Containers.Count.ShouldBe(5);
        var order = world.Runtime.Calls.Where(call => call.StartsWith("start", StringComparison.Ordinal)).ToList();
        order.Count.ShouldBe(6);
    }

    [Fact]
    public async Task F101_a_session_whose_group_is_archived_is_not_woken_and_the_reason_is_shown()
    {
        var world = World();
        var s1 = world.Session("s1").Add(Due("m1"));
        s1.Listed = s1.Listed with { WakeBarrier = "group g1 is archived" };
        world.Start(Settings);
        await world.PassAsync();
        world.Runtime.Calls.ShouldBeEmpty();
        world.Standing("s1")!.Text.ShouldBe("not woken: group g1 is archived");
    }

    [Fact]
    public async Task A_runtime_that_only_observes_leads_to_reports_of_what_would_be_done()
    {
        var world = World();
        var s1 = world.Session("s1").Add(Due("m1")).Claim("m1", T0 - Minutes(40));
        s1.Listed = s1.Listed with { ReportedRunning = true };
        s1.Heartbeat = T0 - Minutes(39);
        world.Session("s2").Add(Due("m2"));
        world.Runtime.CanAct = false;
        world.Runtime.Down = "nobody can be asked";
        world.Start(Settings);
        var report = await world.PassAsync();
        report.Errors.ShouldBeEmpty();
        world.Did("s1").ShouldBe(["Stop Planned"]);
        world.Did("s2").ShouldBe(["Wake Planned"]);
        world.Runtime.Calls.ShouldBeEmpty();
        s1.Messages["m1"].Tries.ShouldBe(0);
    }

    [Fact]
    public async Task A_dry_run_reports_what_a_real_run_does_and_changes_nothing()
    {
        async Task<Simulation.World> RunAsync(bool dry)
        {
            var world = World();
            world.Session("s1").Add(Due("m1")).Claim("m1", T0 - Minutes(5));
            world.Session("s2").Add(Due("m2")).Claim("m2", T0 - Minutes(5));
            world.Session("s3").Add(Due("m3"));
            world.Session("s4").Add(Due("m4")).Acknowledge("m4", "completed", T0);
            world.Runtime.Run("s1", T0 - Minutes(10));
            world.Runtime.Run("s9", T0 - Minutes(10));
            world.Start(Settings with { Mode = new RunMode(dry, Adopts: false) });
            await world.PassAsync();
            return world;
        }

        var dry = await RunAsync(dry: true);
        var real = await RunAsync(dry: false);
        dry.Runtime.Calls.ShouldBeEmpty();
        dry.Files["s2"].Messages["m2"].Tries.ShouldBe(0);
        dry.Actions.ShouldAllBe(action => action.Outcome.Result == Result.Planned);
        var inDry = dry.Actions.Select(action => (action.Session, action.Action)).ToHashSet();
        var afterStop = new[] { ActionKind.Retry, ActionKind.DropClaims };
        var inReal = real.Actions.Where(action => action.Session?.Value != "s1" || !afterStop.Contains(action.Action))
            .Select(action => (action.Session, action.Action)).ToHashSet();
        inDry.SetEquals(inReal).ShouldBeTrue();
    }
}
