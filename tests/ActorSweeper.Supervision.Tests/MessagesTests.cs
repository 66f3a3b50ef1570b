using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Supervision.Events;
using static ActorSweeper.Supervision.Tests.Given;

namespace ActorSweeper.Supervision.Tests;

/// <summary>What becomes of messages: acks, retries, dead letters, recurrences.</summary>
public sealed class MessagesTests
{
    [Fact]
    public async Task F36_a_lost_claim_costs_one_try_however_often_the_start_is_refused()
    {
        var world = World();
        var s1 = world.Session("s1").Add(Due("m1")).Claim("m1", T0 - Minutes(1));
        world.Runtime.StartFault = _ => new StartFailedException(StartFailure.Refused, "gateway down");
        world.Start(Settings);
        for (var minute = 0; minute <= 10; minute++)
        {
            world.At(Minutes(minute));
            await world.PassAsync();
        }

        s1.Messages["m1"].Tries.ShouldBe(1);
        s1.Messages["m1"].Status.ShouldBe(MessageStatus.Pending);
    }

    [Fact]
    public async Task F37_claims_that_cannot_be_dropped_degrade_one_session_only()
    {
        var world = World();
        foreach (var number in Enumerable.Range(1, 5)) world.Session($"s{number}").Add(Due("m1")).Claim("m1", T0 - Minutes(1));
        world.Files["s1"].WriteFault = () => new SessionStoreException(StoreFault.Forbidden, "outbound.db cannot be written");
        world.Start(Settings);
        var first = await world.PassAsync();
        first.Degraded.ShouldBe(1);
        foreach (var number in Enumerable.Range(2, 4)) world.Files[$"s{number}"].Claims.ShouldBeEmpty();
        world.Files["s1"].Messages["m1"].Tries.ShouldBe(0);
        world.Standing("s1")!.State.ShouldBe(SessionState.Degraded);
        world.Runtime.Calls.ShouldNotContain("start s1");
    }

    [Theory]
    [InlineData("failed", MessageStatus.Failed, MessageStatus.Failed)]
    [InlineData("failed", MessageStatus.Completed, MessageStatus.Completed)]
    [InlineData("script-skip:error", MessageStatus.Failed, MessageStatus.Failed)]
    [InlineData("completed", MessageStatus.Failed, MessageStatus.Completed)]
    public async Task F38_a_failed_ack_becomes_what_the_configuration_says(string ack, MessageStatus failedAcks, MessageStatus expected)
    {
        var world = World();
        var s1 = world.Session("s1").Add(Due("m1")).Acknowledge("m1", ack, T0);
        world.Start(Settings.With(limits => limits with { FailedAcks = failedAcks }));
        await world.PassAsync();
        s1.Messages["m1"].Status.ShouldBe(expected);
        world.Did("s1").ShouldBe(["Ack Done"]);
    }

    [Fact]
    public async Task F38_a_late_failed_ack_never_downgrades_a_completed_message()
    {
        var world = World();
        var s1 = world.Session("s1").Add(Due("m1") with { Status = MessageStatus.Completed }).Acknowledge("m1", "failed", T0);
        world.Start(Settings);
        await world.PassAsync();
        s1.Messages["m1"].Status.ShouldBe(MessageStatus.Completed);
        world.Actions.ShouldBeEmpty();
    }

    [Fact]
    public async Task F42_a_message_that_has_been_answered_is_closed_and_not_repeated()
    {
        var world = World();
        var s1 = world.Session("s1").Add(Due("m1")).Claim("m1", T0 - Seconds(5)).Answer("m1");
        world.Start(Settings);
        await world.PassAsync();
        world.Did("s1").ShouldBe(["Close Done", "DropClaims Done"]);
        s1.Messages["m1"].Status.ShouldBe(MessageStatus.Completed);
        s1.Messages["m1"].Tries.ShouldBe(0);
    }

