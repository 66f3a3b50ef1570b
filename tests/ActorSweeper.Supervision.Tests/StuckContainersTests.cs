using ActorSweeper.Core.Judging;
using ActorSweeper.Simulation.InMemory;
using ActorSweeper.Supervision.Events;
using static ActorSweeper.Supervision.Tests.Given;

namespace ActorSweeper.Supervision.Tests;

/// <summary>Containers that must be stopped, and those that cannot be.</summary>
public sealed class StuckContainersTests
{
    [Fact]
    public async Task F16_a_container_without_any_sign_of_life_is_an_idle_stop_at_the_ceiling()
    {
        var world = World();
        world.Session("s1").Add(new("context", Core.Sessions.MessageStatus.Pending, Triggers: false, Timestamp: T0 + Minutes(20)));
        world.Runtime.Run("s1", T0);
        world.Start(Settings);
        world.At(Minutes(30) - Seconds(1));
        await world.PassAsync();
        world.Actions.ShouldBeEmpty();
        world.At(Minutes(30) + Seconds(1));
        await world.PassAsync();
        world.Actions.Single().Why.Rule.ShouldBe("idle");
    }

    [Fact]
    public async Task F21_every_stuck_verdict_leads_to_an_action_or_to_a_deferral_that_ends()
    {
        var world = World();
        foreach (var id in Enumerable.Range(1, 6).Select(number => $"s{number}"))
        {
            world.Session(id).Add(Due("m1")).Claim("m1", T0);
            world.Runtime.Run(id, T0);
        }

        world.Start(Settings);
        world.At(Seconds(61));
        await world.PassAsync();
        world.Actions.ShouldAllBe(action => action.Outcome.Result == Result.Deferred);
        world.Runtime.Calls.ShouldBeEmpty();
        world.At(Seconds(122));
        await world.PassAsync();
        world.Runtime.Calls.Count.ShouldBe(6);
    }

    [Fact]
    public async Task F22_late_timers_shift_decisions_and_skip_none()
    {
        var world = World();
        world.Session("s1").Add(Due("m1")).Claim("m1", T0 + Seconds(2));
        world.Runtime.Run("s1", T0);
        world.Start(Settings);
        for (var tick = 1; tick <= 2; tick++)
        {
            world.At((tick * Seconds(60)) + Seconds(1.4));
            (await world.PassAsync()).Examined.ShouldBe(1);
        }

        world.Runtime.Calls.ShouldBe(["stop c1"]);
        world.Actions.First().At.ShouldBe(T0 + Seconds(121.4));
    }

    [Fact]
    public async Task F25_a_container_that_ignores_the_stop_is_killed()
    {
        var world = StuckWorld(Stubbornness.IgnoresStop);
        await world.PassAsync();
        world.Runtime.Calls.ShouldBe(["stop c1", "kill c1"]);
        world.Actions.First(action => action.Action == ActionKind.Stop).Outcome.Detail.ShouldBe("gone after kill");
    }

    [Fact]
    public async Task F26_a_container_that_cannot_be_stopped_keeps_its_session_until_it_is_gone()
    {
        var world = StuckWorld(Stubbornness.CannotBeKilled);
        await world.PassAsync();
        var s1 = world.Files["s1"];
        world.Runtime.Calls.ShouldBe(["stop c1", "kill c1", "remove c1"]);
        world.Actions.First(action => action.Action == ActionKind.Stop).Outcome.Result.ShouldBe(Result.Failed);
        world.Standing("s1")!.State.ShouldBe(SessionState.Quarantined);
        s1.Messages["m1"].Tries.ShouldBe(0);
        s1.Claims.Count.ShouldBe(1);

        world.At(Seconds(180));
        await world.PassAsync();
        world.Runtime.Calls.Count.ShouldBe(3);

        world.Runtime.Die("c1");
        world.At(Seconds(240));
        await world.PassAsync();
        s1.Messages["m1"].Tries.ShouldBe(1);
        world.At(Seconds(300));
        await world.PassAsync();
        world.Runtime.Calls[^1].ShouldBe("start s1");
    }

