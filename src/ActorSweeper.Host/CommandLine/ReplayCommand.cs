using System.CommandLine;
using ActorSweeper.Host.Replay;

namespace ActorSweeper.Host.CommandLine;

/// <summary><c>replay</c>: plays supervision in virtual time: scenarios, the journal of a host, or a simulation.</summary>
internal static class ReplayCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(Surroundings surroundings)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Scenario files; a directory stands for all *.scenario files in it.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var rewrite = new Option<bool>("--rewrite")
        {
            Description = "With scenarios: write what happened into the files as what is expected.",
        };
        var command = new DocumentedCommand(
            "replay",
            "Plays supervision in virtual time: the real actors on a virtual clock. Scenarios: each file says what happens in its world"
                + " and, below a rule, what the journal is expected to say; the language is documented in tests/scenarios/README.md. A"
                + " journal: what a host recorded is played again, under its own settings or others, and what would have differed is"
                + " listed. A simulation: random agents, faults and host crashes from a seed, with every invariant checked at each step."
                + " Exit codes: 0 all as expected or recorded, or compared under other settings; 1 some differ, or an invariant does not"
                + " hold; 2 wrong usage, or a scenario that cannot be read; 3 the journal cannot be read.",
            "actorsweeper replay tests/scenarios",
            "actorsweeper replay --rewrite my.scenario",
            "actorsweeper replay --journal state.db",
            "actorsweeper replay --journal state.db --config new.conf --from -7d --diff",
            "actorsweeper replay --journal state.db --config nanoclaw.conf --set supervision.claim-tolerance=5m",
            "actorsweeper replay --simulate --seed 1 --seeds 2000 --days 7")
        {
            files, rewrite,
        };
        var journal = new JournalReplay(command);
        var simulation = new SimulatedReplay(command);
        command.SetAction(async (line, cancellation) =>
        {
            var paths = line.GetValue(files) ?? [];
            var (isJournal, isSimulation) = (journal.IsMeant(line), simulation.IsMeant(line));
            if ((isJournal ? 1 : 0) + (isSimulation ? 1 : 0) + (paths.Length > 0 ? 1 : 0) > 1)
                throw new CommandMistakeException("only one of scenario files, --journal and --simulate");
            if (!isJournal && journal.Misplaced(line) is { } one) throw new CommandMistakeException($"{one} goes with --journal");
            if (!isSimulation && simulation.Misplaced(line) is { } other)
                throw new CommandMistakeException($"{other} goes with --simulate");
            if (paths.Length == 0 && line.GetValue(rewrite)) throw new CommandMistakeException("--rewrite goes with scenario files");
            if (isJournal) return await journal.RunAsync(line, surroundings, cancellation);
            if (isSimulation) return simulation.Run(line, surroundings, cancellation);
            if (paths.Length == 0) throw new CommandMistakeException("missing FILE; or --journal FILE, or --simulate");
            return ScenarioReplay.Run(paths, line.GetValue(rewrite), surroundings);
        });
        return command;
    }
}
