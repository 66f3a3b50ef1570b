using System.Globalization;

namespace ActorSweeper.Simulation.Scenarios;

/// <summary>Where a transcript differs from the one that a scenario expects.</summary>
public static class TranscriptDifference
{
    private const int Context = 3;
    private const int Shown = 8;

    /// <summary>The difference, for people: the lines before it, then what was expected and what happened, the first line marked.</summary>
    /// <param name="scenario">The scenario with what it expects.</param>
    /// <param name="happened">What happened.</param>
    /// <returns>Lines; none when both are the same.</returns>
    public static IReadOnlyList<string> Of(Scenario scenario, IReadOnlyList<string> happened)
    {
        if (scenario.Transcript is not { } expected) return ["there is no transcript yet; --rewrite writes it"];
        var same = 0;
        while (same < expected.Count && same < happened.Count && expected[same] == happened[same]) same++;
        if (same == expected.Count && same == happened.Count) return [];
        return
        [
            string.Create(CultureInfo.InvariantCulture, $"{scenario.Path}:{scenario.TranscriptLine + same}: the transcripts part here"),
            .. expected.Take(same).TakeLast(Context).Select(line => "      " + line),
            .. Marked("expected", expected, same),
            .. Marked("happened", happened, same),
        ];
    }

    private static IEnumerable<string> Marked(string whose, IReadOnlyList<string> lines, int from)
    {
        yield return from < lines.Count ? $"  {whose}:" : $"  {whose}: nothing more";
        foreach (var (line, index) in lines.Skip(from).Take(Shown).Select((line, index) => (line, index)))
            yield return (index == 0 ? "  >>> " : "      ") + line;
        if (lines.Count - from > Shown)
            yield return string.Create(CultureInfo.InvariantCulture, $"      ... and {lines.Count - from - Shown} more lines");
    }
}
