using ActorSweeper.Simulation.Scenarios.Commands;

namespace ActorSweeper.Simulation.Scenarios;

/// <summary>Reads scenario files, and writes their transcripts anew. The language is documented in tests/scenarios/README.md.</summary>
public static class ScenarioFile
{
    private const string Rule = "----";

    /// <summary>Reads a scenario.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="path">The file, as errors name it.</param>
    /// <exception cref="ScenarioException">Something in it cannot be read: it names all lines that are wrong.</exception>
    public static Scenario Parse(string text, string path)
    {
        var lines = Lines(text);
        return new ScenarioReading(lines, RuleOf(lines), path).Read();
    }

    /// <summary>The file's text with another transcript.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="transcript">The lines of the transcript.</param>
    public static string Rewrite(string text, IReadOnlyList<string> transcript)
    {
        var lines = Lines(text);
        var kept = lines.Take(RuleOf(lines) ?? lines.Count).ToList();
        while (kept.Count > 0 && kept[^1].Length == 0) kept.RemoveAt(kept.Count - 1);
        return string.Join('\n', kept.Append("").Append(Rule).Concat(transcript)) + "\n";
    }

    /// <summary>All forms of commands, as the documentation spells them.</summary>
    internal static IEnumerable<string> Forms => ScenarioReading.OwnForms.Concat(CommandForms.All.Select(form => form.Pattern.Text));

    private static List<string> Lines(string text) => [.. text.Split('\n').Select(line => line.TrimEnd())];

    private static int? RuleOf(List<string> lines)
    {
        var rule = lines.FindIndex(line => line.Length >= Rule.Length && line.All(character => character == '-'));
        return rule < 0 ? null : rule;
    }
}
