using System.Globalization;

namespace ActorSweeper.Simulation.Seeded;

/// <summary>Which simulated run: the same options give the same run, event by event.</summary>
/// <param name="Seed">Everything that is left to chance follows from it.</param>
/// <param name="Days">So long things happen; then the faults end, and everything must come to rest. Above 0.</param>
/// <param name="Sessions">How many sessions there are; at least 1.</param>
/// <param name="Keep">Only these items of the plan happen; null for all. A session of which nothing is kept does not exist.</param>
public sealed record SimulationOptions(long Seed, double Days, int Sessions, IReadOnlyCollection<int>? Keep = null)
{
    /// <summary>The command that runs exactly this.</summary>
    public string Command => string.Create(
        CultureInfo.InvariantCulture,
        $"actorsweeper replay --simulate --seed {Seed} --days {Days} --sessions {Sessions}"
        + $"{(Keep is null ? "" : $" --keep {IndexList.Write(Keep)}")}");
}
