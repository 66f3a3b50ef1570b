using ActorSweeper.Core.Sessions;
using ActorSweeper.Workspaces;

namespace ActorSweeper.Adapters.Tests.NanoClaw;

public sealed class AckCursors : NanoClawTest
{
    [Fact]
    public async Task A_later_look_finds_new_claims_and_acks_only()
    {
        var session = Workspace.AddSession("s1").Message("m1", "completed").Message("m2").Message("m3").Ack("m1", "completed");
        var first = await LookAsync(session);
        first.Cursor.Row.ShouldBe(1);

        _ = session.Claim("m2").Ack("m3", "completed");
        var second = await LookAsync(session, first.Cursor);

        second.Claims.Select(static claim => claim.MessageId).ShouldBe(["m2"]);
        second.Acks.Select(static ack => ack.MessageId).ShouldBe(["m3"]);
        second.Cursor.ShouldBe(first.Cursor);
    }

    [Fact]
    public async Task A_claim_that_ends_in_place_is_seen()
    {
        var session = Workspace.AddSession("s1").Message("m1").Message("m2", "completed").Claim("m1").Ack("m2", "completed");
        var first = await LookAsync(session);
        first.Cursor.Row.ShouldBe(0);

        SqliteScript.Execute(session.Outbound, "UPDATE processing_ack SET status = 'completed' WHERE message_id = 'm1'");

        (await LookAsync(session, first.Cursor)).Acks.Select(static ack => ack.MessageId).ShouldBe(["m1"]);
    }

    [Fact]
    public async Task A_settled_ack_below_the_cursor_that_is_claimed_again_in_place_is_seen()
    {
        var session = Workspace.AddSession("s1")
            .Message("m1", "completed").Message("m2", "completed").Ack("m1", "completed").Ack("m2", "completed");
        var first = await LookAsync(session);

        SqliteScript.Execute(session.Inbound, "UPDATE messages_in SET status = 'pending' WHERE id = 'm1'");
        SqliteScript.Execute(session.Outbound, "UPDATE processing_ack SET status = 'processing' WHERE message_id = 'm1'");

        (await LookAsync(session, first.Cursor)).Claims.Select(static claim => claim.MessageId).ShouldBe(["m1"]);
    }

    [Fact]
    public async Task A_row_number_that_is_given_out_again_is_seen()
    {
        var session = Workspace.AddSession("s1").Message("m1", "completed").Message("m2", "completed").Message("m3")
            .Ack("m1", "completed").Ack("m2", "completed");
        var first = await LookAsync(session);
        first.Cursor.Row.ShouldBe(2);

        SqliteScript.Execute(session.Outbound, "DELETE FROM processing_ack WHERE message_id = 'm2'");
        _ = session.Claim("lost").Ack("m3", "completed");

        var second = await LookAsync(session, first.Cursor);
        second.Claims.Select(static claim => claim.MessageId).ShouldBe(["lost"]);
        second.Acks.Select(static ack => ack.MessageId).ShouldBe(["m3"]);
    }

    [Fact]
    public async Task A_replaced_file_is_read_from_its_beginning()
    {
        var session = Workspace.AddSession("s1").Message("m1", "completed").Message("m2", "completed").Message("m3")
            .Ack("m1", "completed").Ack("m2", "completed");
        var first = await LookAsync(session);

        SqliteScript.Execute(session.Outbound, "UPDATE processing_ack SET message_id = 'm3' WHERE message_id = 'm1'");
        File.Copy(session.Outbound, session.Outbound + ".new");
        File.Move(session.Outbound + ".new", session.Outbound, overwrite: true);

        var second = await LookAsync(session, first.Cursor);
        second.Acks.Select(static ack => ack.MessageId).ShouldBe(["m3"]);
        second.Cursor.FileIdentity.ShouldNotBe(first.Cursor.FileIdentity);
    }

    [Fact]
    public async Task A_vacuum_that_numbers_the_rows_anew_loses_nothing()
    {
        var session = Workspace.AddSession("s1");
        for (var number = 1; number <= 6; number++)
            _ = session.Message($"m{number}", "completed").Claim($"m{number}").Ack($"m{number}", "completed");
        SqliteScript.Execute(session.Outbound, "DELETE FROM processing_ack WHERE message_id IN ('m2', 'm4')");
        var first = await LookAsync(session);

        SqliteScript.Execute(session.Outbound, "VACUUM");
        _ = session.Message("m7").Ack("m7", "completed").Claim("lost");

        var second = await LookAsync(session, first.Cursor);
        second.Acks.Select(static ack => ack.MessageId).ShouldBe(["m7"]);
        second.Claims.Select(static claim => claim.MessageId).ShouldBe(["lost"]);
    }

    [Fact]
    public async Task The_cursor_passes_over_acks_of_states_that_nobody_knows()
    {
        var session = Workspace.AddSession("s1").Ack("m1", "new state").Ack("m2", "completed");

        (await LookAsync(session)).Cursor.Row.ShouldBe(2);
    }

    [Fact]
    public async Task A_later_look_at_the_acks_costs_the_same_with_100000_old_ones()
    {
        var few = Workspace.AddSession("few");
        var many = Workspace.AddSession("many");
        AddSettled(few, 10);
        AddSettled(many, 100_000);

        (await StepsOfSecondLook(many)).ShouldBe(await StepsOfSecondLook(few));
    }

    [Fact]
    public async Task A_first_look_fetches_no_old_ack()
    {
        var session = Workspace.AddSessions(1, new SessionShape(5_000, 2, 1, 1, Noon))[0];
        var fetches = new List<(string Sql, int Steps)>();

        var evidence = await Store(measure: (sql, steps) => fetches.Add((sql, steps)))
            .ObserveAsync(session.Session, AckCursor.Start, default);

        evidence.Claims.Count.ShouldBe(1);
        evidence.Acks.Count.ShouldBe(1);
        evidence.Cursor.Row.ShouldBe(5_000);
        // The two scans take about three steps a row; everything else takes a few dozen.
        fetches.Where(static fetch => !fetch.Sql.Contains("<> 'completed'")).Sum(static fetch => fetch.Steps).ShouldBeLessThan(200);
    }

    private async Task<int> StepsOfSecondLook(WorkspaceSession session)
    {
        var first = await LookAsync(session);
        _ = session.Message("new").Ack("new", "completed");
        var steps = 0;
        var second = await Store(measure: (sql, count) => steps += sql.Contains("processing_ack") ? count : 0)
            .ObserveAsync(session.Session, first.Cursor, default);
        second.Acks.Count.ShouldBe(1);
        return steps;
    }

    private static void AddSettled(WorkspaceSession session, int count) =>
        SqliteScript.Execute(
            session.Outbound,
            $"""
            WITH RECURSIVE number(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM number WHERE i < {count})
            INSERT INTO processing_ack SELECT 'old-' || i, 'completed', '2026-01-10 12:00:00' FROM number
            """);
}
