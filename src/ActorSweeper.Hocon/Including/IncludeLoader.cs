using ActorSweeper.Hocon.Syntax;
using ActorSweeper.Hocon.Tree;

namespace ActorSweeper.Hocon.Including;

/// <summary>Finds, reads and parses the files of one document (HOCON, "Include semantics: locating resources").</summary>
internal sealed class IncludeLoader(string workingDirectory)
{
    /// <summary>The oldest first: of the files that share a name, <c>.conf</c> wins.</summary>
    private static readonly string[] Extensions = [".properties", ".json", ".hocon", ".conf"];

    private readonly List<string> _files = [];
    private int _loads;

    public string WorkingDirectory { get; } = workingDirectory;

    public IReadOnlyList<string> Files => _files;

    /// <summary>Parses a file; null when it does not exist.</summary>
    public ObjectNode? Load(string fullPath, IncludePlace place)
    {
        if (!_files.Contains(fullPath, StringComparer.Ordinal)) _files.Add(fullPath);
        if (SourceText.FromFile(fullPath) is not { } source) return null;
        if (fullPath.EndsWith(".properties", StringComparison.OrdinalIgnoreCase)) return JavaProperties.Parse(source);
        var strict = fullPath.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
        var inner = place with { Chain = [.. place.Chain, fullPath] };
        return new Parser(source, inner, this, Path.GetDirectoryName(fullPath)!, strict).ParseDocument();
    }

    /// <summary>Parses what an include names; an empty object when it is missing and not required.</summary>
    public ObjectNode Include(IncludeStatement statement, IncludePlace place, string directory)
    {
        if (statement.Name.Length == 0 || statement.Name.Contains('\0'))
            throw new HoconException(HoconErrorKind.Io, "the include has no usable file name", statement.Origin);
        var full = Path.GetFullPath(statement.Name, statement.Kind == IncludeKind.File ? WorkingDirectory : directory);
        var known = Extensions.Any(extension => full.EndsWith(extension, StringComparison.OrdinalIgnoreCase));
        var candidates = known ? [full] : Extensions.Select(extension => full + extension);
        ObjectNode? merged = null;
        foreach (var candidate in candidates)
        {
            Check(candidate, statement, place);
            if (Load(candidate, place) is not { } newer) continue;
            merged = merged is null ? newer : (ObjectNode)TreeMerge.Over(newer, merged, inPlace: true);
        }

        if (merged is not null) return merged;
        if (!statement.Required) return new ObjectNode(statement.Origin);
        throw new HoconException(HoconErrorKind.Io, $"the required include \"{statement.Name}\" does not exist", statement.Origin);
    }

    private void Check(string candidate, IncludeStatement statement, IncludePlace place)
    {
        if (place.Chain.Contains(candidate, StringComparer.Ordinal))
            throw new HoconException(
                HoconErrorKind.Syntax,
                $"the include of \"{statement.Name}\" leads back to a file that is being read: {string.Join(" -> ", place.Chain)}",
                statement.Origin,
                "remove one of the includes");
        if (++_loads > HoconLimits.MaxIncludes * Extensions.Length || place.Chain.Count > HoconLimits.MaxIncludeDepth)
            throw new HoconException(
                HoconErrorKind.Limit,
                $"more than {HoconLimits.MaxIncludes} includes, or {HoconLimits.MaxIncludeDepth} inside one another",
                statement.Origin);
    }
}