    [Fact]
    public async Task F48_a_message_that_waited_for_too_long_expires_visibly()
    {
        var world = World();
        var s1 = world.Session("s1")
            .Add(new Message("m1", MessageStatus.Pending, Timestamp: T0 - Hours(25)))
            .Add(new Message(
                "m2", MessageStatus.Pending, ProcessAfter: T0 + TimeSpan.FromDays(3), Timestamp: T0 - Hours(48), Recurrence: "0 9 * * *"));
        world.Start(Settings.With(limits => limits with { MaxPendingAge = Hours(24) }));
        await world.PassAsync();
        s1.Messages["m1"].Status.ShouldBe(MessageStatus.Failed);
        s1.Messages["m2"].Status.ShouldBe(MessageStatus.Pending);
        world.Actions.Single().Why.Rule.ShouldBe("max-pending-age");
        world.Runtime.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task F49_F50_a_missing_folder_is_one_state_and_ends_when_the_folder_is_back()
    {
        var world = World();
        var s1 = world.Session("s1");
        s1.ReadFault = () => new SessionStoreException(StoreFault.Missing, "the session's folder is missing");
        world.Start(Settings);
        for (var minute = 0; minute <= 10; minute++)
        {
            world.At(Minutes(minute));
            await world.PassAsync();
        }

        world.Standing("s1")!.State.ShouldBe(SessionState.Degraded);
        world.Standing("s1")!.Text.ShouldContain("missing");
        s1.ReadFault = null;
        s1.Add(Due("m1"));
        world.At(Minutes(11));
        await world.PassAsync();
        world.Runtime.Calls.ShouldBe(["start s1"]);
    }

    [Fact]
    public async Task F54_one_session_that_fails_on_every_read_delays_nobody_and_is_tried_again_ever_more_slowly()
    {
        var world = World();
        foreach (var number in Enumerable.Range(1, 5)) world.Session($"s{number}").Add(Due("m1")).Acknowledge("m1", "completed", T0);
        world.Files["s2"].ReadFault = () => new SessionStoreException(StoreFault.Corrupt, "not a database");
        world.Start(Settings);
        for (var second = 0; second <= 100; second++)
        {
            world.At(Seconds(second));
            await world.PassAsync();
            if (second == 0) world.Actions.Count().ShouldBe(4);
        }

        var reads = world.Events.OfType<SessionStanding>().Where(standing => standing.Session.Value == "s2").Select(
            standing => (standing.At - T0).TotalSeconds);
        reads.ShouldBe([0, 5, 15, 35, 65, 95]);
    }

    [Fact]
    public async Task A_message_that_has_used_up_its_tries_is_a_dead_letter_with_its_reason()
    {
        var world = World();
        var s1 = world.Session("s1").Add(Due("m1") with { Tries = 5 }).Claim("m1", T0 - Minutes(2));
        world.Start(Settings);
        await world.PassAsync();
        s1.Messages["m1"].Status.ShouldBe(MessageStatus.Failed);
        world.Actions.First().Why.Text.ShouldContain("put back 5 times");
    }

    [Fact]
    public async Task F73_a_series_lives_on_when_a_run_of_it_fails_for_good()
    {
        var world = World();
        var s1 = world.Session("s1").Add(Recurring("m1", "0 9 * * *") with { Tries = 5 }).Claim("m1", T0 - Minutes(2));
        world.Start(Settings);
        await world.PassAsync();
        var open = s1.Messages.Values.Single(message => message.Status == MessageStatus.Pending);
        open.ProcessAfter.ShouldBe(new DateTimeOffset(2026, 1, 11, 9, 0, 0, TimeSpan.Zero));
        s1.Messages["m1"].Status.ShouldBe(MessageStatus.Failed);
        s1.Messages["m1"].Recurrence.ShouldBeNull();
    }

    [Fact]
    public async Task F74_two_finished_runs_of_one_series_leave_one_open_occurrence()
    {
        var world = World();
        var s1 = world.Session("s1");
        foreach (var id in new[] { "m1", "m2" })
            s1.Add(Recurring(id, "0 9 * * *") with { Status = MessageStatus.Completed, SeriesId = "S" });
        world.Start(Settings);
        for (var minute = 0; minute < 3; minute++)
        {
            world.At(Minutes(minute));
            await world.PassAsync();
        }

        s1.Messages.Values.Count(message => message.Status == MessageStatus.Pending).ShouldBe(1);
        s1.Messages.Values.Count(message => message.Recurrence is not null).ShouldBe(1);
    }

    [Fact]
    public async Task F75_an_invalid_expression_is_reported_once_with_what_is_wrong()
    {
        var world = World();
        world.Session("s1").Add(Recurring("m1", "0 21-5 * * *") with { Status = MessageStatus.Completed });
        world.Start(Settings);
        for (var minute = 0; minute < 10; minute++)
        {
            world.At(Minutes(minute));
            await world.PassAsync();
        }

        world.Events.OfType<Notice>().Single().Text.ShouldContain("21-5");
    }

    [Fact]
    public async Task F76_F77_an_acknowledged_occurrence_is_carried_and_followed_by_the_next_in_one_change()
    {
        var world = World();
        var s1 = world.Session("s1").Add(Recurring("m1", "*/5 * * * *"));
        world.Start(Settings);
        for (var run = 0; run < 10; run++)
        {
            var open = s1.Messages.Values.Single(message => message.Status == MessageStatus.Pending);
            s1.Acknowledge(open.Id, "completed", world.Clock.GetUtcNow());
            world.At(Minutes(5 * (run + 1)));
            await world.PassAsync();
            s1.Messages.Values.Count(message => message.Status == MessageStatus.Pending).ShouldBe(1);
        }
    }

    [Fact]
    public async Task F79_the_zone_of_the_session_decides()
    {
        var world = World();
        var s1 = world.Session("s1").Add(Recurring("m1", "0 9 * * *") with { Status = MessageStatus.Completed });
        s1.Listed = s1.Listed with { Zone = "America/Los_Angeles" };
        world.Start(Settings);
        await world.PassAsync();
        s1.Messages.Values.Single(message => message.Status == MessageStatus.Pending).ProcessAfter
            .ShouldBe(new DateTimeOffset(2026, 1, 10, 17, 0, 0, TimeSpan.Zero));
    }

    private static Message Recurring(string id, string expression) =>
        new(id, MessageStatus.Pending, ProcessAfter: T0 - Hours(3), Timestamp: T0 - Hours(27), Recurrence: expression, SeriesId: id);
}
