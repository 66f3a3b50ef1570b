using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Supervision.Events;
using static ActorSweeper.Supervision.Tests.Given;

namespace ActorSweeper.Supervision.Tests;

/// <summary>Starts that fail, and how a pass goes on when something is slow or broken.</summary>
public sealed class StartsAndPassesTests
{
    [Fact]
    public void F61_failed_starts_back_off_and_keep_the_runtimes_text()
    {
        var world = World();
        var s1 = world.Session("s1").Add(Due("m1"));
        world.Runtime.StartFault = _ => new StartFailedException(StartFailure.Refused, "credential gateway refused");
        world.Start(Settings with { SweepInterval = Seconds(5) });
        world.At(Seconds(80));
        Attempts(world).ShouldBe([0, 5, 15, 35, 75]);
        world.Standing("s1")!.Text.ShouldContain("credential gateway refused");
        world.Runtime.StartFault = _ => null;
        world.At(Seconds(160));
        world.Runtime.Containers.Count.ShouldBe(1);
        s1.Messages["m1"].Tries.ShouldBe(0);
    }

    [Fact]
    public void A_start_that_takes_too_long_is_a_failed_start()
    {
        var world = World();
        world.Session("s1").Add(Due("m1"));
        world.Runtime.StartDelay = () => Task.Delay(Hours(1), world.Clock);
        world.Start(Settings with { SweepInterval = Seconds(5), Gateway = Settings.Gateway with { StartDeadline = Seconds(10) } });
        world.At(Seconds(75));
        Attempts(world).ShouldBe([10, 25, 45, 75]);
        world.Standing("s1")!.Text.ShouldContain("did not answer within 10 s");
    }

    [Fact]
    public void F62_containers_that_die_at_once_are_tried_ever_more_slowly_and_cost_no_try()
    {
        var world = World();
        var s1 = world.Session("s1").Add(Due("m1"));
        world.Start(Settings with { SweepInterval = Seconds(60) });
        for (var second = 1; second <= 13 * 3600; second += 30)
        {
            world.At(Seconds(second));
            foreach (var container in world.Runtime.Containers.ToList()) world.Runtime.Die(container.Id, tell: true, exitCode: 125);
        }

        Attempts(world).Count.ShouldBeLessThanOrEqualTo(60);
        s1.Messages["m1"].Tries.ShouldBe(0);
        world.Standing("s1")!.Text.ShouldContain("ended without a sign of life");
    }

    [Fact]
    public void F64_a_host_without_a_runtime_stays_up_and_recovers()
    {
        var world = World();
        var s1 = world.Session("s1").Add(Due("m1"));
        world.Session("s2").Add(Due("m2")).Acknowledge("m2", "completed", T0);
        world.Runtime.Down = "cannot connect";
        world.Start(Adopting with { SweepInterval = Seconds(30) });
        world.At(Minutes(10));
        world.Passes.Count.ShouldBeGreaterThan(15);
        world.Files["s2"].Messages["m2"].Status.ShouldBe(MessageStatus.Completed);
        s1.Messages["m1"].Tries.ShouldBe(0);
        world.Runtime.Down = null;
        world.At(Minutes(11) + Seconds(5));
        world.Runtime.Containers.Count.ShouldBe(1);
    }

    [Fact]
    public async Task F67_the_last_lines_of_a_failed_container_are_shown()
    {
        var world = World();
        world.Session("s1").Add(Due("m1"));
        world.Start(Settings);
        await world.PassAsync();
        world.Runtime.Tell(new ContainerDeath("c1", 1, ["line 29", "line 30"]));
        world.Settle();
        var notice = world.Events.OfType<Notice>().Single(notice => notice.Topic == "exit");
        notice.Severity.ShouldBe(Severity.Warning);
        notice.Text.ShouldContain("exit code 1");
        notice.Text.ShouldContain("line 30");
    }

