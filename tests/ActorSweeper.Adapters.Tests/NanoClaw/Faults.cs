using ActorSweeper.Core.Sessions;
using ActorSweeper.Workspaces;

namespace ActorSweeper.Adapters.Tests.NanoClaw;

public sealed class Faults : NanoClawTest
{
    [Fact]
    public async Task F50_a_missing_folder_is_missing_and_nothing_is_created()
    {
        var session = Workspace.AddSession("s1");
        Directory.Delete(session.Directory, recursive: true);

        var fault = await FaultOf(() => LookAsync(session));

        fault.Fault.ShouldBe(StoreFault.Missing);
        fault.Message.ShouldContain(session.Inbound);
        (await FaultOf(() => ApplyAsync(session, new MessageChange.Fail("m1")))).Fault.ShouldBe(StoreFault.Missing);
        (await FaultOf(() => Store().PrepareStartAsync(session.Session, default))).Fault.ShouldBe(StoreFault.Missing);
        await Store().RecoverAsync(session.Session, default);
        Directory.Exists(session.Directory).ShouldBeFalse();
    }

    [Fact]
    public async Task F50_a_missing_inbound_file_is_missing_and_is_not_created()
    {
        var session = Workspace.AddSession("s1");
        File.Delete(session.Inbound);

        (await FaultOf(() => LookAsync(session))).Fault.ShouldBe(StoreFault.Missing);

        Directory.GetFiles(session.Directory).ShouldBe([session.Outbound]);
    }

    [Theory]
    [InlineData("inbound.db")]
    [InlineData("outbound.db")]
    public async Task An_empty_file_is_corrupt(string file)
    {
        var session = Workspace.AddSession("s1");
        File.WriteAllBytes(Path.Join(session.Directory, file), []);

        var fault = await FaultOf(() => LookAsync(session));

        fault.Fault.ShouldBe(StoreFault.Corrupt);
        fault.Message.ShouldContain($"{file} is empty");
    }

    [Theory]
    [InlineData("inbound.db")]
    [InlineData("outbound.db")]
    public async Task A_file_that_is_no_database_is_corrupt(string file)
    {
        var session = Workspace.AddSession("s1");
        File.WriteAllText(Path.Join(session.Directory, file), new string('x', 8192));

        (await FaultOf(() => LookAsync(session))).Fault.ShouldBe(StoreFault.Corrupt);
    }

    [Theory]
    [InlineData("inbound.db")]
    [InlineData("outbound.db")]
    public async Task A_file_damaged_behind_its_first_page_is_corrupt(string file)
    {
        var session = Workspace.AddSessions(1, new SessionShape(500, 2, 1, 0, Noon))[0];
        var path = Path.Join(session.Directory, file);
        var bytes = File.ReadAllBytes(path);
        Array.Fill(bytes, (byte)0xff, 4096, bytes.Length - 4096);
        File.WriteAllBytes(path, bytes);

        var fault = await FaultOf(() => LookAsync(session));

        fault.Fault.ShouldBe(StoreFault.Corrupt);
        fault.Message.ShouldContain(path);
    }

    [Theory]
    [InlineData("inbound.db")]
    [InlineData("outbound.db")]
    public async Task A_folder_in_place_of_a_file_is_corrupt(string file)
    {
        var session = Workspace.AddSession("s1");
        File.Delete(Path.Join(session.Directory, file));
        _ = Directory.CreateDirectory(Path.Join(session.Directory, file));

        (await FaultOf(() => LookAsync(session))).Fault.ShouldBe(StoreFault.Corrupt);
    }

    [Theory]
    [InlineData("inbound.db", "messages_in")]
    [InlineData("outbound.db", "processing_ack")]
    public async Task A_file_without_its_table_is_corrupt(string file, string table)
    {
        var session = Workspace.AddSession("s1");
        SqliteScript.Execute(Path.Join(session.Directory, file), $"DROP TABLE {table}");

        var fault = await FaultOf(() => LookAsync(session));

        fault.Fault.ShouldBe(StoreFault.Corrupt);
        fault.Message.ShouldContain(table);
    }

    [Theory]
    [InlineData("inbound.db")]
    [InlineData("outbound.db")]
    public async Task A_link_in_place_of_a_file_is_forbidden_and_not_followed(string file)
    {
        var session = Workspace.AddSession("s1").Claim("m1");
        var path = Path.Join(session.Directory, file);
        File.Move(path, path + ".real");
        _ = File.CreateSymbolicLink(path, path + ".real");

        (await FaultOf(() => LookAsync(session))).Fault.ShouldBe(StoreFault.Forbidden);
        var change = () => Store().ApplyAsync(session.Session, [new MessageChange.Fail("m1")], [new Claim("m1", Noon)], default);
        (await FaultOf(change)).Fault.ShouldBe(StoreFault.Forbidden);
    }