    [Fact]
    public async Task F72_a_stop_that_never_returns_is_given_up_in_time_and_not_repeated_too_often()
    {
        var world = StuckWorld(Stubbornness.NeverAnswers);
        world.Session("s2").Add(Due("m2"));
        var pass = world.PassAsync();
        world.Runtime.Calls.ShouldBe(["stop c1", "start s2"], ignoreOrder: true);
        world.At(Seconds(120) + Seconds(15));
        world.Runtime.Calls[^1].ShouldBe("remove c1");
        world.At(Seconds(120) + Seconds(30));
        (await pass).Actions.ShouldContain(action => action.Action == ActionKind.Quarantine);
        world.Events.OfType<Notice>().ShouldContain(notice => notice.Severity == Severity.Alarm && notice.Topic == "cannot-stop");

        var calls = world.Runtime.Calls.Count(call => call == "stop c1");
        for (var minute = 3; minute <= 6; minute++)
        {
            world.At(Minutes(minute));
            await world.PassAsync();
        }

        world.Runtime.Calls.Count(call => call == "stop c1").ShouldBe(calls);
        world.At(Minutes(8));
        _ = world.PassAsync();
        world.Runtime.Calls.Count(call => call == "stop c1").ShouldBe(calls + 1);
        world.Runtime.Calls.ShouldNotContain("start s1");
    }

    [Fact]
    public async Task Rule_2_an_unknown_container_is_not_a_stopped_one()
    {
        var world = StuckWorld(Stubbornness.None);
        world.Session("s2").Add(Due("m2")).Claim("m2", T0);
        world.Runtime.Down = "connection refused";
        var report = await world.PassAsync();
        report.Actions.ShouldBeEmpty();
        world.Runtime.Calls.ShouldBeEmpty();
        world.Files["s2"].Claims.Count.ShouldBe(1);
        report.Errors.ShouldContain(error => error.Text.Contains("connection refused"));
        world.Standing("s1")!.State.ShouldBe(SessionState.Unknown);

        world.Runtime.Down = null;
        world.At(Seconds(180));
        await world.PassAsync();
        world.Runtime.Calls.ShouldContain("stop c1");
        world.Files["s2"].Messages["m2"].Tries.ShouldBe(1);
    }

    [Fact]
    public async Task Rule_12_a_container_that_keeps_dying_is_quarantined_and_tried_again_after_a_pause()
    {
        var world = World();
        var s1 = world.Session("s1");
        world.Start(Settings.With(
            limits => limits with { Retries = limits.Retries with { MaxTries = 100, BackoffBase = Seconds(1), MaxBackoff = Seconds(1) } }));
        var quarantinedAt = -1;
        for (var second = 0; second < 60 && quarantinedAt < 0; second += 5)
        {
            world.At(Seconds(second));
            if (s1.Messages.Count == 0) s1.Add(Due("m1"));
            await world.PassAsync();
            if (world.Actions.Any(action => action.Action == ActionKind.Quarantine)) quarantinedAt = second;
            if (world.Runtime.Containers.Count == 0) continue;
            s1.Claim("m1", world.Clock.GetUtcNow());
            world.Runtime.Die(world.Runtime.Containers.Single().Id);
        }

        quarantinedAt.ShouldBeGreaterThan(0);
        var starts = world.Runtime.Calls.Count;
        starts.ShouldBe(6);
        world.At(Seconds(quarantinedAt + 55));
        await world.PassAsync();
        world.Standing("s1")!.State.ShouldBe(SessionState.Quarantined);
        world.Runtime.Calls.Count.ShouldBe(starts);
        world.At(Seconds(quarantinedAt + 65));
        await world.PassAsync();
        world.Runtime.Calls.Count.ShouldBe(starts + 1);
    }

    [Fact]
    public async Task Rule_13_a_storm_that_is_real_is_stopped_after_one_tolerance_and_a_single_stop_is_no_storm()
    {
        var world = World();
        foreach (var id in Enumerable.Range(1, 9).Select(number => $"s{number}"))
        {
            var session = world.Session(id).Add(Due("m1"));
            if (id is "s1" or "s2" or "s3" or "s4") session.Claim("m1", T0);
            world.Runtime.Run(id, T0);
        }

        world.Start(Settings);
        world.At(Seconds(61));
        await world.PassAsync();
        world.Runtime.Calls.Count.ShouldBe(4);
    }

    /// <summary>Two minutes after T0, with one session whose claim is stuck.</summary>
    private static Simulation.World StuckWorld(Stubbornness stubbornness)
    {
        var world = World();
        world.Session("s1").Add(Due("m1")).Claim("m1", T0);
        world.Runtime.Run("s1", T0, stubbornness);
        world.Start(Settings);
        world.At(Seconds(120));
        return world;
    }
}
