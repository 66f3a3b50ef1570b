using System.ComponentModel;
using System.Diagnostics;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Workspaces;

namespace ActorSweeper.Adapters.Tests.NanoClaw;

public sealed class Changing : NanoClawTest
{
    [Theory]
    [InlineData("pending", MessageStatus.Completed, true)]
    [InlineData("pending", MessageStatus.Failed, true)]
    [InlineData("paused", MessageStatus.Completed, true)]
    [InlineData("paused", MessageStatus.Failed, true)]
    [InlineData("failed", MessageStatus.Completed, true)]
    [InlineData("failed", MessageStatus.Failed, false)]
    [InlineData("completed", MessageStatus.Completed, false)]
    [InlineData("completed", MessageStatus.Failed, false)]
    [InlineData("cancelled", MessageStatus.Completed, false)]
    [InlineData("cancelled", MessageStatus.Failed, false)]
    [InlineData("something new", MessageStatus.Completed, false)]
    public async Task F38_an_ack_is_carried_only_into_a_message_that_accepts_it(string status, MessageStatus ack, bool carried)
    {
        var session = Workspace.AddSession("s1").Message("m1", status);

        (await ApplyAsync(session, new MessageChange.Carry("m1", ack))).ShouldBe([carried]);

        session.Column("m1", "status").ShouldBe(carried ? ack.ToString().ToLowerInvariant() : status);
    }

