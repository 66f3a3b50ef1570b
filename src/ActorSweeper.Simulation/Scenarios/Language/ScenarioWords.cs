using System.Text;

namespace ActorSweeper.Simulation.Scenarios.Language;

/// <summary>A word of a command.</summary>
/// <param name="Text">The word, without quotes.</param>
/// <param name="Quoted">Whether it stood in quotes: then it is never one of the language's own words.</param>
internal readonly record struct ScenarioWord(string Text, bool Quoted)
{
    /// <summary>The word as it was written.</summary>
    public override string ToString() => Quoted ? $"\"{Text}\"" : Text;
}

/// <summary>Takes a line apart: words, texts in double quotes, and a comment after <c>#</c>.</summary>
internal static class ScenarioWords
{
    /// <summary>The words of a line; none for an empty line or a comment.</summary>
    /// <exception cref="ScenarioMistakeException">A quote is not closed, or an escape is not known.</exception>
    public static IReadOnlyList<ScenarioWord> Of(string line)
    {
        var words = new List<ScenarioWord>();
        var at = 0;
        while (true)
        {
            while (at < line.Length && char.IsWhiteSpace(line[at])) at++;
            if (at == line.Length || line[at] == '#') return words;
            words.Add(line[at] == '"' ? Quoted(line, ref at) : Plain(line, ref at));
        }
    }

    private static ScenarioWord Plain(string line, ref int at)
    {
        var begin = at;
        while (at < line.Length && !char.IsWhiteSpace(line[at])) at++;
        return new ScenarioWord(line[begin..at], false);
    }

    private static ScenarioWord Quoted(string line, ref int at)
    {
        var text = new StringBuilder();
        for (at++; at < line.Length && line[at] != '"'; at++)
            text.Append(line[at] == '\\' ? Escaped(line, ++at) : line[at]);
        if (at == line.Length) throw new ScenarioMistakeException($"the text \"{text} has no closing quote");
        at++;
        return new ScenarioWord(text.ToString(), true);
    }

    private static char Escaped(string line, int at) => at >= line.Length
        ? throw new ScenarioMistakeException("the text ends in the middle of an escape; \\\" and \\\\ and \\n are known")
        : line[at] switch
        {
            '"' or '\\' => line[at],
            'n' => '\n',
            var unknown => throw new ScenarioMistakeException($"escape \\{unknown} is not known; \\\" and \\\\ and \\n are"),
        };
}
