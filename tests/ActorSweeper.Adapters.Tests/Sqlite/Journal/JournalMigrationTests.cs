using ActorSweeper.Adapters.Sqlite.Journal;
using ActorSweeper.Adapters.Tests.Journal;
using ActorSweeper.Core.Journal;
using ActorSweeper.Workspaces;

namespace ActorSweeper.Adapters.Tests.Sqlite.Journal;

/// <summary>Files of older and newer versions.</summary>
public sealed class JournalMigrationTests() : JournalTest(new SqliteStore())
{
    private static readonly JournalSchema Next = new(
    [
        JournalSchema.First, JournalSchema.Slots,
        ["CREATE TABLE extra (x)", "INSERT INTO extra VALUES (1)"], ["INSERT INTO extra VALUES (2)"],
    ]);

    private static readonly JournalSchema Broken = new(
    [
        JournalSchema.First, JournalSchema.Slots,
        ["CREATE TABLE extra (x)"], ["INSERT INTO extra VALUES (2)", "INSERT INTO nowhere VALUES (1)"],
    ]);

    private string Place => ((SqliteStore)Store).Path;

    [Fact]
    public async Task An_older_file_takes_the_steps_that_it_lacks_once_and_keeps_what_it_has()
    {
        await AppendAsync(Store.Open(), Life("session-a", 1));

        for (var round = 0; round < 2; round++)
        {
            await using var journal = Open(JournalAccess.Write, Next);
            (await ReadAsync(journal)).Count.ShouldBe(1);
            SqliteScript.Rows(Place, "SELECT x FROM extra").ShouldBe(["1", "2"]);
            SqliteScript.Scalar(Place, "PRAGMA user_version").ShouldBe("4");
        }
    }

    [Fact]
    public async Task A_new_file_takes_all_steps()
    {
        await using var journal = Open(JournalAccess.Create, Next);
        await AppendAsync(journal, Life("session-a", 1));

        SqliteScript.Rows(Place, "SELECT x FROM extra").ShouldBe(["1", "2"]);
    }

    [Fact]
    public async Task A_step_that_fails_is_not_taken_by_half()
    {
        await AppendAsync(Store.Open(), Life("session-a", 1));
        await using var journal = Open(JournalAccess.Write, Broken);

        _ = await FaultOf(() => journal.StreamsAsync(Cancellation));

        SqliteScript.Rows(Place, "SELECT x FROM extra").ShouldBeEmpty();
        SqliteScript.Scalar(Place, "PRAGMA user_version").ShouldBe("3");
        await using var repaired = Open(JournalAccess.Write, Next);
        (await repaired.StreamsAsync(Cancellation)).ShouldBe(["session-a"]);
        SqliteScript.Rows(Place, "SELECT x FROM extra").ShouldBe(["2"]);
    }

    [Fact]
    public async Task A_command_that_only_reads_does_not_change_an_older_file()
    {
        await AppendAsync(Store.Open(), Life("session-a", 1));
        await using var journal = Open(JournalAccess.Read, Next);

        var fault = await FaultOf(() => journal.StreamsAsync(Cancellation));

        fault.Fault.ShouldBe(JournalFault.Failed);
        fault.Message.ShouldContain("older version");
        fault.Message.ShouldContain("actorsweeper run");
        SqliteScript.Scalar(Place, "PRAGMA user_version").ShouldBe("2");
    }

    [Theory]
    [InlineData(JournalAccess.Read)]
    [InlineData(JournalAccess.Write)]
    [InlineData(JournalAccess.Create)]
    public async Task A_newer_file_is_refused_with_both_versions_and_left_as_it_is(JournalAccess access)
    {
        await using (var newer = Open(JournalAccess.Create, Next))
            await AppendAsync(newer, Life("session-a", 1));
        var before = await File.ReadAllBytesAsync(Place, Cancellation);
        await using var journal = Open(access, JournalSchema.Current);

        var fault = await FaultOf(() => journal.StreamsAsync(Cancellation));

        fault.Fault.ShouldBe(JournalFault.TooNew);
        fault.Message.ShouldContain($"{Place} was written by a newer version (its layout is 4, known here is 2)");
        (await File.ReadAllBytesAsync(Place, Cancellation)).ShouldBe(before);
    }

    [Fact]
    public async Task Two_that_begin_a_journal_at_once_begin_one()
    {
        var journals = Enumerable.Range(0, 8).Select(_ => Store.Open()).ToList();

        await Task.WhenAll(journals.Select((journal, index) => AppendAsync(journal, Life($"session-{index}", 1))));

        (await ReadAsync(journals[0])).Count.ShouldBe(8);
    }

    private SqliteJournal Open(JournalAccess access, JournalSchema schema) =>
        new(new SqliteJournalOptions(Place, access, TimeSpan.FromSeconds(30)), schema);
}
