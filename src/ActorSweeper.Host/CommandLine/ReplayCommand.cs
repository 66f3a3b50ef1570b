using System.CommandLine;
using ActorSweeper.Host.Replay;

namespace ActorSweeper.Host.CommandLine;

/// <summary><c>replay</c>: plays supervision in virtual time.</summary>
internal static class ReplayCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(Surroundings surroundings)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Scenario files; a directory stands for all *.scenario files in it.",
            Arity = ArgumentArity.OneOrMore,
        };
        var rewrite = new Option<bool>("--rewrite") { Description = "Write what happened into the files as what is expected." };
        var command = new DocumentedCommand(
            "replay",
            "Plays scenarios in virtual time: the real supervision with files, containers and journal in memory. Each file says what"
                + " happens in its world and, below a rule, what the journal is expected to say; the language is documented in"
                + " tests/scenarios/README.md. Exit codes: 0 all as expected, 1 some differ, 2 wrong usage, or a scenario that cannot be"
                + " read.",
            "actorsweeper replay tests/scenarios",
            "actorsweeper replay --rewrite my.scenario")
        {
            files, rewrite,
        };
        command.SetAction(line => ScenarioReplay.Run(line.GetRequiredValue(files), line.GetValue(rewrite), surroundings));
        return command;
    }
}
