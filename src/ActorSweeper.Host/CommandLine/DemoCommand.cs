using System.CommandLine;
using System.Reflection;
using ActorSweeper.Core.Containers;
using ActorSweeper.Host.Configuration;
using ActorSweeper.Host.Demo;
using ActorSweeper.Host.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorSweeper.Host.CommandLine;

/// <summary><c>demo</c>: the real host on a workspace of its own, with real processes that behave as agents do.</summary>
internal static class DemoCommand
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan UserPause = TimeSpan.FromSeconds(14);

    /// <summary>Creates the command.</summary>
    public static Command Create(Surroundings surroundings)
    {
        var command = new DocumentedCommand(
            "demo",
            "Shows in 45 s what ActorSweeper does, without Docker, configuration or root: it creates a workspace in a temporary folder"
                + " and supervises real processes there. One is healthy, one crashes, one hangs, one goes silent, one runs a long tool and"
                + " must be spared, one has a recurring task. Without a terminal it prints one line for each decision.",
            "actorsweeper demo",
            "actorsweeper demo > decisions.txt");
        command.SetAction((_, cancellation) => RunAsync(surroundings, cancellation));
        return command;
    }

    /// <summary>Creates the command that the demo's processes run; nobody types it.</summary>
    public static Command CreateAgent(Surroundings surroundings)
    {
        var behaviour = new Argument<string>("BEHAVIOUR");
        var folder = new Argument<string>("FOLDER");
        var command = new Command("demo-agent", "An agent of the demo.") { behaviour, folder };
        command.Hidden = true;
        command.SetAction(line =>
            new DemoAgent(line.GetRequiredValue(behaviour), line.GetRequiredValue(folder), surroundings.Time).RunAsync());
        return command;
    }

    private static async Task<int> RunAsync(Surroundings surroundings, CancellationToken interrupted)
    {
        using var workspace = new DemoWorkspace(surroundings.Time);
        var settings = RunCommand.Service(Settings(workspace.Root, surroundings));
        var board = new DemoScoreboard();
        var screen = new DemoScreen(board, surroundings.Output, surroundings.Time);
        await using (var host = SweeperHost.Start(settings, surroundings.Time, NullLoggerFactory.Instance, board))
        {
            using var end = new CancellationTokenSource(Duration, surroundings.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, interrupted);
            var user = PostAsync(workspace, surroundings.Time, either.Token);
            await screen.ShowAsync(Duration, either.Token);
            await user;
            await host.Sweeper.DrainAsync(settings.Shutdown.Drain);
            await EndAgentsAsync(host.Ports.Runtime);
        }

        screen.Summarise();
        return interrupted.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Done;
    }

    /// <summary>The user of the healthy agent, who has something new to ask now and then.</summary>
    private static async Task PostAsync(DemoWorkspace workspace, TimeProvider time, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            await Task.Delay(UserPause, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!cancellation.IsCancellationRequested) workspace.Post(DemoBehaviour.Healthy);
        }
    }

    private static async Task EndAgentsAsync(IContainerRuntime runtime)
    {
        foreach (var agent in await runtime.ListAsync(CancellationToken.None))
            await runtime.StopAsync(agent, null, StopRung.Kill, TimeSpan.Zero, "the demo ends", CancellationToken.None);
    }

    private static HostSettings Settings(string root, Surroundings surroundings)
    {
        var file = Path.Combine(root, "demo.conf");
        using (var text = Assembly.GetExecutingAssembly().GetManifestResourceStream("demo.conf")
            ?? throw new InvalidOperationException("demo.conf is not part of the executable"))
        using (var target = File.Create(file))
        {
            text.CopyTo(target);
        }

        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["DEMO_ROOT"] = root };
        var command = string.Join(", ", ThisProgram().Select(word => System.Text.Json.JsonSerializer.Serialize(word)));
        var agent = $"actorsweeper.containers.process.command=[{command}, demo-agent, \"{{group}}\", \"{{sessionDir}}\"]";
        return ConfigurationFile.Read(new ConfigurationSources(file, [agent], environment, surroundings.Directory)).RequireSettings();
    }

    /// <summary>How this program is started again: by its own executable, or by <c>dotnet</c> and its assembly.</summary>
    private static string[] ThisProgram() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? [Environment.ProcessPath!, Assembly.GetExecutingAssembly().Location]
            : [Environment.ProcessPath!];
}