    [Theory]
    [InlineData("pending", "completed")]
    [InlineData("pending", "failed")]
    [InlineData("paused", "script-skip:error")]
    [InlineData("failed", "completed")]
    public async Task Every_reported_ack_can_be_carried_and_is_then_not_reported_again(string status, string ack)
    {
        var session = Workspace.AddSession("s1").Message("m1", status).Ack("m1", ack);
        var found = (await LookAsync(session)).Acks.ShouldHaveSingleItem();

        var carry = new MessageChange.Carry("m1", found.Failed ? MessageStatus.Failed : MessageStatus.Completed);
        (await ApplyAsync(session, carry)).ShouldBe([true]);

        (await LookAsync(session)).Acks.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_retry_counts_one_try_and_is_due_later_in_whole_seconds_of_utc()
    {
        var session = Workspace.AddSession("s1").Message("m1", tries: 2);
        var due = new DateTimeOffset(2026, 1, 10, 13, 0, 20, 999, TimeSpan.FromHours(1));

        (await ApplyAsync(session, new MessageChange.Retry("m1", 2, due))).ShouldBe([true]);

        session.Column("m1", "tries").ShouldBe("3");
        session.Column("m1", "process_after").ShouldBe("2026-01-10 12:00:20");
        session.Column("m1", "status").ShouldBe("pending");
    }

    [Theory]
    [InlineData("pending", 1)]
    [InlineData("completed", 2)]
    [InlineData("paused", 2)]
    [InlineData("failed", 2)]
    public async Task A_retry_leaves_a_message_alone_that_is_not_as_expected(string status, int tries)
    {
        var session = Workspace.AddSession("s1").Message("m1", status, tries: tries);

        (await ApplyAsync(session, new MessageChange.Retry("m1", 2, Noon))).ShouldBe([false]);

        session.Column("m1", "tries").ShouldBe(tries.ToString());
        session.Column("m1", "process_after").ShouldBeNull();
    }

    [Theory]
    [InlineData("pending", true)]
    [InlineData("completed", false)]
    [InlineData("paused", false)]
    [InlineData("cancelled", false)]
    public async Task Only_a_pending_message_is_failed_or_closed(string status, bool changed)
    {
        var session = Workspace.AddSession("s1").Message("m1", status).Message("m2", status);

        (await ApplyAsync(session, new MessageChange.Fail("m1"), new MessageChange.Close("m2"))).ShouldBe([changed, changed]);

        session.Column("m1", "status").ShouldBe(changed ? "failed" : status);
        session.Column("m2", "status").ShouldBe(changed ? "completed" : status);
    }

    [Fact]
    public async Task Changes_and_dropped_claims_are_applied_together()
    {
        var session = Workspace.AddSession("s1").Message("m1").Message("m2").Claim("m1").Claim("m2").Ack("m0", "completed");

        var applied = await Store().ApplyAsync(
            session.Session,
            [new MessageChange.Retry("m1", 0, Noon), new MessageChange.Fail("gone")],
            [new Claim("m1", Noon), new Claim("m2", Noon)],
            default);

        applied.ShouldBe([true, false]);
        SqliteScript.Rows(session.Outbound, "SELECT message_id FROM processing_ack").ShouldBe(["m0"]);
        Directory.GetFiles(session.Directory).Order().ShouldBe([session.Inbound, session.Outbound]);
    }

    [Fact]
    public async Task A_claim_that_was_renewed_since_it_was_seen_stays()
    {
        var session = Workspace.AddSession("s1").Claim("m1", "2026-01-10 12:00:01").Claim("m2", "nonsense").Ack("m3", "completed");

        _ = await Store().ApplyAsync(
            session.Session, [], [new Claim("m1", Noon), new Claim("m2", null), new Claim("m3", Noon)], default);

        SqliteScript.Rows(session.Outbound, "SELECT message_id FROM processing_ack").ShouldBe(["m1", "m3"]);
    }

    [Fact]
    public async Task F37_when_the_claims_cannot_be_dropped_the_messages_stay_as_they_were()
    {
        var session = Workspace.AddSession("s1").Message("m1").Claim("m1");
        SqliteScript.Execute(
            session.Outbound, "CREATE TRIGGER no BEFORE DELETE ON processing_ack BEGIN SELECT raise(ABORT, 'no'); END");

        var call = () => Store().ApplyAsync(session.Session, [new MessageChange.Retry("m1", 0, Noon)], [new Claim("m1", Noon)], default);

        (await FaultOf(call)).Fault.ShouldBe(StoreFault.Failed);
        session.Column("m1", "tries").ShouldBe("0");
        SqliteScript.Rows(session.Outbound, "SELECT message_id FROM processing_ack").ShouldBe(["m1"]);
    }

    [Fact]
    public async Task F37_an_outbound_file_that_cannot_be_written_is_forbidden_and_nothing_changes()
    {
        var session = Workspace.AddSession("s1").Message("m1").Claim("m1");
        // The tests may run as root, whom permissions do not stop; the immutable attribute does.
        Assert.SkipUnless(await ChangeAttributeAsync("+i", session.Outbound), "this file system has no immutable attribute");
        try
        {
            var call = () => Store().ApplyAsync(
                session.Session, [new MessageChange.Retry("m1", 0, Noon)], [new Claim("m1", Noon)], default);

            var fault = await FaultOf(call);
            fault.Fault.ShouldBe(StoreFault.Forbidden);
            fault.Message.ShouldContain(session.Outbound);
            session.Column("m1", "tries").ShouldBe("0");
            (await LookAsync(session)).Claims.Count.ShouldBe(1);
        }
        finally
        {
            _ = await ChangeAttributeAsync("-i", session.Outbound);
        }
    }

    [Fact]
    public async Task F37_without_an_outbound_file_claims_are_not_dropped_and_nothing_changes()
    {
        var session = Workspace.AddSession("s1").Message("m1");
        File.Delete(session.Outbound);

        var call = () => Store().ApplyAsync(session.Session, [new MessageChange.Retry("m1", 0, Noon)], [new Claim("m1", Noon)], default);

        var fault = await FaultOf(call);
        fault.Fault.ShouldBe(StoreFault.Missing);
        fault.Message.ShouldContain(session.Outbound);
        session.Column("m1", "tries").ShouldBe("0");
        File.Exists(session.Outbound).ShouldBeFalse();
    }

    [Fact]
    public async Task F37_a_locked_outbound_file_leaves_the_messages_as_they_were()
    {
        var session = Workspace.AddSession("s1").Message("m1").Claim("m1");
        using var container = SqliteScript.Open(session.Outbound);
        using var transaction = container.BeginTransaction();

        var call = () => Store(TimeSpan.FromMilliseconds(50)).ApplyAsync(
            session.Session, [new MessageChange.Retry("m1", 0, Noon)], [new Claim("m1", Noon)], default);

        (await FaultOf(call)).Fault.ShouldBe(StoreFault.Locked);
        session.Column("m1", "tries").ShouldBe("0");
    }

    [Fact]
    public async Task Nothing_to_change_opens_no_file()
    {
        var session = Workspace.AddSession("s1");
        Directory.Delete(session.Directory, recursive: true);

        (await ApplyAsync(session)).ShouldBeEmpty();
    }

    private static async Task<bool> ChangeAttributeAsync(string attribute, string path)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("chattr", [attribute, path])
            {
                UseShellExecute = false,
                RedirectStandardError = true,
            })!;
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
