using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Adapters.Tests.Journal;

/// <summary>What every implementation of <see cref="IJournal"/> does.</summary>
public abstract class JournalContract(JournalStore store) : JournalTest(store)
{
    [Fact]
    public async Task Nothing_that_was_appended_is_lost_by_closing_and_opening()
    {
        var kinds = typeof(SessionEvent).GetNestedTypes().Concat(typeof(HostEvent).GetNestedTypes()).ToList();
        var filled = new Filled(new Random(1));
        var entries = kinds
            .Select((kind, index) => new JournalEntry.Happened(
                "session-s1", index + 1, Noon.AddTicks(index * 12_345_678L + 1), (JournalEvent)filled.Of(kind)))
            .ToList();

        await Store.Open().AppendAsync(entries, Cancellation);

        var records = await ReadAsync(Store.Open());
        records.Select(static record => record.Event.GetType()).ShouldBe(kinds);
        for (var index = 0; index < records.Count; index++)
        {
            records[index].Event.ShouldBeSameAs(entries[index].Event);
            (records[index].Stream, records[index].Sequence, records[index].At).ShouldBe(("session-s1", index + 1, entries[index].At));
        }
    }

    [Fact]
    public async Task A_snapshot_of_either_kind_comes_back_whole()
    {
        var filled = new Filled(new Random(2));
        foreach (var (stream, state) in new (string, JournalState)[]
        {
            ("supervisor", filled.Of<SupervisorRecord>()), ("session-s1", filled.Of<SessionRecord>()),
        })
        {
            await AppendAsync(Store.Open(), new JournalEntry.Snapshot(stream, 7, Noon, state));

            var history = await Store.Open().RecoverAsync(stream, Cancellation);

            (history.Sequence, history.Since).ShouldBe((7, 0));
            history.State.ShouldBeSameAs(state);
        }
    }

    [Fact]
    public async Task An_empty_journal_has_nothing_and_says_so_without_a_fault()
    {
        var journal = Store.Open();

        (await ReadAsync(journal)).ShouldBeEmpty();
        (await journal.StreamsAsync(Cancellation)).ShouldBeEmpty();
        (await journal.BasesAsync(Cancellation)).ShouldBeEmpty();
        (await journal.OrdersAsync(0, Cancellation)).ShouldBeEmpty();
        await journal.AppendAsync([], Cancellation);
        var compacted = await journal.CompactAsync(new JournalRetention(TimeSpan.Zero, 1), Noon, Cancellation);
        compacted.Events.ShouldBe(0);
        foreach (var stream in new[] { "supervisor", "session-s1" })
        {
            var history = await journal.RecoverAsync(stream, Cancellation);
            history.ShouldBe(new StreamHistory(0, JournalState.Empty(stream), 0));
        }
    }

    [Fact]
    public async Task Recovery_is_the_newest_snapshot_and_the_events_after_it()
    {
        var journal = Store.Open();
        JournalEntry[] entries = [Life("session-a", 1), Life("session-a", 2), Life("session-b", 1), Life("session-a", 3)];
        await AppendAsync(journal, entries);

        var history = await journal.RecoverAsync("session-a", Cancellation);
        (history.Sequence, history.Since).ShouldBe((3, 3));
        history.State.ShouldBeSameAs(Fold(entries, "session-a"));

        // Not what the events add up to, to see that it is used.
        var snapshot = SessionRecord.Empty with { Fault = "from the snapshot" };
        await AppendAsync(journal, new JournalEntry.Snapshot("session-a", 3, Noon, snapshot), Life("session-a", 4));

        history = await journal.RecoverAsync("session-a", Cancellation);
        (history.Sequence, history.Since).ShouldBe((4, 1));
        var state = history.State.ShouldBeOfType<SessionRecord>();
        (state.Fault, state.Incarnation).ShouldBe(("from the snapshot", 4));
        (await journal.RecoverAsync("session-b", Cancellation)).Sequence.ShouldBe(1);
    }

