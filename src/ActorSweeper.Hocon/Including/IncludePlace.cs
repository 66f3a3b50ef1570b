namespace ActorSweeper.Hocon.Including;

/// <summary>Where a document is grafted into another one.</summary>
/// <param name="Prefix">The keys that lead to the object with the include; substitutions are tried below it first.</param>
/// <param name="Chain">The full paths of the files that include each other down to here.</param>
/// <param name="InsideArray">No path leads into an array, so substitutions could not be found there.</param>
internal sealed record IncludePlace(IReadOnlyList<string> Prefix, IReadOnlyList<string> Chain, bool InsideArray)
{
    public static readonly IncludePlace Root = new([], [], InsideArray: false);
}

internal enum IncludeKind
{
    /// <summary><c>include "name"</c>: relative to the including file, all known extensions if it has none.</summary>
    Heuristic,

    /// <summary><c>include file("name")</c>: relative to the working directory.</summary>
    File,
}

internal sealed record IncludeStatement(IncludeKind Kind, string Name, bool Required, HoconOrigin Origin);
