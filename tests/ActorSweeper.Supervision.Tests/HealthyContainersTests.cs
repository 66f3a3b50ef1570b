using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Supervision.Events;
using static ActorSweeper.Supervision.Tests.Given;

namespace ActorSweeper.Supervision.Tests;

/// <summary>Containers that must not be stopped, and the instant from which they must.</summary>
public sealed class HealthyContainersTests
{
    [Fact]
    public async Task F01_a_heartbeat_of_an_earlier_container_is_no_evidence_about_this_one()
    {
        var world = World();
        world.Session("s1").Heartbeat = T0 - Minutes(45);
        world.Runtime.Run("s1", T0);
        world.Start(Settings);
        foreach (var second in new[] { 1, 60 })
        {
            world.At(Seconds(second));
            await world.PassAsync();
        }

        world.Runtime.Calls.ShouldBeEmpty();
        world.At(Minutes(30) + Seconds(1));
        await world.PassAsync();
        var stop = world.Actions.Single();
        stop.Action.ShouldBe(ActionKind.Stop);
        stop.Why.Rule.ShouldBe("idle");
        stop.Why.Age.ShouldBe(TimeSpan.FromMilliseconds(1_801_000));
        world.Runtime.Containers.ShouldBeEmpty();
    }

    [Fact]
    public async Task F02_no_heartbeat_yet_is_not_an_old_heartbeat()
    {
        var world = World();
        world.Session("s1");
        world.Runtime.Run("s1", T0);
        world.Start(Settings);
        foreach (var second in new[] { 1, 10, 59 })
        {
            world.At(Seconds(second));
            await world.PassAsync();
        }

        world.Actions.ShouldBeEmpty();
    }

    [Fact]
    public async Task F04_a_stop_ends_the_claims_of_that_incarnation_and_the_next_one_is_not_judged_by_them()
    {
        var world = World();
        var s1 = world.Session("s1").Add(Due("m1") with { ProcessAfter = null }).Claim("m1", T0 - Minutes(32));
        s1.Heartbeat = T0 - Minutes(31);
        world.Runtime.Run("s1", T0 - Hours(1));
        world.Start(Settings);
        await world.PassAsync();
        s1.Messages["m1"].Tries.ShouldBe(1);
        s1.Messages["m1"].ProcessAfter.ShouldBe(T0 + Seconds(5));
        s1.Claims.ShouldBeEmpty();

        world.At(Seconds(60));
        await world.PassAsync();
        world.Runtime.Calls.ShouldBe(["stop c1", "start s1"]);
        s1.Claim("m1", T0 + Seconds(61)).Heartbeat = T0 + Seconds(119);
        world.At(Seconds(120));
        await world.PassAsync();
        world.Runtime.Calls.Count.ShouldBe(2);
        s1.Messages["m1"].Tries.ShouldBe(1);
    }

    [Fact]
    public async Task F05_a_claim_that_survives_its_container_ages_from_the_next_containers_start()
    {
        var world = World();
        var s1 = world.Session("s1").Add(Due("m1")).Add(Due("m2")).Claim("m1", T0 - TimeSpan.FromDays(4));
        world.Start(Settings);
        world.Runtime.Run("s1", T0);
        await world.PassAsync();
        world.At(Seconds(60));
        await world.PassAsync();
        world.Runtime.Calls.ShouldBeEmpty();
        world.At(Seconds(120));
        await world.PassAsync();
        world.Runtime.Calls.ShouldBe(["stop c1"]);
        world.Actions.First(action => action.Action == ActionKind.Stop).Why.Rule.ShouldBe("claim-stuck");
        s1.Messages["m1"].Tries.ShouldBe(1);
        s1.Messages["m2"].Tries.ShouldBe(0);
    }

    [Fact]
    public async Task F05_what_a_crash_left_is_returned_before_the_next_container_starts_and_that_one_is_not_judged_at_once()
    {
        var world = World();
        var s1 = world.Session("s1").Add(Due("m1")).Add(Due("m2")).Claim("m1", T0 - TimeSpan.FromDays(4));
        world.Start(Settings);
        await world.PassAsync();
        world.Did("s1").ShouldBe(["Retry Done", "DropClaims Done", "Wake Done"]);
        s1.Messages["m1"].Tries.ShouldBe(1);
        s1.Messages["m2"].Tries.ShouldBe(0);
    }

    [Fact]
    public async Task F07_a_silence_limit_of_two_hours_is_honoured_and_recorded()
    {
        var limits = Limits with { Liveness = Liveness with { ClaimTolerance = Hours(2), StaleThreshold = Hours(2), Ceiling = Hours(2) } };
        var world = World();
        var s1 = world.Session("s1", "slow").Add(Due("m1")).Claim("m1", T0);
        s1.Heartbeat = T0 + TimeSpan.FromMilliseconds(1);
        world.Runtime.Run("s1", T0);
        world.Start(Settings with { GroupLimits = new Dictionary<string, SessionLimits> { ["slow"] = limits } });
        foreach (var minute in new[] { 31, 45, 120 })
        {
            world.At(Minutes(minute));
            await world.PassAsync();
        }

        world.Runtime.Calls.ShouldBeEmpty();
        world.At(Hours(2) + Seconds(1));
        await world.PassAsync();
        world.Actions.First().Why.Limit.ShouldBe(TimeSpan.FromMilliseconds(7_200_000));
    }

