using ActorSweeper.Core.Sessions;
using ActorSweeper.Workspaces;

namespace ActorSweeper.Adapters.Tests.NanoClaw;

public sealed class Observing : NanoClawTest
{
    [Fact]
    public async Task A_look_finds_heartbeat_tool_claims_acks_and_messages()
    {
        var session = Workspace.AddSession("s1")
            .Message("m1", processAfter: "2026-01-10 12:05:00", recurrence: "0 9 * * *", series: "daily", tries: 2, kind: "task")
            .Message("m2", status: "completed")
            .Message("m3")
            .Message("m4", trigger: 0)
            .Ack("m2", "completed")
            .Ack("m3", "completed")
            .Claim("m1", "2026-01-10T13:00:00+01:00")
            .Tool("Bash", 120_000, "2026-01-10T11:59:00.000Z")
            .Beat(Noon);

        var evidence = await LookAsync(session);

        evidence.Heartbeat.ShouldBe(Noon);
        evidence.Tool.ShouldBe(new ToolInFlight("Bash", TimeSpan.FromMinutes(2), Noon.AddMinutes(-1)));
        evidence.Claims.ShouldBe([new Claim("m1", Noon)]);
        evidence.Acks.ShouldBe([new Ack("m3", Failed: false, "completed")]);
        evidence.Messages.ShouldBe(
        [
            new Message("m1", MessageStatus.Pending, true, 2, Noon.AddMinutes(5), Noon, "0 9 * * *", "daily"),
            new Message("m3", MessageStatus.Pending, true, 0, null, Noon, null, "m3"),
            new Message("m4", MessageStatus.Pending, false, 0, null, Noon, null, "m4"),
        ]);
    }

    [Fact]
    public async Task A_session_whose_container_never_started_has_messages_only()
    {
        var session = Workspace.AddSession("s1").Message("m1");
        File.Delete(session.Outbound);

        var evidence = await LookAsync(session);

        evidence.Messages.Select(static message => message.Id).ShouldBe(["m1"]);
        evidence.Claims.ShouldBeEmpty();
        evidence.Heartbeat.ShouldBeNull();
        evidence.Cursor.ShouldBe(AckCursor.Start);
        File.Exists(session.Outbound).ShouldBeFalse();
    }

    [Theory]
    [InlineData("2026-01-10 12:00:00")]
    [InlineData("2026-01-10T12:00:00Z")]
    [InlineData("2026-01-10T12:00:00.000Z")]
    [InlineData("2026-01-10T13:00:00+01:00")]
    public async Task F03_every_form_of_a_claim_time_is_the_same_instant_whatever_the_zone_of_the_host(string written)
    {
        var session = Workspace.AddSession("s1").Message("m1", processAfter: written).Claim("m1", written);

        var evidence = await LookAsync(session);

        evidence.Claims.ShouldBe([new Claim("m1", Noon)]);
        evidence.Messages[0].ProcessAfter.ShouldBe(Noon);
    }

    [Fact]
    public async Task A_claim_with_an_unreadable_time_is_reported_without_one()
    {
        var session = Workspace.AddSession("s1").Message("m1").Claim("m1", "yesterday");

        (await LookAsync(session)).Claims.ShouldBe([new Claim("m1", Since: null)]);
    }

