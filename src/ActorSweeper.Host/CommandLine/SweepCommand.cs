using System.CommandLine;
using ActorSweeper.Core.Judging;
using ActorSweeper.Host.Configuration;
using ActorSweeper.Host.Hosting;
using ActorSweeper.Host.Reports;
using ActorSweeper.Supervision;
using ActorSweeper.Supervision.Passes;

namespace ActorSweeper.Host.CommandLine;

/// <summary><c>sweep --once</c>: one complete pass.</summary>
internal static class SweepCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(Surroundings surroundings)
    {
        var once = new Option<bool>("--once") { Description = "One complete pass, then the end. (The long-running host is 'run'.)" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Change nothing; report what would be done." };
        var json = new Option<bool>("--json") { Description = "Print exactly one JSON object on standard output." };
        var command = new DocumentedCommand(
            "sweep",
            "Examines all sessions once: carries acks, stops the stuck, retries the lost, wakes the due. Containers are judged by their"
                + " own start. Exit codes: 0 done, 1 done with failures, 2 wrong usage or configuration, 3 the sessions or the runtime"
                + " cannot be reached.",
            "actorsweeper sweep --once --dry-run --config nanoclaw.conf",
            "actorsweeper sweep --once --json --config nanoclaw.conf | jq '.actions[] | {session, action, outcome}'")
        {
            once, dryRun, json,
        };
        var configuration = new ConfigurationOptions(command);
        command.SetAction(async (line, cancellation) =>
        {
            if (!line.GetValue(once))
                throw new CommandMistakeException("sweep makes one pass and needs --once; the long-running host is 'actorsweeper run'");
            var settings = OnePass(configuration.Settings(line, surroundings), line.GetValue(dryRun));
            using var loggers = Logging.ToStandardError(settings.LogLevel);
            await using var host = SweeperHost.Start(settings, surroundings.Time, loggers);
            var report = await host.Sweeper.PassAsync(cancellation);
            await host.Sweeper.DrainAsync(settings.Shutdown.Drain);
            if (line.GetValue(json)) PassJson.Write(report, surroundings.Output);
            else PassText.Write(report, surroundings.Output);
            return CodeOf(report);
        });
        return command;
    }

    private static HostSettings OnePass(HostSettings settings, bool dryRun) => settings with
    {
        Supervision = settings.Supervision with { SweepInterval = null, Mode = new RunMode(dryRun, Adopts: false) },
    };

    private static int CodeOf(PassReport report)
    {
        if (report.Errors.Any(error => error.Topic is "source" or "runtime")) return ExitCode.Unreachable;
        var failed = report.Actions.Any(action => action.Outcome.Result is Result.Failed or Result.Unknown);
        return failed || report.Errors.Count > 0 ? ExitCode.Failures : ExitCode.Done;
    }
}
