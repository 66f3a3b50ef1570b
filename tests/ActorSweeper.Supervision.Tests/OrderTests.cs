using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Supervision.Events;
using static ActorSweeper.Supervision.Tests.Given;

namespace ActorSweeper.Supervision.Tests;

/// <summary>Operators' orders, and a journal that comes and goes.</summary>
public sealed class OrderTests
{
    private static readonly SupervisionSettings Slow = Settings with
    {
        SweepInterval = Minutes(10),
        Journal = Settings.Journal with { OrderInterval = Seconds(1) },
    };

    [Fact]
    public void A_dead_letter_that_is_retried_is_woken_for_at_once_and_not_with_the_next_pass()
    {
        var world = World();
        var s1 = world.Session("s1").Add(Due("m1") with { Tries = 5 }).Claim("m1", T0);
        world.Start(Slow);
        world.At(Seconds(1));
        s1.Messages["m1"].Status.ShouldBe(MessageStatus.Failed);
        world.Order(OrderKind.Retry, "s1");
        world.At(Seconds(3));
        Outcomes(world).ShouldBe(["Done the message has another run"]);
        world.Runtime.Calls.ShouldBe(["start s1"]);
    }

    [Fact]
    public void A_session_that_is_released_goes_on_at_once()
    {
        var world = World();
        world.Session("s1").Add(Due("m1"));
        world.Runtime.StartFault = _ => new Core.Containers.StartFailedException(Core.Containers.StartFailure.Refused, "no image");
        world.Start(Slow with { SweepInterval = Minutes(1) });
        world.At(Minutes(10) + Seconds(1));
        var failures = Record(world).Starts.Failures;
        failures.ShouldBeGreaterThan(3);
        world.Runtime.StartFault = _ => null;
        world.Order(OrderKind.Release, "s1", why: "image repaired");
        world.At(Minutes(10) + Seconds(3));
        world.Runtime.Containers.Count.ShouldBe(1);
        Record(world).Starts.Failures.ShouldBe(0);
    }

    [Fact]
    public void A_message_whose_failed_ack_cannot_be_dropped_is_refused_while_a_container_runs_and_not_after()
    {
        var world = World();
        var s1 = world.Session("s1").Add(Due("m1")).Acknowledge("m1", "failed", T0).Add(Due("m2"));
        world.Start(Slow);
        world.At(Seconds(1));
        s1.Messages["m1"].Status.ShouldBe(MessageStatus.Failed);
        world.Runtime.Containers.Count.ShouldBe(1);
        world.Order(OrderKind.Retry, "s1", "m1");
        world.At(Seconds(3));
        Outcomes(world).Single().ShouldStartWith("Superseded the message is not failed, or failed by an ack that cannot be dropped");
        s1.Messages["m1"].Status.ShouldBe(MessageStatus.Failed);

        s1.Acknowledge("m2", "completed", world.Clock.GetUtcNow());
        world.Runtime.Die(world.Runtime.Containers.Single().Id, tell: true, exitCode: 0);
        world.Order(OrderKind.Retry, "s1", "m1");
        world.At(Seconds(6));
        Outcomes(world)[1].ShouldBe("Done the message has another run");
        s1.Messages["m1"].Status.ShouldBe(MessageStatus.Pending);
        world.Runtime.Containers.Count.ShouldBe(1);
    }

    [Fact]
    public void A_container_that_this_host_has_just_started_counts_as_running()
    {
        var world = World();
        var s1 = world.Session("s1").Add(Due("m1")).Add(Due("m2") with { Status = MessageStatus.Failed }).Acknowledge("m2", "failed", T0);
        world.Start(Slow with { SweepInterval = null });
        _ = world.PassAsync();
        world.Runtime.Containers.Count.ShouldBe(1);
        world.Order(OrderKind.Retry, "s1", "m2");
        world.At(Seconds(3));
        Outcomes(world).Single().ShouldStartWith("Superseded");
        s1.Messages["m2"].Status.ShouldBe(MessageStatus.Failed);
    }

    [Fact]
    public void Of_several_dead_letters_those_that_can_be_have_another_run()
    {
        var world = World();
        var s1 = world.Session("s1");
        foreach (var id in new[] { "m1", "m2", "m3" }) s1.Add(Due(id) with { Tries = 5 }).Claim(id, T0);
        world.Start(Slow);
        world.At(Seconds(1));
        s1.Add(s1.Messages["m2"] with { Status = MessageStatus.Completed });
        world.Order(OrderKind.Retry, "s1");
        world.At(Seconds(3));
        Outcomes(world).Single().ShouldStartWith("Done 2 of 3 messages have another run");
        Record(world).DeadLetters.Select(letter => letter.MessageId).ShouldBe(["m2"]);
    }

