using ActorSweeper.Core.Sessions;
using ActorSweeper.Workspaces;

namespace ActorSweeper.Adapters.Tests.NanoClaw;

public sealed class HotJournals : NanoClawTest
{
    [Fact]
    public async Task F52_a_hot_journal_is_rolled_back_after_the_confirmed_exit()
    {
        var session = Workspace.AddSession("s1").Message("m1").Claim("m1");
        LeaveHotJournal(session.Outbound, "UPDATE processing_ack SET status = 'completed'");

        var fault = await FaultOf(() => LookAsync(session));
        fault.Fault.ShouldBe(StoreFault.Locked);
        fault.Message.ShouldContain("journal");
        await Store().RecoverAsync(session.Session, default);

        File.Exists(session.Outbound + "-journal").ShouldBeFalse();
        (await LookAsync(session)).Claims.ShouldBe([new Claim("m1", Noon)]);
    }

    [Fact]
    public async Task A_hot_journal_of_the_inbound_file_is_rolled_back_by_the_look_itself()
    {
        var session = Workspace.AddSession("s1").Message("m1");
        LeaveHotJournal(session.Inbound, "UPDATE messages_in SET status = 'failed'");

        (await LookAsync(session)).Messages.ShouldHaveSingleItem().Status.ShouldBe(MessageStatus.Pending);

        File.Exists(session.Inbound + "-journal").ShouldBeFalse();
    }

    [Fact]
    public async Task A_start_recovers_both_files_first()
    {
        var session = Workspace.AddSession("s1").Message("m1").Claim("m1");
        LeaveHotJournal(session.Outbound, "DELETE FROM processing_ack");
        LeaveHotJournal(session.Inbound, "UPDATE messages_in SET status = 'failed'");

        await Store().PrepareStartAsync(session.Session, default);

        Directory.GetFiles(session.Directory).Order().ShouldBe([session.Inbound, session.Outbound]);
        (await LookAsync(session)).Claims.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Without_a_journal_recovery_opens_nothing()
    {
        var session = Workspace.AddSession("s1");
        File.WriteAllText(session.Outbound, "no database");

        await Store().RecoverAsync(session.Session, default);
    }

    [Fact]
    public async Task F53_polls_beside_a_writer_that_commits_all_the_time_never_fail()
    {
        var session = Workspace.AddSession("s1").Message("m1");
        using var stop = new CancellationTokenSource();
        var commits = 0;
        var writer = Task.Run(
            () => CommitUntilAsync(session.Outbound, () => Interlocked.Increment(ref commits), stop.Token),
            TestContext.Current.CancellationToken);

        var cursor = AckCursor.Start;
        for (var poll = 0; poll < 500 || Volatile.Read(ref commits) < 20; poll++)
            cursor = (await LookAsync(session, cursor)).Cursor;

        await stop.CancelAsync();
        await writer;
    }

    /// <summary>Leaves the files as a writer does that is killed with half its transaction in the file.</summary>
    private static void LeaveHotJournal(string path, string sql)
    {
        var copy = path + ".copy";
        using (var writer = SqliteScript.Open(path))
        {
            using var command = writer.CreateCommand();
            command.CommandText = "PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN; " + sql +
                "; CREATE TABLE ballast (x); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200) " +
                "INSERT INTO ballast SELECT randomblob(4000) FROM n";
            _ = command.ExecuteNonQuery();
            File.Copy(path, copy);
            File.Copy(path + "-journal", copy + "-journal");
        }
        File.Move(copy, path, overwrite: true);
        File.Move(copy + "-journal", path + "-journal", overwrite: true);
        new FileInfo(path).Length.ShouldBeGreaterThan(100_000);
    }

    private static async Task CommitUntilAsync(string path, Action committed, CancellationToken stop)
    {
        using var connection = SqliteScript.Open(path);
        using var command = connection.CreateCommand();
        command.CommandText =
            "INSERT OR REPLACE INTO processing_ack VALUES ('m' || abs(random() % 100), 'processing', '2026-01-10 12:00:00')";
        while (!stop.IsCancellationRequested)
        {
            _ = command.ExecuteNonQuery();
            committed();
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None);
        }
    }
}
