using System.CommandLine;
using ActorSweeper.Core.Retention;
using ActorSweeper.Host.Configuration.Janitors;
using ActorSweeper.Host.Reports;
using ActorSweeper.Host.Wiring;
using ActorSweeper.Supervision.Janitors;

namespace ActorSweeper.Host.CommandLine;

/// <summary><c>prune</c>: the janitors, by hand.</summary>
internal static class PruneCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(Surroundings surroundings)
    {
        var names = new Argument<string[]>("JANITOR")
        {
            Description = $"Only these: {string.Join(", ", JanitorsSettings.Names)}. Without any, all that are enabled.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Change nothing; report what would go, why, and how many bytes." };
        var json = new Option<bool>("--json") { Description = "Print exactly one JSON object on standard output." };
        var yes = new Option<bool>("--yes", "-y") { Description = "Carry the plan out even where it is beyond janitors.caps." };
        var restore = new Option<string[]>("--restore")
        {
            Description = "Bring back from the trash what was at this path, or below it; may be given several times. Replaces nothing.",
            HelpName = "PATH",
            DefaultValueFactory = _ => [],
        };
        var command = new DocumentedCommand(
            "prune",
            "Removes what has expired: plans, checks each thing again just before it goes, and sums up. A plan beyond janitors.caps is"
                + " held for --yes. Interrupted, it finishes the thing in hand and begins no other. Each run is on record in the journal."
                + " Exit codes: 0 done, 1 with failures or held, 2 wrong usage or configuration, 3 the journal cannot be written: nothing"
                + " was removed.",
            "actorsweeper prune --dry-run --config nanoclaw.conf",
            "actorsweeper prune artifacts --json --config nanoclaw.conf | jq '.janitors[].bytes'",
            "actorsweeper prune --restore /opt/nanoclaw/data/sessions/main/.claude/todos --config nanoclaw.conf")
        {
            names, dryRun, json, yes, restore,
        };
        var configuration = new ConfigurationOptions(command);
        command.SetAction(async (line, cancellation) =>
        {
            var settings = configuration.Settings(line, surroundings);
            using var wiring = new JanitorWiring(settings.Janitors, surroundings.Time);
            var ports = Chosen(wiring.Ports, line.GetValue(names) ?? []);
            var prune = new PruneRun(settings.DataDirectory, surroundings, writesText: !line.GetValue(json), cancellation);
            if (line.GetRequiredValue(restore) is { Length: > 0 } paths) return await prune.RestoreAsync(ports, paths);
            var runs = await prune.RunAsync([.. ports.Select(port => port with { Order = OrderOf(port, line) })]);
            if (line.GetValue(json)) PruneJson.Write(runs, surroundings.Output);
            return runs.Any(run => run.Summary.Errors > 0 || run.Held is not null || run.IsCut) ? ExitCode.Failures : ExitCode.Done;

            JanitorOrder OrderOf(JanitorPort port, ParseResult of) => new(
                port.Order.IsDry || of.GetValue(dryRun), of.GetValue(yes) ? null : port.Order.Caps);
        });
        return command;
    }

    private static IReadOnlyList<JanitorPort> Chosen(IReadOnlyList<JanitorPort> enabled, string[] names)
    {
        if (names.FirstOrDefault(name => !JanitorsSettings.Names.Contains(name)) is { } unknown)
            throw new CommandMistakeException($"there is no janitor {unknown}; there are {string.Join(", ", JanitorsSettings.Names)}");
        if (names.FirstOrDefault(name => enabled.All(port => port.Janitor.Name != name)) is { } off)
            throw new CommandMistakeException($"the janitor {off} is not enabled; set actorsweeper.janitors.{off}.enabled = on");
        if (enabled.Count == 0)
            throw new CommandMistakeException("no janitor is enabled; set actorsweeper.janitors.NAME.enabled = on for the ones to run");
        return names.Length == 0 ? enabled : [.. enabled.Where(port => names.Contains(port.Janitor.Name))];
    }
}
