using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Adapters.Tests.Journal;

/// <summary>What every implementation's <see cref="IJournal.CompactAsync"/> does.</summary>
public abstract class CompactionContract(JournalStore store) : JournalTest(store)
{
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    [Fact]
    public async Task What_events_add_up_to_stays_when_they_go()
    {
        for (var seed = 0; seed < 25; seed++)
            await CompactAtRandomAsync(seed, new Random(seed));
    }

    [Fact]
    public async Task Events_as_old_as_the_retention_stay_and_older_ones_go()
    {
        var journal = Store.Open();
        await AppendAsync(
            journal,
            Life("session-a", 1, Noon - Month - TimeSpan.FromTicks(1)),
            Life("session-a", 2, Noon - Month),
            Life("session-b", 1, Noon));

        var summary = await journal.CompactAsync(new JournalRetention(Month, null), Noon, Cancellation);

        summary.Events.ShouldBe(1);
        (await ReadAsync(journal)).Select(static record => (record.Stream, record.Sequence)).ShouldBe([("session-a", 2), ("session-b", 1)]);
        var made = (await journal.BasesAsync(Cancellation)).ShouldHaveSingleItem();
        (made.Stream, made.Sequence, made.At).ShouldBe(("session-a", 1, Noon - Month - TimeSpan.FromTicks(1)));
        (await journal.RecoverAsync("session-a", Cancellation)).Since.ShouldBe(2 - 1);
    }

    [Fact]
    public async Task A_stream_that_is_dropped_whole_goes_on_where_it_was()
    {
        var journal = Store.Open();
        await AppendAsync(journal, Life("session-a", 1), Life("session-a", 2));
        var last = (await ReadAsync(journal))[^1].Number;

        var summary = await journal.CompactAsync(new JournalRetention(Month, null), Noon.AddYears(1), Cancellation);
        await AppendAsync(journal, Life("session-a", 1), Life("session-a", 2), Life("session-a", 3, Noon.AddYears(1)));

        summary.Events.ShouldBe(2);
        var record = (await ReadAsync(journal)).ShouldHaveSingleItem();
        (record.Sequence, record.Number > last).ShouldBe((3, true));
        var history = await journal.RecoverAsync("session-a", Cancellation);
        (history.Sequence, ((SessionRecord)history.State).Incarnation).ShouldBe((3, 3));
        (await journal.StreamsAsync(Cancellation)).ShouldBe(["session-a"]);
    }

    [Fact]
    public async Task A_snapshot_among_what_is_dropped_counts_for_the_events_that_were_lost_before_it()
    {
        var journal = Store.Open();
        var known = SessionRecord.Empty with { Fault = "known again" };
        await AppendAsync(journal, Life("session-a", 1), new JournalEntry.Snapshot("session-a", 5, Noon, known), Life("session-a", 6));

        _ = await journal.CompactAsync(new JournalRetention(Month, null), Noon.AddYears(1), Cancellation);

        var made = (await journal.BasesAsync(Cancellation)).ShouldHaveSingleItem();
        made.State.ShouldBeSameAs(known.After(Life("session-a", 6).Event, Noon));
        (await journal.RecoverAsync("session-a", Cancellation)).State.ShouldBeSameAs(made.State);
    }

    [Fact]
    public async Task The_oldest_go_while_the_journal_is_larger_than_its_bound_and_it_becomes_smaller()
    {
        const long Bound = 1 << 20;
        var journal = Store.Open();
        for (var batch = 0; batch < 30; batch++)
        {
            await AppendAsync(journal, [.. Enumerable.Range(batch * 100 + 1, 100).Select(static sequence =>
                Notice($"session-{sequence % 7}", sequence, new string('x', 1000), Noon.AddMinutes(sequence)))]);
        }
        var before = await ReadAsync(journal);

        var summary = await journal.CompactAsync(new JournalRetention(Month * 12, Bound), Noon.AddDays(3), Cancellation);

        var after = await ReadAsync(journal);
        after.Select(Place).ShouldBe(before[^after.Count..].Select(Place));
        // It goes as far as it must, and not much further.
        after.Count.ShouldBeInRange(600, 750);
        (summary.Events, summary.Bytes > Bound).ShouldBe((before.Count - after.Count, true));
        (await journal.CompactAsync(new JournalRetention(Month * 12, Bound), Noon.AddDays(3), Cancellation))
            .ShouldBe(new CompactionSummary(0, 0));
    }

    [Fact]
    public async Task The_events_of_the_last_minute_stay_however_small_the_bound()
    {
        var journal = Store.Open();
        await AppendAsync(journal, [.. Enumerable.Range(1, 200).Select(static sequence =>
            Notice("session-a", sequence, new string('x', 500), Noon.AddSeconds(sequence)))]);

        var summary = await journal.CompactAsync(new JournalRetention(Month, 1), Noon.AddSeconds(200), Cancellation);

        summary.Events.ShouldBe(139);
        (await ReadAsync(journal))[0].At.ShouldBe(Noon.AddSeconds(140));
    }

