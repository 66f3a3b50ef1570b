using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace ActorSweeper.Tidy.Tests;

/// <summary>The repository's own sources, as the tests of tidiness see them.</summary>
internal static partial class SourceTree
{
    public static string Root { get; } = FindRoot();

    /// <summary>Every C# file of <c>src</c> and <c>tests</c> that people wrote, by its path below the root.</summary>
    public static IReadOnlyList<SourceFile> Files { get; } = new[] { "src", "tests" }
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories))
        .Select(path => Path.GetRelativePath(Root, path))
        .Where(path => !Generated().IsMatch(path))
        .Order(StringComparer.Ordinal)
        .Select(path => new SourceFile(path, File.ReadAllLines(Path.Combine(Root, path))))
        .ToList();

    private static string FindRoot([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));

    [GeneratedRegex("/(bin|obj)/", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Generated();
}

/// <summary>One C# file.</summary>
/// <param name="Path">Below the root.</param>
/// <param name="Lines">Its lines.</param>
internal sealed record SourceFile(string Path, IReadOnlyList<string> Lines)
{
    public bool IsTest => Path.StartsWith("tests/", StringComparison.Ordinal);
}
