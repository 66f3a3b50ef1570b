using System.Text.RegularExpressions;

namespace ActorSweeper.Tidy.Tests;

public sealed partial class LengthTests
{
    private const int LongestFile = 400;
    private const int LongestTestFile = 500;
    private const int LongestMethod = 50;
    private const int LongestLine = 140;

    [Fact]
    public void The_sources_are_found() => SourceTree.Files.Count.ShouldBeGreaterThan(100);

    [Fact]
    public void No_file_holds_two_ideas() => SourceTree.Files
        .Where(file => file.Lines.Count > (file.IsTest ? LongestTestFile : LongestFile))
        .Select(file => $"{file.Path}: {file.Lines.Count} lines")
        .ShouldBeEmpty();

    [Fact]
    public void No_line_is_too_long() => SourceTree.Files
        .SelectMany(file => file.Lines.Select((line, index) => (file.Path, Number: index + 1, line.Length)))
        .Where(line => line.Length > LongestLine)
        .Select(line => $"{line.Path}:{line.Number}: {line.Length} columns")
        .ShouldBeEmpty();

    [Fact]
    public void No_method_is_too_long() => SourceTree.Files
        .Where(file => !file.IsTest)
        .SelectMany(Methods)
        .Where(method => method.Length > LongestMethod)
        .Select(method => $"{method.Path}:{method.Line}: {method.Length} lines")
        .ShouldBeEmpty();

    /// <summary>Members of types in file-scoped namespaces begin at one level of indentation and end with a brace at the same.</summary>
    private static IEnumerable<(string Path, int Line, int Length)> Methods(SourceFile file)
    {
        for (var line = 0; line + 1 < file.Lines.Count; line++)
        {
            if (file.Lines[line] != "    {" || line == 0 || !Signature().IsMatch(file.Lines[line - 1])) continue;
            var end = line;
            while (end < file.Lines.Count && file.Lines[end].TrimEnd(';', ')') != "    }") end++;
            yield return (file.Path, line, end - line - 1);
        }
    }

    [GeneratedRegex(@"\)( =>)?$|where \w+ :|\)\s*: (base|this)\(", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Signature();
}
