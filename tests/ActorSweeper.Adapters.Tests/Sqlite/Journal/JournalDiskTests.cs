using ActorSweeper.Adapters.Sqlite.Journal;
using ActorSweeper.Adapters.Tests.Journal;
using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Adapters.Tests.Sqlite.Journal;

/// <summary>Disks that are full or may not be written, for real.</summary>
public sealed class JournalDiskTests() : JournalTest(new SqliteStore())
{
    [Theory]
    [InlineData(300)]
    [InlineData(30_000)]
    public async Task A_full_disk_is_full_and_the_same_journal_goes_on_when_there_is_room(int size)
    {
        using var disk = SmallDisk.MountOrSkip(kilobytes: 2_000);
        await using var store = new SqliteStore(Directory.CreateDirectory(Path.Join(disk.Folder, "data")).FullName);
        var journal = store.OpenFor(JournalAccess.Create);
        var sequence = 0;
        await AppendAsync(journal, Notice("session-a", ++sequence, new string('x', size)));
        var filler = disk.Fill();

        JournalException? fault = null;
        for (; fault is null; sequence++)
            fault = await Record.ExceptionAsync(() => AppendAsync(journal, Notice("session-a", sequence + 1, new string('x', size))))
                as JournalException;

        fault.Fault.ShouldBe(JournalFault.Full);
        fault.Message.ShouldContain(store.Path);
        fault.Message.ShouldContain("make room");
        var acknowledged = sequence - 1;
        (await journal.RecoverAsync("session-a", Cancellation)).Sequence.ShouldBe(acknowledged);
        (await FaultOf(() => AppendAsync(journal, Notice("session-a", sequence, new string('x', 100_000)))))
            .Fault.ShouldBe(JournalFault.Full);

        File.Delete(filler);
        await AppendAsync(journal, Notice("session-a", sequence, "after"));
        (await ReadAsync(journal)).Select(static record => record.Sequence)
            .ShouldBe(Enumerable.Range(1, sequence).Select(static number => (long)number));
    }

    [Fact]
    public async Task A_journal_cannot_begin_on_a_full_disk_and_begins_when_there_is_room()
    {
        using var disk = SmallDisk.MountOrSkip(kilobytes: 500);
        await using var store = new SqliteStore(Directory.CreateDirectory(Path.Join(disk.Folder, "data")).FullName);
        var journal = store.OpenFor(JournalAccess.Create);
        var filler = disk.Fill();

        (await FaultOf(() => AppendAsync(journal, Notice("session-a", 1, "")))).Fault.ShouldBe(JournalFault.Full);
        (await FaultOf(() => journal.RecoverAsync("session-a", Cancellation))).Fault.ShouldBe(JournalFault.Full);

        File.Delete(filler);
        await AppendAsync(journal, Notice("session-a", 1, ""));
        (await ReadAsync(journal)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task On_a_read_only_disk_writing_is_forbidden_and_reading_a_closed_journal_works()
    {
        using var disk = SmallDisk.MountOrSkip(kilobytes: 2_000);
        await using var store = new SqliteStore(Directory.CreateDirectory(Path.Join(disk.Folder, "data ?#%41")).FullName);
        var first = store.OpenFor(JournalAccess.Create);
        await AppendAsync(first, Life("session-a", 1));
        await first.DisposeAsync();
        File.Exists(store.Log).ShouldBeFalse();
        disk.MakeReadOnly();

        await using var host = store.OpenFor(JournalAccess.Create);
        await using var command = store.OpenFor(JournalAccess.Write);
        await using var reader = store.OpenFor(JournalAccess.Read);
        foreach (var journal in new[] { host, command })
        {
            var fault = await FaultOf(() => AppendAsync(journal, Life("session-a", 2)));
            fault.Fault.ShouldBe(JournalFault.Forbidden);
            fault.Message.ShouldContain(store.Path);
        }
        (await reader.RecoverAsync("session-a", Cancellation)).Sequence.ShouldBe(1);
        (await ReadAsync(reader)).Count.ShouldBe(1);

        disk.MakeWritable();
        await AppendAsync(host, Life("session-a", 2));
        _ = await command.OrderAsync(AnyOrder, Cancellation);
        (await reader.RecoverAsync("session-a", Cancellation)).Sequence.ShouldBe(2);
        (await reader.OrdersAsync(0, Cancellation)).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_killed_host_left_on_a_read_only_disk_is_read_whole_or_refused(bool withMemory)
    {
        using var disk = SmallDisk.MountOrSkip(kilobytes: 2_000);
        await using var killed = new SqliteStore();
        await using var store = new SqliteStore(Directory.CreateDirectory(Path.Join(disk.Folder, "data")).FullName);
        await AppendAsync(killed.OpenFor(JournalAccess.Create), Life("session-a", 1));
        File.Copy(killed.Path, store.Path);
        File.Copy(killed.Log, store.Log);
        if (withMemory)
            File.Copy(killed.Memory, store.Memory);
        disk.MakeReadOnly();

        await using (var reader = store.OpenFor(JournalAccess.Read))
        {
            if (withMemory)
            {
                (await reader.RecoverAsync("session-a", Cancellation)).Sequence.ShouldBe(1);
            }
            else
            {
                var fault = await FaultOf(() => reader.RecoverAsync("session-a", Cancellation));
                fault.Fault.ShouldBe(JournalFault.Forbidden);
                fault.Message.ShouldContain("was not closed in order");
            }
        }
        disk.MakeWritable();
    }

    [Fact]
    public async Task A_journal_that_may_no_longer_be_written_while_it_is_open_is_forbidden_until_it_may()
    {
        var store = (SqliteStore)Store;
        var journal = Store.Open();
        await AppendAsync(journal, Life("session-a", 1));
        if (OtherProcess.Run("chattr", "+i", store.Path, store.Log) is { } refusal)
            Assert.Skip($"A file cannot be made immutable here: {refusal}");
        try
        {
            // In the midst of a commit SQLite does not say why the system refuses; at the next opening it does.
            (await FaultOf(() => AppendAsync(journal, Life("session-a", 2)))).Message.ShouldContain(store.Path);
            var fault = await FaultOf(() => AppendAsync(journal, Life("session-a", 2)));
            fault.Fault.ShouldBe(JournalFault.Forbidden);
            fault.Message.ShouldContain(store.Path);
        }
        finally
        {
            _ = OtherProcess.Run("chattr", "-i", store.Path, store.Log);
        }
        await AppendAsync(journal, Life("session-a", 2));
        (await ReadAsync(journal)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Another_users_journal_is_forbidden_and_says_who_may()
    {
        var store = (SqliteStore)Store;
        await AppendAsync(Store.Open(), Life("session-a", 1));
        File.SetUnixFileMode(store.Folder, (UnixFileMode)0b111_101_101);
        string[] asNobody = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"];
        if (OtherProcess.Run(asNobody[0], [.. asNobody[1..], "test", "-r", typeof(JournalDiskTests).Assembly.Location]) is { } refusal)
            Assert.Skip($"No program can be run here as another user: {refusal}");

        using var process = OtherProcess.Start(["show", store.Path], asNobody);
        var said = await process.StandardOutput.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);

        said.ShouldStartWith("Forbidden: ");
        said.ShouldContain(store.Path);
        said.ShouldContain("run as the user that runs the host");
    }

    private static OperatorOrder AnyOrder { get; } = new(0, Noon, "who", "why", OrderKind.Release, new SessionId("s1"), null);
}