    [Fact]
    public async Task A_clock_that_was_wrong_for_a_while_neither_keeps_nor_drops_what_it_should_not()
    {
        var journal = Store.Open();
        var past = Noon - Month * 2;
        await AppendAsync(
            journal,
            Life("session-a", 1, past),
            Life("session-b", 1, Noon.AddYears(80)), // Among old ones: old.
            Life("session-a", 2, past),
            Life("session-a", 3, Noon),
            Life("session-b", 2, past), // After a young one: young.
            Life("session-b", 3, Noon.AddYears(80)));

        _ = await journal.CompactAsync(new JournalRetention(Month, null), Noon, Cancellation);

        (await ReadAsync(journal)).Select(static record => (record.Stream, record.Sequence))
            .ShouldBe([("session-a", 3), ("session-b", 2), ("session-b", 3)]);
    }

    [Fact]
    public async Task Orders_are_never_dropped()
    {
        var journal = Store.Open();
        var order = await journal.OrderAsync(
            new OperatorOrder(0, Noon, "who", "", OrderKind.Retry, new SessionId("s"), null), Cancellation);
        await AppendAsync(journal, Life("session-a", 1));

        _ = await journal.CompactAsync(new JournalRetention(TimeSpan.Zero, 1), Noon.AddYears(1), Cancellation);

        (await journal.OrdersAsync(0, Cancellation)).ShouldBe([order]);
    }

    [Fact]
    public async Task Appending_and_reading_go_on_during_a_compaction()
    {
        var (journal, reader) = (Store.Open(), Store.Open());
        for (var batch = 0; batch < 30; batch++)
        {
            await AppendAsync(journal, [.. Enumerable.Range(0, 500).Select(index =>
                Life($"session-{index % 100}", batch * 5 + index / 100 + 1, Noon))]);
        }

        var compaction = journal.CompactAsync(new JournalRetention(Month, null), Noon.AddYears(1), Cancellation);
        var appended = 0;
        for (var sequence = 151; !compaction.IsCompleted; sequence++, appended++)
        {
            await AppendAsync(journal, Life("session-7", sequence, Noon.AddYears(1)));
            var history = await reader.RecoverAsync("session-7", Cancellation);
            (history.Sequence, ((SessionRecord)history.State).Incarnation).ShouldBe((sequence, sequence));
            ((SessionRecord)(await reader.RecoverAsync("session-9", Cancellation)).State).Incarnation.ShouldBe(150);
        }

        (await compaction).Events.ShouldBe(15_000);
        (await ReadAsync(journal)).Count.ShouldBe(appended);
        (await journal.BasesAsync(Cancellation)).Count.ShouldBe(100);
    }

    private static (long, string, long) Place(JournalRecord record) => (record.Number, record.Stream, record.Sequence);

    private async Task CompactAtRandomAsync(int seed, Random draws)
    {
        var journal = Store.Open();
        var filled = new Filled(draws, spread: 4);
        var kinds = typeof(SessionEvent).GetNestedTypes();
        var entries = new List<JournalEntry>();
        var names = Enumerable.Range(0, 4).Select(index => $"session-{seed}-{index}").ToList();
        var sequences = new long[names.Count];
        var at = Noon;
        for (var round = 0; round < 6; round++)
        {
            var batch = new List<JournalEntry>();
            for (var count = draws.Next(1, 60); count > 0; count--)
            {
                var stream = draws.Next(names.Count);
                at += TimeSpan.FromMinutes(draws.Next(5));
                if (draws.Next(12) == 0 && sequences[stream] > 0)
                {
                    batch.Add(new JournalEntry.Snapshot(
                        names[stream], sequences[stream], at, Fold([.. entries, .. batch], names[stream])));
                    continue;
                }
                batch.Add(new JournalEntry.Happened(
                    names[stream], ++sequences[stream], at, (JournalEvent)filled.Of(kinds[draws.Next(kinds.Length)])));
            }
            entries.AddRange(batch);
            await journal.AppendAsync(batch, Cancellation);

            var keep = TimeSpan.FromMinutes(draws.Next(200));
            var before = await ReadAsync(journal);
            var summary = await journal.CompactAsync(new JournalRetention(keep, null), at, Cancellation);
            var after = await ReadAsync(journal);

            after.Select(Place).ShouldBe(before.Where(record => record.At >= at - keep).Select(Place), $"seed {seed}");
            summary.Events.ShouldBe(before.Count - after.Count);
            await VerifyAsync(journal, entries, names, after);
        }
        // Out of the way of the next seed.
        _ = await journal.CompactAsync(new JournalRetention(TimeSpan.Zero, null), at.AddDays(1), Cancellation);
    }

    private static async Task VerifyAsync(IJournal journal, List<JournalEntry> entries, List<string> names, List<JournalRecord> kept)
    {
        var bases = (await journal.BasesAsync(Cancellation)).ToDictionary(static made => made.Stream, StringComparer.Ordinal);
        foreach (var name in names)
        {
            var whole = Fold(entries, name);
            (await journal.RecoverAsync(name, Cancellation)).State.ShouldBeSameAs(whole);
            var made = bases.GetValueOrDefault(name) ?? new JournalBase(name, 0, Noon, JournalState.Empty(name));
            made.State.ShouldBeSameAs(Fold(entries, name, made.Sequence));
            var rest = kept.Where(record => record.Stream == name).ToList();
            rest.Select(static record => record.Sequence)
                .ShouldBe(Enumerable.Range(0, rest.Count).Select(index => made.Sequence + 1 + index));
            rest.Aggregate(made.State, static (state, record) => state.After(record.Event, record.At)).ShouldBeSameAs(whole);
        }
    }
}
