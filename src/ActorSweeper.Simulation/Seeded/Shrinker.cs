using ActorSweeper.Simulation.Seeded.Observing;
using ActorSweeper.Simulation.Seeded.Planning;
using ActorSweeper.Supervision;

namespace ActorSweeper.Simulation.Seeded;

/// <summary>
/// Finds the shortest run that still shows a failure: what comes after it goes, then other sessions, then whole kinds of faults,
/// then single items, by delta debugging. Each candidate is run again; a run counts when the same invariant does not hold.
/// </summary>
public sealed class Shrinker
{
    private readonly SimulationOptions _options;
    private readonly Func<SweeperPorts, SweeperPorts>? _spoil;
    private readonly IReadOnlyList<PlanItem> _items;
    private readonly int _mostRuns;
    private Violation _violation;
    private List<int> _kept;

    private Shrinker(SimulationResult failed, int mostRuns, Func<SweeperPorts, SweeperPorts>? spoil)
    {
        (_options, _violation, _mostRuns, _spoil) = (failed.Options, failed.Violation!, mostRuns, spoil);
        _items = Plan.Of(_options.Seed, _options.Days, _options.Sessions).Items;
        _kept = [.. _options.Keep ?? Enumerable.Range(0, _items.Count)];
    }

    /// <summary>How many runs it took.</summary>
    public int Runs { get; private set; }

    /// <summary>The shortest failing run that was found, with its transcript.</summary>
    /// <param name="failed">A run that failed.</param>
    /// <param name="mostRuns">So many runs are tried at most.</param>
    /// <param name="spoil">What spoiled the ports of the run that failed.</param>
    public static SimulationResult Shrink(
        SimulationResult failed, int mostRuns = 500, Func<SweeperPorts, SweeperPorts>? spoil = null)
    {
        var shrinker = new Shrinker(failed, mostRuns, spoil);
        shrinker.Shrink();
        return shrinker.Run(shrinker._kept, keepsTranscript: true);
    }

    private void Shrink()
    {
        Cut();
        if (_violation.Session is { } session) _ = Try(_kept.Where(index => (_items[index].Session ?? session) == session));
        foreach (var of in Distinct(item => item.Session)) _ = Try(_kept.Where(index => _items[index].Session != of));
        foreach (var kind in Distinct(item => item.Kind)) _ = Try(_kept.Where(index => _items[index].Kind != kind));
        var before = int.MaxValue;
        while (_kept.Count < before && Runs < _mostRuns)
        {
            before = _kept.Count;
            DropParts();
        }
    }

    /// <summary>Delta debugging: drops parts, first large ones, down to single items.</summary>
    private void DropParts()
    {
        for (var size = Math.Max(1, _kept.Count / 2); size >= 1; size /= 2)
        {
            for (var end = _kept.Count; end > 0 && Runs < _mostRuns; end -= size)
            {
                var from = Math.Max(0, end - size);
                _ = Try(_kept.Where((_, place) => place < from || place >= end));
                end = Math.Min(end, _kept.Count);
            }
        }
    }

    private List<T> Distinct<T>(Func<PlanItem, T> of) => _kept.Select(index => of(_items[index])).Distinct().ToList();

    private bool Try(IEnumerable<int> candidate)
    {
        var kept = candidate.ToList();
        if (kept.Count == _kept.Count || Runs >= _mostRuns) return false;
        if (Run(kept, keepsTranscript: false).Violation is not { } found || found.Invariant != _violation.Invariant) return false;
        (_kept, _violation) = (kept, found);
        Cut();
        return true;
    }

    /// <summary>What comes after the failure has no part in it.</summary>
    private void Cut() => _kept = _kept.Where(index => _items[index].At <= _violation.At).ToList();

    private SimulationResult Run(List<int> kept, bool keepsTranscript)
    {
        Runs++;
        return SimulatedRun.Run(_options with { Keep = kept }, keepsTranscript, _spoil);
    }
}
