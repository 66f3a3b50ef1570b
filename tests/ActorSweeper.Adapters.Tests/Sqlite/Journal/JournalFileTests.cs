using ActorSweeper.Adapters.Sqlite.Journal;
using ActorSweeper.Adapters.Tests.Journal;
using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Workspaces;

namespace ActorSweeper.Adapters.Tests.Sqlite.Journal;

/// <summary>Files that are missing, damaged, foreign, locked, or replaced while they are open.</summary>
public sealed class JournalFileTests() : JournalTest(new SqliteStore())
{
    private static readonly OperatorOrder AnyOrder = new(0, Noon, "who", "why", OrderKind.Release, new SessionId("s1"), null);

    private const string Contradiction =
        """
        kind = 'session-observed', body = '{"pass":1,"now":{"wall":"2026-01-10T12:00:00Z","steady":"2026-01-10T12:00:00Z"},
        "view":{"is":"stopped"},"change":{"claims":[],"acks":[],"gone":[],
        "messages":[{"id":"m1","status":"pending"},{"id":"m1","status":"failed"}]},"answered":[]}'
        """;

    private SqliteStore Files => (SqliteStore)Store;

    [Fact]
    public async Task A_command_never_creates_a_journal_and_says_what_begins_one()
    {
        foreach (var access in new[] { JournalAccess.Read, JournalAccess.Write })
        {
            var fault = await FaultOf(() => Files.OpenFor(access).RecoverAsync("session-a", Cancellation));
            fault.Fault.ShouldBe(JournalFault.Missing);
            fault.Message.ShouldContain(Files.Path);
            fault.Message.ShouldContain("actorsweeper run");
        }
        (await FaultOf(() => Files.OpenFor(JournalAccess.Write).OrderAsync(AnyOrder, Cancellation))).Fault.ShouldBe(JournalFault.Missing);
        Directory.GetFiles(Files.Folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_missing_folder_is_missing_and_named()
    {
        Directory.Delete(Files.Folder);
        foreach (var access in Enum.GetValues<JournalAccess>())
        {
            var fault = await FaultOf(() => Files.OpenFor(access).StreamsAsync(Cancellation));
            fault.Fault.ShouldBe(JournalFault.Missing);
            fault.Message.ShouldContain("folder");
        }
        _ = Directory.CreateDirectory(Files.Folder);
    }

    [Fact]
    public async Task A_new_journal_is_for_its_owners_eyes_only_and_every_commit_is_synced()
    {
        var journal = Files.OpenFor(JournalAccess.Create);
        await AppendAsync(journal, Life("session-a", 1));

        foreach (var file in new[] { Files.Path, Files.Log, Files.Memory })
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await using var file2 = new JournalFile(
            new SqliteJournalOptions(Files.Path, JournalAccess.Create, TimeSpan.FromSeconds(5)), JournalSchema.Current);
        (await file2.WriteAsync(static connection => connection.Number("PRAGMA synchronous"), Cancellation)).ShouldBe(2);
        SqliteScript.Scalar(Files.Path, "PRAGMA journal_mode").ShouldBe("wal");
        SqliteScript.Scalar(Files.Path, "PRAGMA auto_vacuum").ShouldBe("2");
    }

    [Fact]
    public async Task A_closed_journal_is_one_file_and_is_not_used_again()
    {
        var journal = Files.OpenFor(JournalAccess.Create);
        await AppendAsync(journal, Life("session-a", 1));

        await journal.DisposeAsync();

        Directory.GetFiles(Files.Folder).ShouldBe([Files.Path]);
        _ = await Should.ThrowAsync<ObjectDisposedException>(() => AppendAsync(journal, Life("session-a", 2)));
        _ = await Should.ThrowAsync<ObjectDisposedException>(() => journal.StreamsAsync(Cancellation));
        _ = await Should.ThrowAsync<InvalidOperationException>(() => Files.OpenFor(JournalAccess.Read).OrderAsync(AnyOrder, Cancellation));
    }

    [Fact]
    public async Task An_empty_file_is_begun_by_the_host_and_by_nobody_else()
    {
        File.WriteAllBytes(Files.Path, []);
        (await FaultOf(() => Files.OpenFor(JournalAccess.Read).StreamsAsync(Cancellation))).Fault.ShouldBe(JournalFault.Missing);
        (await FaultOf(() => Files.OpenFor(JournalAccess.Write).StreamsAsync(Cancellation))).Fault.ShouldBe(JournalFault.Missing);
        new FileInfo(Files.Path).Length.ShouldBe(0);

        await AppendAsync(Store.Open(), Life("session-a", 1));

        (await Files.OpenFor(JournalAccess.Read).RecoverAsync("session-a", Cancellation)).Sequence.ShouldBe(1);
    }

    [Theory]
    [InlineData("cut to nothing", "is empty, but")]
    [InlineData("cut in half", "damaged")]
    [InlineData("pages", "damaged")]
    [InlineData("header", "damaged")]
    [InlineData("text", "damaged")]
    [InlineData("zeros", "damaged")]
    [InlineData("folder", "is a folder")]
    [InlineData("foreign", "another program's database")]
    [InlineData("newer", "newer version")]
    [InlineData("no table", "lacks a table")]
    [InlineData("no column", "lacks a table or column")]
    public async Task What_is_no_sound_journal_is_told_left_as_it_is_and_replaced_once_it_is_moved_away(string damage, string said)
    {
        await FillAsync(3_000);
        Damage(damage);
        var before = damage == "folder" ? [] : await File.ReadAllBytesAsync(Files.Path, Cancellation);
        var host = Files.OpenFor(JournalAccess.Create);

        foreach (var call in Calls(host).Concat(Calls(Files.OpenFor(JournalAccess.Read)).Skip(2)))
        {
            var fault = await FaultOf(call);
            fault.Fault.ShouldBe(damage == "newer" ? JournalFault.TooNew : JournalFault.Corrupt);
            fault.Message.ShouldContain(Files.Path);
            fault.Message.ShouldContain(said);
        }
        if (damage == "folder")
            Directory.Exists(Files.Path).ShouldBeTrue();
        else
            (await File.ReadAllBytesAsync(Files.Path, Cancellation)).ShouldBe(before);

        foreach (var file in Directory.GetFileSystemEntries(Files.Folder))
            Directory.Move(file, file + ".bad");
        await AppendAsync(host, Life("session-b", 1));
        (await ReadAsync(host)).ShouldHaveSingleItem().Stream.ShouldBe("session-b");
    }

    [Fact]
    public async Task A_page_that_is_damaged_while_the_journal_is_open_is_told_and_the_rest_is_read()
    {
        await FillAsync(3_000);
        var journal = Store.Open();
        Damage("pages");

        (await FaultOf(() => ReadAsync(journal))).Fault.ShouldBe(JournalFault.Corrupt);
        (await FaultOf(() => ReadAsync(journal))).Fault.ShouldBe(JournalFault.Corrupt);
        (await journal.OrdersAsync(0, Cancellation)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("body = '{'", "", JournalFault.Corrupt)]
    [InlineData("body = '{}'", "", JournalFault.Corrupt)]
    [InlineData(Contradiction, "contradicts itself", JournalFault.Corrupt)]
    [InlineData("kind = 'session-beamed'", "session-beamed", JournalFault.TooNew)]
    public async Task An_event_that_cannot_be_read_is_named_and_holds_up_its_own_stream_only(string change, string said, JournalFault kind)
    {
        var journal = Store.Open();
        await AppendAsync(journal, Life("session-a", 1), Life("session-b", 1), Life("session-a", 2), Life("session-b", 2));
        SqliteScript.Execute(Files.Path, $"UPDATE event SET {change} WHERE number = 3");

        var fault = await FaultOf(() => journal.RecoverAsync("session-a", Cancellation));
        fault.Fault.ShouldBe(kind);
        fault.Message.ShouldContain($"{Files.Path}, event 2 of session-a");
        fault.Message.ShouldContain(said);
        (await journal.RecoverAsync("session-b", Cancellation)).Sequence.ShouldBe(2);

        var compaction = await FaultOf(
            () => journal.CompactAsync(new JournalRetention(TimeSpan.Zero, 1), Noon.AddYears(1), Cancellation));
        compaction.Message.ShouldBe(fault.Message);
        SqliteScript.Rows(Files.Path, "SELECT number FROM event").ShouldBe(["1", "3"]);
        (await journal.RecoverAsync("session-b", Cancellation)).Sequence.ShouldBe(2);
    }

    [Fact]
    public async Task A_journal_that_is_locked_for_too_long_is_locked_and_then_goes_on()
    {
        var journal = Files.OpenFor(JournalAccess.Create, TimeSpan.FromMilliseconds(50));
        await AppendAsync(journal, Life("session-a", 1));
        using (var other = SqliteScript.Open(Files.Path))
        {
            using var hold = other.CreateCommand();
            hold.CommandText = "BEGIN IMMEDIATE";
            _ = hold.ExecuteNonQuery();

            var fault = await FaultOf(() => AppendAsync(journal, Life("session-a", 2)));
            fault.Fault.ShouldBe(JournalFault.Locked);
            fault.Message.ShouldContain(Files.Path);
            (await journal.RecoverAsync("session-a", Cancellation)).Sequence.ShouldBe(1);
        }

        await AppendAsync(journal, Life("session-a", 2));
        (await journal.RecoverAsync("session-a", Cancellation)).Sequence.ShouldBe(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_journal_that_was_removed_is_begun_anew_by_the_host(bool whole)
    {
        var (host, command) = (Store.Open(), Files.OpenFor(JournalAccess.Write));
        await AppendAsync(host, Life("session-a", 1), Life("session-b", 1));
        _ = await command.OrderAsync(AnyOrder, Cancellation);
        foreach (var file in whole ? Directory.GetFiles(Files.Folder) : [Files.Path])
            File.Delete(file);

        (await FaultOf(() => command.OrderAsync(AnyOrder, Cancellation))).Fault.ShouldBe(JournalFault.Missing);
        (await host.RecoverAsync("session-a", Cancellation)).Sequence.ShouldBe(0);
        await AppendAsync(host, Life("session-b", 2));
        _ = await command.OrderAsync(AnyOrder, Cancellation);

        (await ReadAsync(Store.Open())).Select(static record => (record.Stream, record.Sequence)).ShouldBe([("session-b", 2)]);
        (await host.OrdersAsync(0, Cancellation)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_journal_that_was_replaced_is_used_and_the_one_before_is_complete_where_it_is_now()
    {
        await using var other = new SqliteStore();
        var backup = other.OpenFor(JournalAccess.Create);
        await AppendAsync(backup, Life("session-b", 1));
        await backup.DisposeAsync();
        var host = Store.Open();
        await AppendAsync(host, Life("session-a", 1), Life("session-a", 2));
        var moved = Directory.CreateDirectory(Path.Join(Files.Folder, "before")).FullName;

        File.Move(Files.Path, Path.Join(moved, "state.db"));
        File.Move(other.Path, Files.Path);
        await AppendAsync(host, Life("session-b", 2));

        (await ReadAsync(host)).Select(static record => (record.Stream, record.Sequence)).ShouldBe([("session-b", 1), ("session-b", 2)]);
        await using var before = new SqliteJournal(
            new SqliteJournalOptions(Path.Join(moved, "state.db"), JournalAccess.Read, TimeSpan.FromSeconds(5)));
        (await ReadAsync(before)).Select(static record => record.Sequence).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task A_log_that_was_removed_takes_nothing_with_it()
    {
        var host = Store.Open();
        await AppendAsync(host, Life("session-a", 1));
        File.Delete(Files.Log);

        await AppendAsync(host, Life("session-a", 2));

        File.Copy(Files.Path, Files.Path + ".copy");
        File.Copy(Files.Log, Files.Path + ".copy-wal");
        SqliteScript.Rows(Files.Path + ".copy", "SELECT sequence FROM event").ShouldBe(["1", "2"]);
    }

    [Fact]
    public async Task What_a_killed_host_left_is_read_whole_by_a_command_that_changes_nothing()
    {
        await AppendAsync(Store.Open(), Life("session-a", 1), Life("session-a", 2));
        await using var left = new SqliteStore();
        File.Copy(Files.Path, left.Path);
        File.Copy(Files.Log, left.Log);
        var before = (await File.ReadAllBytesAsync(left.Path, Cancellation), await File.ReadAllBytesAsync(left.Log, Cancellation));

        await using (var reader = left.OpenFor(JournalAccess.Read))
            (await reader.RecoverAsync("session-a", Cancellation)).Sequence.ShouldBe(2);

        (await File.ReadAllBytesAsync(left.Path, Cancellation)).ShouldBe(before.Item1);
        (await File.ReadAllBytesAsync(left.Log, Cancellation)).ShouldBe(before.Item2);
    }

    [Fact]
    public async Task Who_calls_first_is_written_first()
    {
        var journal = Store.Open();

        await Task.WhenAll(Enumerable.Range(1, 200).Select(sequence => AppendAsync(journal, Life("session-a", sequence))));

        (await ReadAsync(journal)).Select(static record => record.Sequence).ShouldBeInOrder();
    }

    [Fact]
    public async Task A_journal_behind_a_link_is_the_file_that_it_leads_to()
    {
        var elsewhere = Directory.CreateDirectory(Path.Join(Files.Folder, "elsewhere")).FullName;
        File.WriteAllBytes(Path.Join(elsewhere, "real.db"), []);
        _ = File.CreateSymbolicLink(Files.Path, Path.Join(elsewhere, "real.db"));
        var journal = Store.Open();

        for (var sequence = 1; sequence < 4; sequence++)
            await AppendAsync(journal, Life("session-a", sequence));

        (await ReadAsync(Files.OpenFor(JournalAccess.Read))).Count.ShouldBe(3);
        Directory.GetFiles(elsewhere).Length.ShouldBe(3);
    }

    [Fact]
    public async Task A_thousand_failures_leave_no_handle_open()
    {
        File.WriteAllText(Files.Path, new string('x', 8192));
        var journal = Store.Open();
        _ = await FaultOf(() => AppendAsync(journal, Life("session-a", 1)));
        var before = HandlesBelow(Files.Folder);

        for (var round = 0; round < 500; round++)
        {
            _ = await FaultOf(() => AppendAsync(journal, Life("session-a", 1)));
            _ = await FaultOf(() => journal.StreamsAsync(Cancellation));
        }

        HandlesBelow(Files.Folder).ShouldBe(before);
    }

    private static IEnumerable<Func<Task>> Calls(SqliteJournal journal) =>
    [
        () => AppendAsync(journal, Life("session-a", 99_999)),
        () => journal.CompactAsync(new JournalRetention(TimeSpan.Zero, null), Noon.AddYears(1), Cancellation),
        () => ReadAsync(journal),
        () => ReadAsync(journal, new JournalQuery("session-a")),
        () => journal.RecoverAsync("session-a", Cancellation),
    ];

    private async Task FillAsync(int events)
    {
        await using var journal = Files.OpenFor(JournalAccess.Create);
        await AppendAsync(journal, [.. Enumerable.Range(1, events).Select(static sequence => Life("session-a", sequence))]);
    }

    private void Damage(string damage)
    {
        var bytes = File.ReadAllBytes(Files.Path);
        switch (damage)
        {
            case "cut to nothing":
                File.WriteAllBytes(Files.Path, []);
                File.WriteAllBytes(Files.Log, bytes);
                break;
            case "cut in half":
                File.WriteAllBytes(Files.Path, bytes[..(bytes.Length / 2)]);
                break;
            case "pages":
                // Behind the first page of each table.
                Array.Fill(bytes, (byte)0xff, 4096 * 12, bytes.Length - 4096 * 12);
                File.WriteAllBytes(Files.Path, bytes);
                break;
            case "header":
                Array.Fill(bytes, (byte)0xff, 0, 100);
                File.WriteAllBytes(Files.Path, bytes);
                break;
            case "text":
                File.WriteAllText(Files.Path, "something else");
                break;
            case "zeros":
                File.WriteAllBytes(Files.Path, new byte[bytes.Length]);
                break;
            case "folder":
                File.Delete(Files.Path);
                _ = Directory.CreateDirectory(Files.Path);
                break;
            case "foreign":
                File.Delete(Files.Path);
                SqliteScript.Execute(Files.Path, "CREATE TABLE t (x); INSERT INTO t VALUES (1)");
                break;
            case "newer":
                SqliteScript.Execute(Files.Path, "PRAGMA user_version = 99");
                break;
            case "no table":
                SqliteScript.Execute(Files.Path, "DROP TABLE base");
                break;
            case "no column":
                SqliteScript.Execute(Files.Path, "ALTER TABLE operator_order RENAME COLUMN who TO whom");
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(damage));
        }
    }

    private static int HandlesBelow(string root) =>
        Directory.GetFileSystemEntries("/proc/self/fd")
            .Count(entry => new FileInfo(entry).LinkTarget is { } target && target.StartsWith(root, StringComparison.Ordinal));
}
