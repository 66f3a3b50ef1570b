using System.Globalization;
using ActorSweeper.Host.CommandLine;
using ActorSweeper.Simulation.Scenarios;

namespace ActorSweeper.Host.Replay;

/// <summary>Runs scenario files and compares each with the transcript that it expects.</summary>
internal static class ScenarioReplay
{
    private const string Pattern = "*.scenario";

    /// <summary>Runs them.</summary>
    /// <param name="paths">Files and directories, relative to the working directory.</param>
    /// <param name="rewrite">Whether what happened is written into the files.</param>
    /// <param name="surroundings">The outside.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="CommandMistakeException">A directory has no scenario.</exception>
    public static int Run(IReadOnlyList<string> paths, bool rewrite, Surroundings surroundings)
    {
        var tally = new Tally();
        foreach (var path in paths.SelectMany(path => FilesOf(path, surroundings.Directory)).ToList())
        {
            try
            {
                Run(path, rewrite, surroundings, tally);
            }
            catch (Exception error) when (error is ScenarioException or IOException or UnauthorizedAccessException)
            {
                tally.Unreadable++;
                surroundings.Error.WriteLine(error is ScenarioException ? error.Message : $"actorsweeper: {path}: {error.Message}");
            }
        }

        surroundings.Output.WriteLine(tally);
        return tally.ExitCode;
    }

    private static void Run(string path, bool rewrite, Surroundings surroundings, Tally tally)
    {
        var file = Path.GetFullPath(path, surroundings.Directory);
        var text = File.ReadAllText(file);
        var scenario = ScenarioFile.Parse(text, path);
        var happened = ScenarioRun.Run(scenario, ScenarioSettings.Read);
        var difference = TranscriptDifference.Of(scenario, happened);
        var name = Path.GetFileNameWithoutExtension(path);
        if (difference.Count == 0)
        {
            tally.Same++;
            surroundings.Output.WriteLine($"ok        {name}");
        }
        else if (rewrite)
        {
            tally.Rewritten++;
            File.WriteAllText(file, ScenarioFile.Rewrite(text, happened));
            surroundings.Output.WriteLine($"rewritten {name}");
        }
        else
        {
            tally.Different++;
            surroundings.Output.WriteLine($"differs   {name}: {scenario.Title}");
            foreach (var line in difference) surroundings.Output.WriteLine("  " + line);
        }
    }

    private static List<string> FilesOf(string path, string directory)
    {
        var full = Path.GetFullPath(path, directory);
        if (!Directory.Exists(full)) return [path];
        var files = Directory.EnumerateFiles(full, Pattern)
            .Select(file => Path.Combine(path, Path.GetFileName(file))).Order(StringComparer.Ordinal).ToList();
        return files.Count > 0 ? files : throw new CommandMistakeException($"there is no {Pattern} file in {path}");
    }

    private sealed class Tally
    {
        public int Same { get; set; }

        public int Different { get; set; }

        public int Rewritten { get; set; }

        public int Unreadable { get; set; }

        public int ExitCode => this switch
        {
            { Unreadable: > 0 } => CommandLine.ExitCode.Usage,
            { Different: > 0 } => CommandLine.ExitCode.Failures,
            _ => CommandLine.ExitCode.Done,
        };

        public override string ToString()
        {
            var all = Same + Different + Rewritten + Unreadable;
            var parts = new[] { (Same, "as expected"), (Different, "different"), (Rewritten, "rewritten"), (Unreadable, "unreadable") }
                .Where(part => part.Item1 > 0)
                .Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Item1} {part.Item2}"));
            var what = all == 1 ? "scenario" : "scenarios";
            return string.Create(CultureInfo.InvariantCulture, $"{all} {what}: {string.Join(", ", parts)}");
        }
    }
}
