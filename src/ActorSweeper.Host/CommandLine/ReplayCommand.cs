using System.CommandLine;
using ActorSweeper.Host.Replay;

namespace ActorSweeper.Host.CommandLine;

/// <summary><c>replay</c>: plays supervision in virtual time: scenarios, or the journal of a host.</summary>
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
                + " listed. Exit codes: 0 all as expected or recorded, or compared under other settings; 1 some differ; 2 wrong usage, or"
                + " a scenario that cannot be read; 3 the journal cannot be read.",
            "actorsweeper replay tests/scenarios",
            "actorsweeper replay --rewrite my.scenario",
            "actorsweeper replay --journal state.db",
            "actorsweeper replay --journal state.db --config new.conf --from -7d --diff",
            "actorsweeper replay --journal state.db --config nanoclaw.conf --set supervision.claim-tolerance=5m")
        {
            files, rewrite,
        };
        var journal = new JournalReplay(command);
        command.SetAction(async (line, cancellation) =>
        {
            var paths = line.GetValue(files) ?? [];
            if (journal.IsMeant(line))
            {
                if (paths.Length > 0) throw new CommandMistakeException("either scenario files or --journal, not both");
                if (line.GetValue(rewrite)) throw new CommandMistakeException("--rewrite goes with scenario files");
                return await journal.RunAsync(line, surroundings, cancellation);
            }

            if (journal.Misplaced(line) is { } option) throw new CommandMistakeException($"{option} goes with --journal");
            if (paths.Length == 0) throw new CommandMistakeException("missing FILE; or name a journal with --journal");
            return ScenarioReplay.Run(paths, line.GetValue(rewrite), surroundings);
        });
        return command;
    }
}
