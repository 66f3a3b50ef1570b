using System.CommandLine;
using System.Globalization;
using ActorSweeper.Core.Time;
using ActorSweeper.Host.CommandLine;
using ActorSweeper.Simulation.Seeded;

namespace ActorSweeper.Host.Replay;

/// <summary>
/// <c>replay --simulate</c>: random agents, faults and host crashes from a seed, with every invariant checked at each step. A failure is
/// shrunk to the shortest run that still shows it, and the command that repeats it is printed.
/// </summary>
internal sealed class SimulatedReplay
{
    private readonly Option<bool> _simulate = new("--simulate")
    {
        Description = "Simulate random agents, faults and host crashes, and check every invariant at each step.",
    };

    private readonly Option<long> _seed = new("--seed")
    {
        Description = "With --simulate: the seed, from which everything that is left to chance follows.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<int> _seeds = new("--seeds")
    {
        Description = "With --simulate: so many seeds, from --seed on; 1 to 1000000.",
        HelpName = "COUNT",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<double> _days = new("--days")
    {
        Description = "With --simulate: so many virtual days, above 0 to 3650.",
        HelpName = "D",
        DefaultValueFactory = _ => 7,
    };

    private readonly Option<int> _sessions = new("--sessions")
    {
        Description = "With --simulate: so many sessions, 1 to 10000.",
        HelpName = "S",
        DefaultValueFactory = _ => 8,
    };

    private readonly Option<string?> _keep = new("--keep")
    {
        Description = "With --simulate: only these items of the plan, as a shrunk failure prints them.",
        HelpName = "LIST",
    };

    /// <summary>Adds the options to a command.</summary>
    public SimulatedReplay(Command command)
    {
        foreach (var option in new Option[] { _simulate, _seed, _seeds, _days, _sessions, _keep }) command.Add(option);
    }

    /// <summary>Whether a command line asks for it.</summary>
    public bool IsMeant(ParseResult line) => line.GetValue(_simulate);

    /// <summary>The first of its options on a command line that asks for something else; null when there is none.</summary>
    public string? Misplaced(ParseResult line) => new Option[] { _seed, _seeds, _days, _sessions, _keep }
        .FirstOrDefault(option => line.GetResult(option) is { Implicit: false })?.Name;

    /// <summary>Simulates.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="CommandMistakeException">The command line is wrong.</exception>
    public int Run(ParseResult line, Surroundings surroundings, CancellationToken cancellation)
    {
        var first = Options(line);
        var seeds = line.GetValue(_seeds);
        if (seeds is < 1 or > 1_000_000) throw new CommandMistakeException($"--seeds {seeds}: expected 1 to 1000000");
        var (tally, begin) = (new Tally(), surroundings.Time.GetTimestamp());
        for (var seed = first.Seed; seed < first.Seed + seeds; seed++)
        {
            cancellation.ThrowIfCancellationRequested();
            var result = SimulatedRun.Run(first with { Seed = seed });
            tally.Add(result.Tally);
            if (result.Violation is null) continue;
            Tell(result, surroundings.Output);
            return ExitCode.Failures;
        }

        var took = surroundings.Time.GetElapsedTime(begin);
        surroundings.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{seeds} {(seeds == 1 ? "seed" : "seeds")} from {first.Seed}: every invariant held at each step of"
            + $" {tally.Covered.TotalDays:0.#} virtual days with {first.Sessions} sessions each"
            + $" ({tally.Covered.TotalDays / Math.Max(took.TotalSeconds, 0.001):0.#} days a second)"));
        surroundings.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{tally.Messages} messages, {tally.Lives} container lives, {tally.AgentFaults} agents died or hung, {tally.Stops} stops,"
            + $" {tally.Retries} retries, {tally.DeadLetters} dead letters, {tally.HostEnds} hosts ended"
            + $" ({tally.JournalCrashes} of them at a write of the journal), {tally.Writes} writes"));
        return ExitCode.Done;
    }

    private static void Tell(SimulationResult failed, TextWriter output)
    {
        output.WriteLine($"seed {failed.Options.Seed}: {failed.Violation!.Invariant}: {failed.Violation.Text}");
        output.WriteLine("the shortest run that shows it:");
        // Finding it may take minutes.
        output.Flush();
        var shortest = Shrinker.Shrink(failed);
        foreach (var text in shortest.Transcript) output.WriteLine("  " + text);
        output.WriteLine($"after {Durations.Text(shortest.Violation!.At)}: {shortest.Violation.Invariant}: {shortest.Violation.Text}");
        output.WriteLine($"to run it again: {shortest.Options.Command}");
    }

    private SimulationOptions Options(ParseResult line)
    {
        var (days, sessions) = (line.GetValue(_days), line.GetValue(_sessions));
        if (days is not (> 0 and <= 3650)) throw new CommandMistakeException($"--days {days}: expected above 0 to 3650");
        if (sessions is < 1 or > 10_000) throw new CommandMistakeException($"--sessions {sessions}: expected 1 to 10000");
        var kept = line.GetValue(_keep);
        var keep = kept is null ? null : IndexList.Read(kept)
            ?? throw new CommandMistakeException($"--keep '{kept}': expected numbers such as 3,17,40-44, or none");
        return new SimulationOptions(line.GetValue(_seed), days, sessions, keep);
    }
}