    [Fact]
    public async Task F08_a_raised_limit_raises_the_claim_rule_too()
    {
        var raised = Liveness with { ClaimTolerance = Hours(2), StaleThreshold = Hours(2), Ceiling = Hours(2) };
        var world = World();
        world.Session("s1").Add(Due("m1")).Claim("m1", T0);
        world.Runtime.Run("s1", T0);
        world.Start(Settings.With(limits => limits with { Liveness = raised }));
        foreach (var at in new[] { Seconds(61), Hours(1) })
        {
            world.At(at);
            await world.PassAsync();
        }

        world.Runtime.Calls.ShouldBeEmpty();
        world.At(Hours(2) + Seconds(1));
        await world.PassAsync();
        world.Runtime.Calls.ShouldBe(["stop c1"]);
    }

    [Fact]
    public async Task F08_without_an_override_the_claim_is_stuck_after_its_tolerance()
    {
        var world = World();
        world.Session("s1").Add(Due("m1")).Claim("m1", T0);
        world.Runtime.Run("s1", T0);
        world.Start(Settings);
        world.At(Seconds(60));
        await world.PassAsync();
        world.Runtime.Calls.ShouldBeEmpty();
        world.At(Seconds(120));
        await world.PassAsync();
        world.Runtime.Calls.ShouldBe(["stop c1"]);
    }

    [Fact]
    public async Task F13_idle_time_before_a_claim_is_not_silence_in_the_turn()
    {
        var world = World();
        var s1 = world.Session("s1").Add(Due("m1"));
        s1.Heartbeat = T0;
        world.Runtime.Run("s1", T0 - Hours(1));
        world.Start(Settings.With(limits => limits with { Liveness = Liveness with { ClaimTolerance = Minutes(5) } }));
        s1.Claim("m1", T0 + Minutes(29));
        world.At(Minutes(31));
        await world.PassAsync();
        world.Actions.ShouldBeEmpty();
    }

    [Fact]
    public async Task F15_a_machine_that_slept_gives_every_container_one_full_tolerance()
    {
        var world = World();
        var s1 = world.Session("s1").Add(Due("m1")).Claim("m1", T0 - Seconds(10));
        s1.Heartbeat = T0 - Seconds(11);
        world.Runtime.Run("s1", T0 - Hours(1));
        world.Start(Settings);
        await world.PassAsync();
        world.At(Seconds(5));
        world.Clock.StepWallClock(Hours(2) - Seconds(5));
        world.At(Seconds(6));
        await world.PassAsync();
        world.Actions.ShouldBeEmpty();
        world.Events.OfType<Notice>().ShouldContain(notice => notice.Topic == "clock-gap" && notice.Text.Contains("7195 s"));
        world.At(Seconds(66));
        await world.PassAsync();
        world.Runtime.Calls.ShouldBeEmpty();
        world.At(Seconds(126));
        await world.PassAsync();
        world.Runtime.Calls.ShouldBe(["stop c1"]);
    }

    [Fact]
    public async Task F15_a_clock_set_back_makes_no_age_negative_and_postpones_no_stop()
    {
        var world = World();
        var s1 = world.Session("s1").Add(Due("m1") with { ProcessAfter = null }).Claim("m1", T0);
        world.Runtime.Run("s1", T0 - Seconds(30));
        world.Start(Settings);
        world.At(Seconds(30));
        await world.PassAsync();
        world.Clock.StepWallClock(-Hours(1));
        world.At(Seconds(61));
        await world.PassAsync();
        var stop = world.Actions.First(action => action.Action == ActionKind.Stop);
        stop.Why.Age.ShouldBe(Seconds(61));
        s1.Messages["m1"].Tries.ShouldBe(1);
    }

    [Fact]
    public async Task A_declared_tool_spares_its_container_until_its_timeout_and_a_margin_have_passed()
    {
        var world = World();
        var s1 = world.Session("s1").Add(Due("m1")).Claim("m1", T0);
        s1.Tool = new ToolInFlight("Bash", Hours(2), T0 + Seconds(1));
        world.Runtime.Run("s1", T0 - Minutes(1));
        world.Start(Settings);
        foreach (var minute in new[] { 5, 31, 120 })
        {
            world.At(Minutes(minute));
            await world.PassAsync();
        }

        world.Runtime.Calls.ShouldBeEmpty();
        world.At(Hours(2) + Minutes(1) + Seconds(1));
        await world.PassAsync();
        world.Runtime.Calls.ShouldBe(["stop c1"]);
        world.Actions.First().Why.Text.ShouldContain("widened by tool Bash");
    }
}
