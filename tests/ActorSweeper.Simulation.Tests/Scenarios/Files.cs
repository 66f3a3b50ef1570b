using ActorSweeper.Host.Replay;
using ActorSweeper.Simulation.Scenarios;

namespace ActorSweeper.Simulation.Tests.Scenarios;

/// <summary>The scenarios of this repository, and how tests run one.</summary>
internal static class Files
{
    public static string Directory { get; } = Path.Combine(AppContext.BaseDirectory, "scenarios");

    public static string Text(string name) => File.ReadAllText(Path.Combine(Directory, name));

    public static IEnumerable<string> Names => NamesIn("");

    public static IEnumerable<string> NamesIn(string folder) => System.IO.Directory
        .EnumerateFiles(Path.Combine(Directory, folder), "*.scenario")
        .Select(path => Path.GetRelativePath(Directory, path)).Order(StringComparer.Ordinal);

    /// <summary>Runs a scenario as the command does.</summary>
    public static IReadOnlyList<string> Run(Scenario scenario) => ScenarioRun.Run(scenario, ScenarioSettings.Read);

    /// <summary>Runs a scenario of which only what follows the settings is given.</summary>
    public static IReadOnlyList<string> Run(string commands) =>
        Run(ScenarioFile.Parse("A test.\n\nsettings {}\n" + commands, "test.scenario"));
}
