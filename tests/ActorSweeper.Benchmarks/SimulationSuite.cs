using System.Diagnostics;
using ActorSweeper.Simulation.Seeded;

namespace ActorSweeper.Benchmarks;

/// <summary>
/// The seeded simulation: the real actors among agents, faults and crashes that chance has drawn, every invariant checked at each
/// instant. One thread, and one core where the system lets a process choose.
/// </summary>
internal static class SimulationSuite
{
    private const int Sessions = 50;
    private const double Days = 365;

    public static void Run(Options options)
    {
        if (OperatingSystem.IsLinux()) Process.GetCurrentProcess().ProcessorAffinity = 1;
        var table = new Table(options, "asked for");
        table.Header();
        var seed = 0;
        table.Row(
            "a virtual year of 50 sessions",
            [("s", "under 60"), ("virtual days/s", ""), ("messages", ""), ("container lives", ""), ("stops", ""), ("host ends", "")],
            () => Year(++seed));
    }

    private static double[] Year(long seed)
    {
        var begin = TimeProvider.System.GetTimestamp();
        var run = SimulatedRun.Run(new SimulationOptions(seed, Days, Sessions));
        var took = TimeProvider.System.GetElapsedTime(begin).TotalSeconds;
        if (run.Violation is { } violation)
            throw new InvalidOperationException($"{violation.Invariant}: {violation.Text}; {run.Options.Command}");
        var tally = run.Tally;
        return [took, tally.Covered.TotalDays / took, tally.Messages, tally.Lives, tally.Stops, tally.HostEnds];
    }
}
