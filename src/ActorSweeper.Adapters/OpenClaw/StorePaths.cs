using System.IO.Enumeration;

namespace ActorSweeper.Adapters.OpenClaw;

/// <summary>Finds the stores.</summary>
internal static class StorePaths
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    /// <summary>The paths that match a pattern and exist, in order of their names.</summary>
    /// <param name="pattern">Absolute; <c>*</c> and <c>?</c> stand for parts of one name.</param>
    /// <exception cref="IOException">A directory cannot be listed.</exception>
    /// <exception cref="UnauthorizedAccessException">A directory may not be listed.</exception>
    public static IReadOnlyList<string> Matching(string pattern)
    {
        IEnumerable<string> found = ["/"];
        foreach (var step in pattern.Split('/', StringSplitOptions.RemoveEmptyEntries))
            found = found.SelectMany(folder => Below(folder, step)).ToList();
        return [.. found];
    }

    /// <summary>
    /// Where an agent of OpenClaw 2026.8 and later keeps its sessions, seen from the path (or pattern) of its old store. Such a database
    /// is guarded and changes every few weeks: it is never written from outside.
    /// </summary>
    public static string DatabaseOf(string store) =>
        Path.Join(Path.GetDirectoryName(Path.GetDirectoryName(store)), "agent", "openclaw-agent.sqlite");

    private static IEnumerable<string> Below(string folder, string step)
    {
        if (step.AsSpan().IndexOfAny('*', '?') < 0)
        {
            var path = Path.Join(folder, step);
            return Path.Exists(path) ? [path] : [];
        }

        if (!Directory.Exists(folder)) return [];
        var paths = new FileSystemEnumerable<string>(folder, static (ref entry) => entry.ToFullPath(), Everything)
        {
            ShouldIncludePredicate = (ref entry) => FileSystemName.MatchesSimpleExpression(step, entry.FileName, ignoreCase: false),
        };
        return paths.Order(StringComparer.Ordinal);
    }
}