    [Fact]
    public async Task A_snapshot_replaces_older_ones_and_never_a_newer_one()
    {
        var journal = Store.Open();
        var (older, newer) = (SessionRecord.Empty with { Fault = "older" }, SessionRecord.Empty with { Fault = "newer" });
        await AppendAsync(journal, new JournalEntry.Snapshot("session-a", 3, Noon, older));
        await AppendAsync(journal, new JournalEntry.Snapshot("session-a", 8, Noon, newer));
        await AppendAsync(journal, new JournalEntry.Snapshot("session-a", 3, Noon, older));
        await AppendAsync(journal, new JournalEntry.Snapshot("session-a", 8, Noon, older));

        var history = await Store.Open().RecoverAsync("session-a", Cancellation);

        history.Sequence.ShouldBe(8);
        history.State.ShouldBeSameAs(newer);
    }

    [Fact]
    public async Task To_append_again_what_may_have_been_appended_does_no_harm()
    {
        var journal = Store.Open();
        await AppendAsync(journal, Notice("session-a", 1, "one"), Notice("session-a", 2, "two"));

        await AppendAsync(journal, Notice("session-a", 2, "another two"), Notice("session-a", 3, "three"), Notice("session-b", 2, "b"));

        var texts = (await ReadAsync(journal)).Select(static record => ((SessionEvent.Noticed)record.Event).Text);
        texts.ShouldBe(["one", "two", "three", "b"]);
    }

