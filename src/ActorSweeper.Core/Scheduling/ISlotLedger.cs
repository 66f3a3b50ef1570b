namespace ActorSweeper.Core.Scheduling;

/// <summary>
/// The port to the ledger of slots: whoever enters a slot first fires it, and nobody else does, whatever happens to either of them.
/// </summary>
public interface ISlotLedger
{
    /// <summary>Enters a slot. When it returns the entry is durable.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="node">Who enters it.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellation">Gives up; the entry may have been made.</param>
    /// <returns>Whether it was entered now; otherwise it was there before.</returns>
    /// <exception cref="Journal.JournalException">The ledger cannot be used; it may be usable later.</exception>
    Task<bool> ClaimAsync(Slot slot, string node, DateTimeOffset now, CancellationToken cancellation);
}
