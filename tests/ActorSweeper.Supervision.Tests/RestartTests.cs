using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Simulation.InMemory;
using ActorSweeper.Supervision.Events;
using static ActorSweeper.Supervision.Tests.Given;

namespace ActorSweeper.Supervision.Tests;

/// <summary>What a host knows of the hosts before it.</summary>
public sealed class RestartTests
{
    [Fact]
    public void A_restarted_host_counts_incarnations_on_and_adopts_what_runs()
    {
        var world = Woken(out _);
        world.Restart(Adopting with { SweepInterval = Seconds(60) });
        world.At(Seconds(20));
        Record(world, "s1").Incarnation.ShouldBe(1);
        Record(world, "s1").Current!.Id.ShouldBe("c1");
        world.Actions.ShouldContain(action => action.Action == ActionKind.Adopt);
        world.Runtime.Die("c1");
        world.At(Minutes(3));
        Record(world, "s1").Incarnation.ShouldBe(2);
    }

    [Fact]
    public void A_quarantine_and_its_pause_survive()
    {
        var settings = Settings.With(limits => limits with
        {
            Retries = limits.Retries with { MaxTries = 100, BackoffBase = Seconds(1), MaxBackoff = Seconds(1) },
        });
        var world = World();
        var s1 = world.Session("s1").Add(Due("m1"));
        world.Start(settings with { SweepInterval = Seconds(5) });
        var second = 0;
        while (!Record(world, "s1").Crashes.IsQuarantined(world.Clock.GetUtcNow()))
        {
            world.At(Seconds(second += 3));
            second.ShouldBeLessThan(300);
            if (world.Runtime.Containers.Count == 0) continue;
            s1.Claim("m1", world.Clock.GetUtcNow());
            world.Runtime.Die(world.Runtime.Containers.Single().Id, tell: true);
        }

        var starts = world.Runtime.Calls.Count;
        world.Restart(settings with { SweepInterval = Seconds(5) });
        world.At(Seconds(second + 50));
        world.Runtime.Calls.Count.ShouldBe(starts);
        world.Standing("s1")!.State.ShouldBe(SessionState.Quarantined);
        world.At(Seconds(second + 80));
        world.Runtime.Calls.Count.ShouldBe(starts + 1);
    }

    [Fact]
    public void The_count_of_failed_starts_survives()
    {
        var world = World();
        world.Session("s1").Add(Due("m1"));
        world.Runtime.StartFault = _ => new Core.Containers.StartFailedException(Core.Containers.StartFailure.Refused, "no image");
        world.Start(Settings with { SweepInterval = Seconds(5) });
        world.At(Minutes(2));
        var failures = Record(world, "s1").Starts.Failures;
        failures.ShouldBeGreaterThan(2);
        world.Restart(Settings with { SweepInterval = Seconds(5) });
        Record(world, "s1").Starts.Failures.ShouldBe(failures);
        world.At(Minutes(30));
        Record(world, "s1").Starts.LastError.ShouldBe("no image");
        Record(world, "s1").Starts.Failures.ShouldBeGreaterThan(failures);
    }

    [Theory]
    [InlineData(WriteCrash.Before)]
    [InlineData(WriteCrash.After)]
    public void A_host_that_ends_while_it_stops_a_container_is_succeeded_by_one_that_finishes_it(WriteCrash when)
    {
        var world = World();
        var s1 = world.Session("s1").Add(Due("m1")).Claim("m1", T0);
        world.Runtime.Run("s1", T0, Stubbornness.IgnoresStop);
        world.Start(Settings);
        world.At(Minutes(2));
        // Each rung and its outcome is one write: the first is the intent of the first rung.
        world.Journal.CrashAt = (world.Journal.Writes + 1, when);
        _ = world.PassAsync();
        while (world.IsUp)
        {
            world.Journal.CrashAt = (world.Journal.Writes + 1, when);
            world.At(world.Clock.GetUtcNow() - T0 + Seconds(60));
            _ = world.PassAsync();
        }

        world.Restart(Adopting);
        world.Runtime.Containers.Count.ShouldBe(1);
        _ = world.PassAsync();
        world.At(world.Clock.GetUtcNow() - T0 + Minutes(2));
        _ = world.PassAsync();
        world.Runtime.Containers.ShouldBeEmpty();
        s1.Claims.ShouldBeEmpty();
        s1.Messages["m1"].Tries.ShouldBe(1);
        Record(world, "s1").Open.ShouldBeEmpty();
    }

