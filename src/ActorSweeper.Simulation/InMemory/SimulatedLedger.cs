using ActorSweeper.Core.Scheduling;

namespace ActorSweeper.Simulation.InMemory;

/// <summary>A ledger of slots in memory. It outlives the hosts that write to it.</summary>
public sealed class SimulatedLedger : ISlotLedger
{
    private readonly HashSet<string> _entries = new(StringComparer.Ordinal);

    /// <summary>What every use throws; null while the ledger can be used.</summary>
    public Func<Exception>? Fault { get; set; }

    /// <inheritdoc/>
    public Task<bool> ClaimAsync(Slot slot, string node, DateTimeOffset now, CancellationToken cancellation) =>
        Fault is { } fault ? Task.FromException<bool>(fault()) : Task.FromResult(_entries.Add(slot.Id));
}