    [Fact]
    public async Task An_append_that_fails_leaves_nothing()
    {
        var journal = Store.Open();
        await AppendAsync(journal, Notice("session-a", 1, "kept"));

        _ = await Should.ThrowAsync<Exception>(
            () => AppendAsync(journal, Notice("session-a", 2, "not"), new Unknown("session-a", 3, Noon)));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        _ = await Should.ThrowAsync<OperationCanceledException>(
            () => journal.AppendAsync([Notice("session-a", 2, "not")], cancelled.Token));

        (await ReadAsync(journal)).Count.ShouldBe(1);
        await AppendAsync(journal, Notice("session-a", 2, "kept"));
        (await ReadAsync(journal)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Every_filter_selects_what_it_says()
    {
        var draws = new Random(4);
        var journal = Store.Open();
        var next = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var size in Enumerable.Range(0, 40).Select(_ => draws.Next(1, 120)))
        {
            await journal.AppendAsync([.. Enumerable.Range(0, size).Select(_ => AnyNotice(draws, next))], Cancellation);
        }
        var all = await ReadAsync(journal);
        all.Count.ShouldBe((int)next.Values.Sum());
        all.Select(static record => record.Number).ShouldBeInOrder();

        for (var round = 0; round < 100; round++)
        {
            var query = new JournalQuery(
                draws.Next(2) == 0 ? null : $"session-{draws.Next(6)}",
                draws.Next(2) == 0 ? null : Noon.AddSeconds(draws.Next(3000)),
                draws.Next(2) == 0 ? null : Noon.AddSeconds(draws.Next(3000)),
                draws.Next(2) == 0 ? 0 : all[draws.Next(all.Count)].Number);

            var expected = all.Where(record => record.Number > query.After
                && (query.Stream is null || record.Stream == query.Stream)
                && (query.From is null || record.At >= query.From)
                && (query.To is null || record.At < query.To));

            (await ReadAsync(journal, query)).ShouldBe(expected);
        }
    }

    [Fact]
    public async Task Numbers_follow_the_order_of_appending_and_not_the_clock()
    {
        var journal = Store.Open();
        await AppendAsync(journal, Notice("session-a", 1, "late", Noon.AddYears(70)), Notice("session-b", 1, "early", Noon.AddYears(-70)));
        await AppendAsync(journal, Notice("session-a", 2, "now", Noon));

        var records = await ReadAsync(journal);

        records.Select(static record => record.At).ShouldBe([Noon.AddYears(70), Noon.AddYears(-70), Noon]);
        records.Select(static record => record.Number).ShouldBeInOrder(SortDirection.Ascending);
    }

    [Fact]
    public async Task Streams_are_those_that_have_an_event_or_a_snapshot()
    {
        var journal = Store.Open();
        await AppendAsync(journal, Notice("session-ü \"x\"", 1, "odd"), Notice("supervisor", 1, "host"));
        await AppendAsync(journal, new JournalEntry.Snapshot("session-b", 1, Noon, SessionRecord.Empty));

        (await Store.Open().StreamsAsync(Cancellation)).ShouldBe(["session-b", "session-ü \"x\"", "supervisor"], ignoreOrder: true);
    }

    [Fact]
    public async Task An_order_that_another_process_gave_is_there_with_a_growing_number()
    {
        var (host, command) = (Store.Open(), Store.Open());
        var orders = new List<OperatorOrder>();
        for (var index = 0; index < 4; index++)
        {
            var order = new OperatorOrder(
                99,
                Noon.AddTicks(index + 1),
                "who",
                index == 0 ? "" : "why",
                (OrderKind)(index % 2),
                index == 1 ? null : new SessionId("s1"),
                index == 2 ? null : "m1");
            var given = await command.OrderAsync(order, Cancellation);
            given.ShouldBe(order with { Number = given.Number });
            orders.Add(given);
        }

        orders.Select(static order => order.Number).ShouldBeInOrder();
        orders.Select(static order => order.Number).ShouldBeUnique();
        (await host.OrdersAsync(0, Cancellation)).ShouldBe(orders);
        (await host.OrdersAsync(orders[1].Number, Cancellation)).ShouldBe(orders[2..]);
        (await host.OrdersAsync(orders[3].Number, Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Appending_reading_and_ordering_at_the_same_time_lose_nothing()
    {
        const int Batches = 60;
        var (host, command) = (Store.Open(), Store.Open());
        await AppendAsync(host, Notice("session-0", 1, ""));
        var writers = Enumerable.Range(0, 4).Select(async writer =>
        {
            for (var batch = 0; batch < Batches; batch++)
            {
                var first = batch * 3 + 1;
                await AppendAsync(
                    host, [.. Enumerable.Range(first, 3).Select(sequence => Life($"session-{writer}", sequence))]);
            }
        }).ToList();
        var orders = Enumerable.Range(0, 30).Select(async number => await command.OrderAsync(
            new OperatorOrder(0, Noon, "who", $"{number}", OrderKind.Release, new SessionId("s"), null), Cancellation)).ToList();
        var seen = 0;
        while (!Task.WhenAll(writers).IsCompleted)
        {
            var records = await ReadAsync(command);
            records.Count.ShouldBeGreaterThanOrEqualTo(seen);
            foreach (var stream in records.GroupBy(static record => record.Stream))
            {
                stream.Select(static record => record.Sequence).ShouldBe(Enumerable.Range(1, stream.Count()).Select(static n => (long)n));
                (stream.Count() % 3).ShouldBeOneOf(stream.Key == "session-0" && stream.Count() == 1 ? 1 : 0);
            }
            seen = records.Count;
        }
        await Task.WhenAll(writers);
        await Task.WhenAll(orders);

        (await ReadAsync(host)).Count.ShouldBe(4 * Batches * 3);
        (await host.OrdersAsync(0, Cancellation)).Count.ShouldBe(30);
        for (var writer = 0; writer < 4; writer++)
            (await host.RecoverAsync($"session-{writer}", Cancellation)).Sequence.ShouldBe(Batches * 3);
    }

    private static JournalEntry.Happened AnyNotice(Random draws, Dictionary<string, long> next)
    {
        var stream = $"session-{draws.Next(5)}";
        next[stream] = next.GetValueOrDefault(stream) + 1;
        return Notice(stream, next[stream], $"{draws.Next()}", Noon.AddSeconds(draws.Next(3000)));
    }

    private sealed record Unknown(string Stream, long Sequence, DateTimeOffset At) : JournalEntry(Stream, Sequence, At);
}