    [Theory]
    [InlineData("inbound.db")]
    [InlineData("outbound.db")]
    public async Task F56_a_file_in_wal_mode_is_forbidden_with_the_remedy_and_stays_as_it_is(string file)
    {
        var session = Workspace.AddSession("s1").Claim("m1");
        SqliteScript.Execute(Path.Join(session.Directory, file), "PRAGMA journal_mode = WAL");
        var before = Directory.GetFiles(session.Directory).Order();

        foreach (var call in new Func<Task>[]
        {
            () => LookAsync(session),
            () => Store().ApplyAsync(session.Session, [new MessageChange.Fail("m1")], [new Claim("m1", Noon)], default),
        })
        {
            var fault = await FaultOf(call);
            fault.Fault.ShouldBe(StoreFault.Forbidden);
            fault.Message.ShouldContain("journal_mode = DELETE");
        }
        Directory.GetFiles(session.Directory).Order().ShouldBe(before);
    }

    [Theory]
    [InlineData("inbound.db")]
    [InlineData("outbound.db")]
    public async Task A_file_that_stays_locked_is_locked_after_the_busy_timeout(string file)
    {
        var session = Workspace.AddSession("s1");
        var path = Path.Join(session.Directory, file);
        using var other = SqliteScript.Open(path);
        using var hold = other.CreateCommand();
        hold.CommandText = "BEGIN EXCLUSIVE";
        _ = hold.ExecuteNonQuery();

        var fault = await FaultOf(() => Store(TimeSpan.FromMilliseconds(60)).ObserveAsync(session.Session, AckCursor.Start, default));

        fault.Fault.ShouldBe(StoreFault.Locked);
        fault.Message.ShouldContain(path);
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_for_a_lock()
    {
        var session = Workspace.AddSession("s1");
        using var other = SqliteScript.Open(session.Inbound);
        using var hold = other.CreateCommand();
        hold.CommandText = "BEGIN EXCLUSIVE";
        _ = hold.ExecuteNonQuery();
        using var cancellation = new CancellationTokenSource();

        var look = Store(TimeSpan.FromHours(1)).ObserveAsync(session.Session, AckCursor.Start, cancellation.Token);
        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(look);
    }

    [Fact]
    public async Task F54_a_broken_session_does_not_touch_the_others()
    {
        var sessions = Workspace.AddSessions(5, new SessionShape(3, 1, 0, 0, Noon));
        File.WriteAllText(sessions[1].Inbound, "broken");

        foreach (var session in sessions)
        {
            if (session == sessions[1])
                _ = await FaultOf(() => LookAsync(session));
            else
                (await LookAsync(session)).Messages.Count.ShouldBe(1);
        }
    }

    [Fact]
    public async Task F60_a_thousand_failing_opens_leave_no_handle_open()
    {
        var session = Workspace.AddSession("s1").Claim("m1");
        File.WriteAllText(session.Outbound, new string('x', 4096));
        _ = await FaultOf(() => LookAsync(session));
        var before = HandlesBelow(Workspace.Root);

        for (var round = 0; round < 500; round++)
        {
            _ = await FaultOf(() => LookAsync(session));
            _ = await FaultOf(() => Store().ApplyAsync(session.Session, [], [new Claim("m1", Noon)], default));
        }

        HandlesBelow(Workspace.Root).ShouldBe(before);
    }

    [Fact]
    public async Task A_start_removes_the_heartbeat_and_only_the_link_if_it_is_one()
    {
        var session = Workspace.AddSession("s1").Beat(Noon);
        await Store().PrepareStartAsync(session.Session, default);
        File.Exists(session.Heartbeat).ShouldBeFalse();
        await Store().PrepareStartAsync(session.Session, default);

        var target = Path.Join(Workspace.Root, "precious");
        File.WriteAllText(target, "kept");
        _ = File.CreateSymbolicLink(session.Heartbeat, target);
        await Store().PrepareStartAsync(session.Session, default);

        File.Exists(session.Heartbeat).ShouldBeFalse();
        File.ReadAllText(target).ShouldBe("kept");
    }

    [Fact]
    public async Task A_heartbeat_that_cannot_be_removed_is_forbidden()
    {
        var session = Workspace.AddSession("s1");
        _ = Directory.CreateDirectory(session.Heartbeat);

        (await FaultOf(() => Store().PrepareStartAsync(session.Session, default))).Fault.ShouldBe(StoreFault.Forbidden);
    }

    private static int HandlesBelow(string root) =>
        Directory.GetFileSystemEntries("/proc/self/fd")
            .Count(entry => new FileInfo(entry).LinkTarget is { } target && target.StartsWith(root, StringComparison.Ordinal));
}