    [Fact]
    public void A_host_that_is_told_to_end_finishes_what_an_order_has_begun()
    {
        var world = World();
        world.Session("s1").Add(Due("m1") with { Tries = 5 }).Claim("m1", T0);
        world.Start(Slow);
        world.At(Seconds(1));
        world.Runtime.StartDelay = () => Task.Delay(Seconds(5), world.Clock);
        world.Order(OrderKind.Retry, "s1");
        world.At(Seconds(3));
        Record(world).Open.ShouldHaveSingleItem().Intent.ShouldBeOfType<Intent.Wake>();
        world.End();
        Record(world).Open.ShouldBeEmpty();
        Record(world).Incarnation.ShouldBe(1);
    }

    [Fact]
    public void Orders_are_looked_for_as_often_as_the_changed_settings_say()
    {
        var world = World();
        world.Session("s1");
        world.Start(Slow with { Journal = Slow.Journal with { OrderInterval = null } });
        world.At(Seconds(1));
        world.Order(OrderKind.Release, "s1");
        world.At(Minutes(5));
        Outcomes(world).ShouldBeEmpty();
        world.Apply(Slow);
        world.At(Minutes(5) + Seconds(2));
        Outcomes(world).ShouldBe(["Done"]);
    }

    [Fact]
    public void A_journal_that_takes_the_place_of_another_gets_what_is_known()
    {
        var world = World();
        var s1 = world.Session("s1").Add(Due("m1") with { Tries = 5 }).Claim("m1", T0);
        world.Session("s2").Add(Due("m2"));
        world.Start(Slow with { SweepInterval = Minutes(1) });
        world.At(Minutes(2));
        var (dead, lives) = (Record(world).DeadLetters, Record(world, "s2").Incarnation);
        dead.Count.ShouldBe(1);
        lives.ShouldBe(1);

        world.Journal.TakeAway();
        world.At(Minutes(4));

        Record(world).DeadLetters.ShouldBe(dead);
        Record(world, "s2").Incarnation.ShouldBe(lives);
        ((SupervisorRecord)world.Journal.StateOf("supervisor")).Generation.ShouldBe(1);
        world.Events.OfType<Notice>().ShouldContain(notice => notice.Text.Contains("another journal has taken the place"));
        world.Restart(Slow);
        world.At(Minutes(6));
        Record(world).DeadLetters.ShouldBe(dead);
        s1.Messages["m1"].Status.ShouldBe(MessageStatus.Failed);
    }

    [Fact]
    public void A_journal_that_cannot_be_read_at_the_start_is_an_alarm_and_is_caught_up_with_later()
    {
        var world = World();
        world.Session("s1").Add(Due("m1")).Claim("m1", T0);
        world.Runtime.Run("s1", T0);
        world.Journal.Fault = () => new JournalException(JournalFault.Corrupt, "state.db is damaged; move it away");
        world.Start(Settings with { SweepInterval = Seconds(30) });
        world.At(Minutes(5));
        world.Runtime.Calls.ShouldBeEmpty();
        world.Events.OfType<Notice>().Where(notice => notice.Severity == Severity.Alarm).ShouldHaveSingleItem().Text.ShouldBe(
            "the journal cannot be read: state.db is damaged; move it away; nothing is stopped until it can, everything else goes on");
        world.Journal.Fault = null;
        world.At(Minutes(7));
        world.Runtime.Calls.ShouldContain("stop c1");
        world.Events.OfType<Notice>().ShouldContain(notice => notice.Text == "the journal can be read again");
        Record(world).Incarnation.ShouldBeGreaterThan(0);
    }

    private static List<string> Outcomes(Simulation.World world) =>
    [
        .. world.Journal.Records.Select(record => record.Event).OfType<HostEvent.OrderEnded>()
            .Select(ended => $"{ended.Outcome.Result} {ended.Outcome.Detail}".TrimEnd()),
    ];

    private static SessionRecord Record(Simulation.World world, string session = "s1") =>
        (SessionRecord)world.Journal.StateOf(JournalState.StreamOf(new SessionId(session)));
}
