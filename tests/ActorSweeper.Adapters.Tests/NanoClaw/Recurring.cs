using ActorSweeper.Core.Sessions;
using ActorSweeper.Workspaces;

namespace ActorSweeper.Adapters.Tests.NanoClaw;

public sealed class Recurring : NanoClawTest
{
    private static readonly DateTimeOffset Tomorrow = new(2026, 1, 11, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_next_occurrence_is_written_as_NanoClaw_writes_it()
    {
        var session = Workspace.AddSession("s1")
            .Message("task-1", "completed", recurrence: "0 9 * * *", series: "daily", tries: 3, kind: "task");

        var applied = await Store(time: new FixedTime(Noon), draw: static () => 0).ApplyAsync(
            session.Session, [new MessageChange.Recur("task-1", Tomorrow)], [], default);

        applied.ShouldBe([true]);
        session.Column("task-1", "recurrence").ShouldBeNull();
        SqliteScript.Rows(
            session.Inbound,
            """
            SELECT id, seq, kind, timestamp, status, process_after, recurrence, series_id, tries, trigger, platform_id, channel_type,
              thread_id, content, source_session_id, on_wake
            FROM messages_in WHERE status = 'pending'
            """).ShouldBe(
        [
            "task-1768046400000-000000|4|task|2026-01-10 12:00:00|pending|2026-01-11T09:00:00.000Z|0 9 * * *|daily|0|1|" +
            "chat-1|telegram|thread-1|{\"text\":\"task-1\"}||0",
        ]);
    }

    [Fact]
    public async Task The_id_of_another_kind_begins_with_msg_and_is_never_one_that_is_taken()
    {
        var session = Workspace.AddSession("s1")
            .Message("a", "completed", recurrence: "0 9 * * *").Message("b", "completed", recurrence: "0 9 * * *");

        _ = await Store(time: new FixedTime(Noon), draw: static () => 0.999_999_999_999).ApplyAsync(
            session.Session, [new MessageChange.Recur("a", Tomorrow), new MessageChange.Recur("b", Tomorrow)], [], default);

        SqliteScript.Rows(session.Inbound, "SELECT id FROM messages_in WHERE status = 'pending' ORDER BY seq")
            .ShouldBe(["msg-1768046400000-zzzzzz", "msg-1768046400000-000000"]);
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 2)]
    [InlineData(2, 4)]
    [InlineData(7, 8)]
    public async Task The_sequence_number_is_the_next_even_one(int highest, int expected)
    {
        var session = Workspace.AddSession("s1").Message("a", "completed", recurrence: "0 9 * * *");
        SqliteScript.Execute(session.Inbound, $"UPDATE messages_in SET seq = {highest}");

        _ = await ApplyAsync(session, new MessageChange.Recur("a", Tomorrow));

        SqliteScript.Scalar(session.Inbound, "SELECT seq FROM messages_in WHERE status = 'pending'").ShouldBe(expected.ToString());
    }

    [Fact]
    public async Task F73_a_run_that_failed_for_good_still_has_a_successor()
    {
        var session = Workspace.AddSession("s1").Message("a", "failed", recurrence: "0 9 * * *");

        (await ApplyAsync(session, new MessageChange.Recur("a", Tomorrow))).ShouldBe([true]);

        session.Column("a", "status").ShouldBe("failed");
        SqliteScript.Rows(session.Inbound, "SELECT process_after FROM messages_in WHERE status = 'pending'")
            .ShouldBe(["2026-01-11T09:00:00.000Z"]);
    }

    [Fact]
    public async Task F74_two_finished_runs_of_one_series_have_one_successor()
    {
        var session = Workspace.AddSession("s1")
            .Message("a", "completed", recurrence: "0 9 * * *", series: "daily")
            .Message("b", "completed", recurrence: "0 9 * * *", series: "daily");

        var changes = new MessageChange[] { new MessageChange.Recur("a", Tomorrow), new MessageChange.Recur("b", Tomorrow) };
        (await ApplyAsync(session, changes)).ShouldBe([true, true]);
        (await ApplyAsync(session, changes)).ShouldBe([false, false]);

        SqliteScript.Rows(session.Inbound, "SELECT series_id, recurrence FROM messages_in WHERE recurrence IS NOT NULL")
            .ShouldBe(["daily|0 9 * * *"]);
    }

    [Fact]
    public async Task F74_a_paused_occurrence_counts_as_open()
    {
        var session = Workspace.AddSession("s1")
            .Message("a", "completed", recurrence: "0 9 * * *", series: "daily")
            .Message("b", "paused", recurrence: "0 9 * * *", series: "daily");

        _ = await ApplyAsync(session, new MessageChange.Recur("a", Tomorrow));

        SqliteScript.Rows(session.Inbound, "SELECT id FROM messages_in WHERE recurrence IS NOT NULL").ShouldBe(["b"]);
    }

    [Fact]
    public async Task F75_a_series_without_a_next_run_is_retired()
    {
        var session = Workspace.AddSession("s1").Message("a", "completed", recurrence: "0 21-5 * * *");

        (await ApplyAsync(session, new MessageChange.Recur("a", Next: null))).ShouldBe([true]);

        (await LookAsync(session)).Messages.ShouldBeEmpty();
        SqliteScript.Scalar(session.Inbound, "SELECT count(*) FROM messages_in").ShouldBe("1");
    }

    [Theory]
    [InlineData("pending")]
    [InlineData("cancelled")]
    [InlineData("paused")]
    public async Task A_run_that_is_not_finished_keeps_its_recurrence(string status)
    {
        var session = Workspace.AddSession("s1").Message("a", status, recurrence: "0 9 * * *");

        (await ApplyAsync(session, new MessageChange.Recur("a", Tomorrow))).ShouldBe([false]);

        SqliteScript.Rows(session.Inbound, "SELECT id, recurrence FROM messages_in").ShouldBe(["a|0 9 * * *"]);
    }

    [Fact]
    public async Task F76_ten_runs_in_a_row_have_ten_successors()
    {
        var session = Workspace.AddSession("s1").Message("a", recurrence: "0 9 * * *", series: "daily", kind: "task");

        for (var day = 1; day <= 10; day++)
        {
            var open = (await LookAsync(session)).Messages.ShouldHaveSingleItem();
            _ = session.Ack(open.Id, "completed");
            _ = await Store(draw: () => day / 100.0).ApplyAsync(
                session.Session,
                [new MessageChange.Carry(open.Id, MessageStatus.Completed), new MessageChange.Recur(open.Id, Noon.AddDays(day))],
                [],
                default);
        }

        SqliteScript.Scalar(session.Inbound, "SELECT count(*) FROM messages_in WHERE status = 'completed'").ShouldBe("10");
        (await LookAsync(session)).Messages.ShouldHaveSingleItem().ProcessAfter.ShouldBe(Noon.AddDays(10));
    }
}