    [Fact]
    public void A_dead_letters_reason_survives_and_an_operator_gives_it_another_run()
    {
        var world = World();
        var s1 = world.Session("s1").Add(Due("m1") with { Tries = 5 }).Claim("m1", T0);
        world.Start(Settings with { SweepInterval = Seconds(60) });
        world.At(Seconds(1));
        s1.Messages["m1"].Status.ShouldBe(MessageStatus.Failed);
        world.Restart(Settings with { SweepInterval = Seconds(60) });
        var letter = Record(world, "s1").DeadLetters.Single();
        letter.MessageId.ShouldBe("m1");
        letter.Why.Rule.ShouldBe("max-tries");

        world.Order(OrderKind.Retry, null, "m1", "the provider is back");
        world.At(Seconds(62));
        s1.Messages["m1"].Status.ShouldBe(MessageStatus.Pending);
        s1.Messages["m1"].Tries.ShouldBe(0);
        Record(world, "s1").DeadLetters.ShouldBeEmpty();
        var ended = world.Journal.Records.Select(record => record.Event).OfType<HostEvent.OrderEnded>().Single();
        ended.Order.Why.ShouldBe("the provider is back");
        ended.Outcome.Result.ShouldBe(Result.Done);
    }

    [Fact]
    public void An_order_for_nobody_is_refused_with_the_reason_and_the_next_is_carried_out()
    {
        var world = World();
        world.Session("s1");
        world.Start(Settings with { SweepInterval = Seconds(60) });
        world.Order(OrderKind.Retry, "nobody");
        world.Order(OrderKind.Release, "s1");
        world.At(Seconds(61));
        var ended = world.Journal.Records.Select(record => record.Event).OfType<HostEvent.OrderEnded>().ToList();
        ended.Select(end => end.Outcome.Result).ShouldBe([Result.Superseded, Result.Done]);
        ended[0].Outcome.Detail.ShouldContain("nobody");
    }

    [Fact]
    public void Nothing_is_stopped_while_the_journal_cannot_be_written_and_everything_else_goes_on()
    {
        var world = World();
        world.Session("s1").Add(Due("m1")).Claim("m1", T0);
        world.Runtime.Run("s1", T0);
        world.Session("s2").Add(Due("m2"));
        world.Session("s3").Add(Due("m3") with { Tries = 5 }).Claim("m3", T0);
        world.Runtime.Run(null, T0);
        world.Start(Settings with { SweepInterval = Seconds(30) });
        world.At(Seconds(1));
        world.Journal.Fault = () => new JournalException(JournalFault.Full, "state.db: no space is left; free some");
        world.At(Minutes(5));
        world.Runtime.Calls.ShouldNotContain("stop c1");
        world.Runtime.Calls.ShouldContain("start s2");
        world.Events.OfType<Notice>().ShouldContain(
            notice => notice.Severity == Severity.Alarm && notice.Text.Contains("no space is left"));
        world.Journal.Fault = null;
        world.At(Minutes(7));
        world.Runtime.Calls.ShouldContain("stop c1");
        world.Events.OfType<Notice>().ShouldContain(notice => notice.Text.Contains("can be written again"));
    }

    [Fact]
    public void Dead_letters_wait_for_the_journal_and_keep_their_claims()
    {
        var world = World();
        var s1 = world.Session("s1").Add(Due("m1") with { Tries = 5 }).Claim("m1", T0).Add(Due("m2")).Claim("m2", T0);
        world.Journal.Fault = () => new JournalException(JournalFault.Full, "full");
        world.Start(Settings with { SweepInterval = Seconds(30) });
        world.At(Seconds(1));
        s1.Messages["m1"].Status.ShouldBe(MessageStatus.Pending);
        s1.Claims.Select(claim => claim.MessageId).ShouldBe(["m1"]);
        s1.Messages["m2"].Tries.ShouldBe(1);
        world.Journal.Fault = null;
        world.At(Minutes(2));
        s1.Messages["m1"].Status.ShouldBe(MessageStatus.Failed);
    }

    private static Simulation.World Woken(out SimulatedSession session)
    {
        var world = World();
        session = world.Session("s1").Add(Due("m1"));
        world.Start(Adopting with { SweepInterval = Seconds(60) });
        world.At(Seconds(5));
        world.Runtime.Calls.ShouldBe(["start s1"]);
        return world;
    }

    private static SessionRecord Record(Simulation.World world, string session) =>
        (SessionRecord)world.Journal.StateOf(JournalState.StreamOf(new SessionId(session)));
}
