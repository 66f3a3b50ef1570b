using System.Text.RegularExpressions;

namespace ActorSweeper.Tidy.Tests;

public sealed partial class BanTests
{
    /// <summary>The one place of each thing that is banned everywhere else.</summary>
    private static readonly string[] OnePlaces = [];

    [Fact]
    public void The_bans_are_lifted_only_in_their_one_place() => SourceTree.Files
        .Where(file => file.Lines.Any(line => line.Contains("RS0030", StringComparison.Ordinal))
            && !file.Path.Contains("Tidy.Tests", StringComparison.Ordinal))
        .Select(file => file.Path)
        .Except(OnePlaces, StringComparer.Ordinal)
        .ShouldBeEmpty();

    [Fact]
    public void The_systems_clock_is_taken_only_where_a_program_begins_or_a_file_systems_clock_is_meant() => SourceTree.Files
        .Where(file => file.Path.StartsWith("src/", StringComparison.Ordinal) && !Beginning().IsMatch(file.Path))
        .SelectMany(file => file.Lines.Select(line => (file.Path, line)))
        .Where(found => found.line.Contains("TimeProvider.System", StringComparison.Ordinal))
        .Select(found => $"{found.Path}: {found.line.Trim()}")
        .ShouldBeEmpty();

    [Fact]
    public void Nothing_is_left_undone() => SourceTree.Files
        .Where(file => !file.Path.Contains("Tidy.Tests", StringComparison.Ordinal))
        .SelectMany(file => file.Lines.Select(line => (file.Path, line)))
        .Where(found => Undone().IsMatch(found.line))
        .Select(found => $"{found.Path}: {found.line.Trim()}")
        .ShouldBeEmpty();

    [Fact]
    public void No_exception_is_swallowed_without_a_word()
    {
        var silent =
            from file in SourceTree.Files
            where !file.IsTest
            from index in Enumerable.Range(0, Math.Max(0, file.Lines.Count - 2))
            where file.Lines[index].TrimStart().StartsWith("catch", StringComparison.Ordinal)
                && file.Lines[index + 1].Trim() == "{" && file.Lines[index + 2].Trim() == "}"
            select $"{file.Path}:{index + 1}";
        silent.ShouldBeEmpty();
    }

    [GeneratedRegex(
        @"ActorSweeper\.Host/Program\.cs|ActorSweeper\.(Actors|Hocon)/|ActorSweeper\.Supervision/Runtime/|Sqlite/FileStat\.cs",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Beginning();

    [GeneratedRegex("TODO|FIXME|HACK|NotImplementedException", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Undone();
}