    [Fact]
    public async Task A_message_whose_due_time_is_unreadable_is_never_due_as_for_the_container()
    {
        var session = Workspace.AddSession("s1").Message("m1", processAfter: "soon");

        (await LookAsync(session)).Messages[0].IsDue(Noon.AddYears(100)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("completed", false)]
    [InlineData("failed", true)]
    [InlineData("script-skip:error", true)]
    public async Task An_ended_ack_of_an_open_message_is_found(string status, bool failed)
    {
        var session = Workspace.AddSession("s1").Message("m1").Message("m2", status: "paused").Ack("m1", status).Ack("m2", status);

        (await LookAsync(session)).Acks.ShouldBe([new Ack("m1", failed, status), new Ack("m2", failed, status)], ignoreOrder: true);
    }

    [Theory]
    [InlineData("completed", "completed")]
    [InlineData("completed", "failed")]
    [InlineData("failed", "failed")]
    [InlineData("failed", "script-skip:error")]
    [InlineData("cancelled", "completed")]
    [InlineData("something new", "completed")]
    public async Task F38_an_ack_that_its_message_no_longer_accepts_is_not_reported(string message, string ack)
    {
        var session = Workspace.AddSession("s1").Message("m1", status: message).Ack("m1", ack);

        (await LookAsync(session)).Acks.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_ack_without_a_message_is_not_reported_but_a_claim_is()
    {
        var session = Workspace.AddSession("s1").Ack("gone", "completed").Claim("lost");

        var evidence = await LookAsync(session);

        evidence.Acks.ShouldBeEmpty();
        evidence.Claims.ShouldBe([new Claim("lost", Noon)]);
    }

    [Fact]
    public async Task Finished_and_paused_messages_are_reported_only_with_a_recurrence_and_cancelled_ones_never()
    {
        var session = Workspace.AddSession("s1")
            .Message("done", status: "completed")
            .Message("again", status: "completed", recurrence: "0 9 * * *")
            .Message("failed", status: "failed")
            .Message("failed again", status: "failed", recurrence: "0 9 * * *")
            .Message("empty", status: "completed", recurrence: "")
            .Message("paused", status: "paused", recurrence: "0 9 * * *")
            .Message("paused once", status: "paused")
            .Message("cancelled", status: "cancelled", recurrence: "0 9 * * *");

        (await LookAsync(session)).Messages.Select(static message => (message.Id, message.Status))
            .ShouldBe([("again", MessageStatus.Completed), ("failed again", MessageStatus.Failed), ("paused", MessageStatus.Held)]);
    }

    [Theory]
    [InlineData("2026-01-10 12:00:00", true)]
    [InlineData("2026-01-10T12:00:00Z", true)]
    [InlineData("2026-01-10T14:00:00+02:00", true)]
    [InlineData("2026-01-10T14:00:00+0200", false)]
    [InlineData("+002026-01-10T12:00:00Z", false)]
    [InlineData("soon", false)]
    public async Task A_time_that_SQLite_cannot_read_is_never_due_as_for_the_container(string text, bool readable)
    {
        var session = Workspace.AddSession("s1").Message("m1", processAfter: text);

        (await LookAsync(session)).Messages.Single().ProcessAfter.ShouldBe(readable ? Noon : DateTimeOffset.MaxValue);
        (SqliteScript.Scalar(session.Inbound, "SELECT datetime(process_after) FROM messages_in") is string).ShouldBe(readable);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(1500L, 1.5)]
    [InlineData(-5L, 0.0)]
    [InlineData(long.MaxValue, 365_000 * 86_400.0)]
    public async Task A_declared_timeout_is_read_in_milliseconds_and_fits_the_calendar(long? declared, double? seconds)
    {
        var session = Workspace.AddSession("s1").Tool("Read", declared, "nonsense");

        (await LookAsync(session)).Tool.ShouldBe(
            new ToolInFlight("Read", seconds is { } value ? TimeSpan.FromSeconds(value) : null, null));
    }

    [Fact]
    public async Task F42_a_message_with_a_reply_is_answered_although_no_ack_says_so()
    {
        var session = Workspace.AddSession("s1").Message("m1").Message("m2").Reply("r1", "m1").Claim("m1").Claim("m2");

        (await Store().AnsweredAsync(session.Session, ["m1", "m2"], default)).ShouldBe(["m1"]);
    }

    [Fact]
    public async Task Without_an_outbound_file_nothing_is_answered()
    {
        var session = Workspace.AddSession("s1").Message("m1");
        File.Delete(session.Outbound);

        (await Store().AnsweredAsync(session.Session, ["m1"], default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task F03_results_do_not_depend_on_the_environment_of_the_process()
    {
        var session = Workspace.AddSession("s1").Message("m1").Claim("m1", "2026-01-10 12:00:00");
        var before = Environment.GetEnvironmentVariable("TZ");
        try
        {
            foreach (var zone in new[] { "Europe/Madrid", "Asia/Tokyo", "America/Los_Angeles" })
            {
                Environment.SetEnvironmentVariable("TZ", zone);
                TimeZoneInfo.ClearCachedData();
                TimeZoneInfo.Local.Id.ShouldBe(zone);
                (await LookAsync(session)).Claims.ShouldBe([new Claim("m1", Noon)]);
            }
        }
        finally
        {
            Environment.SetEnvironmentVariable("TZ", before);
            TimeZoneInfo.ClearCachedData();
        }
    }
}