    [Fact]
    public void F69_passes_start_at_a_fixed_rate_never_overlap_and_read_a_bounded_number_at_a_time()
    {
        var world = World();
        var (reading, most) = (0, 0);
        foreach (var number in Enumerable.Range(1, 300))
        {
            world.Session($"s{number}").Delay = async () =>
            {
                most = Math.Max(most, ++reading);
                await Task.Delay(TimeSpan.FromMilliseconds(40), world.Clock);
                reading--;
            };
        }

        world.Start(Settings with { SweepInterval = Seconds(60) });
        world.At(Minutes(5));
        most.ShouldBe(8);
        world.Passes.Count.ShouldBeGreaterThanOrEqualTo(5);
        foreach (var (pass, index) in world.Passes.Select((pass, index) => (pass, index)))
        {
            (pass.StartedAt - T0).ShouldBe(Seconds(60 * index));
            (pass.FinishedAt - pass.StartedAt).ShouldBeLessThan(Seconds(10));
        }
    }

    [Fact]
    public void F69_a_pass_that_outlasts_its_period_is_not_overtaken_by_the_next()
    {
        var world = World();
        foreach (var number in Enumerable.Range(1, 100))
            world.Session($"s{number}").Delay = () => Task.Delay(Seconds(8), world.Clock);
        world.Start(Settings with { SweepInterval = Seconds(60) });
        world.At(Minutes(9));
        for (var index = 1; index < world.Passes.Count; index++)
            world.Passes[index].StartedAt.ShouldBeGreaterThanOrEqualTo(world.Passes[index - 1].FinishedAt);
        world.Files.Reads.Values.Max().ShouldBeLessThanOrEqualTo(world.Passes.Count + 1);
    }

    [Fact]
    public void F70_a_slow_stop_of_one_session_delays_no_other()
    {
        var world = World();
        world.Session("s1").Add(Due("m1")).Claim("m1", T0 - Minutes(2));
        world.Session("s2").Add(Due("m2"));
        world.Runtime.Run("s1", T0 - Minutes(3));
        world.Runtime.StopDelay = _ => Task.Delay(Seconds(30), world.Clock);
        world.Start(Settings with { SweepInterval = Seconds(60) });
        world.At(Seconds(2));
        world.Runtime.Calls.ShouldContain("start s2");
    }

    [Fact]
    public void F71_stops_run_side_by_side()
    {
        var world = World();
        foreach (var number in Enumerable.Range(1, 4))
        {
            world.Session($"s{number}").Add(Due("m1")).Claim("m1", T0 - Minutes(2));
            world.Runtime.Run($"s{number}", T0 - Minutes(3), Simulation.InMemory.Stubbornness.IgnoresStop);
        }

        world.Runtime.StopDelay = _ => Task.Delay(Seconds(5), world.Clock);
        world.Start(Settings with { SweepInterval = Seconds(60) });
        world.At(Seconds(12));
        world.Runtime.Containers.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_session_whose_actor_fails_is_restarted_alone_and_quarantined_when_it_goes_on()
    {
        var world = World();
        world.Session("s1").ReadFault = () => new InvalidOperationException("a bug");
        var s2 = world.Session("s2");
        world.Start(Settings);
        for (var minute = 0; minute < 8; minute++)
        {
            world.At(Minutes(minute));
            (await world.PassAsync()).Errors.ShouldNotContain(error => error.Session == s2.Listed.Id);
        }

        world.Actions.ShouldContain(action => action.Action == ActionKind.Quarantine && action.Why.Text.Contains("a bug"));
        world.Files["s1"].ReadFault = null;
        world.Files["s1"].Add(Due("m1"));
        world.At(Minutes(20));
        await world.PassAsync();
        world.Runtime.Calls.ShouldBe(["start s1"]);
    }

    [Fact]
    public async Task A_slow_session_does_not_hold_up_the_pass_for_longer_than_its_deadline()
    {
        var world = World();
        world.Session("s1").Delay = () => Task.Delay(Minutes(5), world.Clock);
        world.Session("s2").Add(Due("m2"));
        world.Start(Settings with { Passes = new PassSettings(1, Seconds(10)) });
        var pass = world.PassAsync();
        world.At(Seconds(11));
        world.Runtime.Calls.ShouldBe(["start s2"]);
        world.At(Minutes(6));
        (await pass).Examined.ShouldBe(2);
    }

    private static List<double> Attempts(Simulation.World world) => world.Actions
        .Where(action => action.Action == ActionKind.Wake)
        .Select(action => (action.At - T0).TotalSeconds)
        .ToList();
}
