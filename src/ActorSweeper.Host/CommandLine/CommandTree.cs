using System.CommandLine;
using System.CommandLine.Help;
using System.Reflection;

namespace ActorSweeper.Host.CommandLine;

/// <summary>All commands.</summary>
internal static class CommandTree
{
    private static readonly string[] Examples =
    [
        "actorsweeper demo",
        "actorsweeper config check --config nanoclaw.conf",
        "actorsweeper sweep --once --dry-run --config nanoclaw.conf",
        "actorsweeper run --config nanoclaw.conf",
    ];

    /// <summary>The root command with everything below it.</summary>
    public static RootCommand Create(Surroundings surroundings)
    {
        var root = new RootCommand(
            "Supervises AI-agent sessions in containers: stops the stuck, retries the lost, wakes the due, prunes the old.")
        {
            RunCommand.Create(surroundings),
            SweepCommand.Create(surroundings),
            StatusCommand.Create(surroundings),
            ExplainCommand.Create(surroundings),
            RetryCommand.Create(surroundings),
            ReleaseCommand.Create(surroundings),
            ReplayCommand.Create(surroundings),
            PruneCommand.Create(surroundings),
            DemoCommand.Create(surroundings),
            DemoCommand.CreateAgent(surroundings),
            CronCommand.Create(surroundings),
            ConfigCommand.Create(surroundings),
        };
        foreach (var option in root.Options)
        {
            if (option is HelpOption { Action: HelpAction usual } help) help.Action = new HelpWithExamples(usual, Examples);
            if (option is VersionOption version) version.Action = new VersionAction();
        }

        return root;
    }

    /// <summary>The version of this executable, without the mark of the build.</summary>
    public static string Version { get; } = typeof(CommandTree).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    private sealed class VersionAction : System.CommandLine.Invocation.SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine($"actorsweeper {Version}");
            return ExitCode.Done;
        }
    }
}
