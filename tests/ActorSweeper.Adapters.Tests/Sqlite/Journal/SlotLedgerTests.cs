using ActorSweeper.Adapters.Sqlite.Journal;
using ActorSweeper.Core.Scheduling;

namespace ActorSweeper.Adapters.Tests.Sqlite.Journal;

/// <summary>The ledger of slots in the journal's file.</summary>
public sealed class SlotLedgerTests
{
    private static readonly DateTimeOffset T0 = new(2026, 1, 10, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_slot_is_entered_once_also_after_the_file_was_opened_anew()
    {
        await using var store = new SqliteStore();
        var slot = new Slot("daily-prune", T0);
        await using (var first = Open(store))
        {
            (await first.ClaimAsync(slot, "one", T0, CancellationToken.None)).ShouldBeTrue();
            (await first.ClaimAsync(slot, "one", T0, CancellationToken.None)).ShouldBeFalse();
            (await first.ClaimAsync(slot with { Schedule = "forge" }, "one", T0, CancellationToken.None)).ShouldBeTrue();
        }

        await using var second = Open(store);
        (await second.ClaimAsync(slot, "two", T0.AddDays(1), CancellationToken.None)).ShouldBeFalse();
        (await second.ClaimAsync(slot with { At = T0.AddDays(1) }, "two", T0.AddDays(1), CancellationToken.None)).ShouldBeTrue();
    }

    [Fact]
    public async Task Of_many_who_enter_the_same_slots_at_once_each_slot_has_one_winner()
    {
        const int Slots = 60;
        await using var store = new SqliteStore();
        var ledgers = Enumerable.Range(0, 4).Select(_ => Open(store)).ToList();
        var claims = ledgers.SelectMany(ledger => Enumerable.Range(0, Slots).Select(number => Task.Run(
            () => ledger.ClaimAsync(new Slot("s", T0.AddMinutes(number)), "node", T0, CancellationToken.None))));

        var won = await Task.WhenAll(claims);

        won.Count(isFirst => isFirst).ShouldBe(Slots);
        foreach (var ledger in ledgers) await ledger.DisposeAsync();
    }

    [Fact]
    public async Task Entries_are_forgotten_long_after_any_clock_could_be_set_back_to_them()
    {
        await using var store = new SqliteStore();
        await using var ledger = Open(store);
        await ledger.ClaimAsync(new Slot("s", T0), "node", T0, CancellationToken.None);

        await ledger.ClaimAsync(new Slot("s", T0.AddDays(34)), "node", T0.AddDays(34), CancellationToken.None);
        (await ledger.ClaimAsync(new Slot("s", T0), "node", T0.AddDays(34), CancellationToken.None)).ShouldBeFalse();
        (await ledger.ClaimAsync(new Slot("s", T0), "node", T0.AddDays(36), CancellationToken.None)).ShouldBeTrue();
    }

    private static SqliteJournal Open(SqliteStore store) =>
        new(new SqliteJournalOptions(store.Path, JournalAccess.Create, TimeSpan.FromSeconds(30)));
}
