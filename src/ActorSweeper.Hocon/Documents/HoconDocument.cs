using ActorSweeper.Hocon.Including;
using ActorSweeper.Hocon.Resolution;
using ActorSweeper.Hocon.Syntax;
using ActorSweeper.Hocon.Tree;

namespace ActorSweeper.Hocon;

/// <summary>A parsed document, or several in layers, whose substitutions are not resolved yet. Immutable.</summary>
public sealed class HoconDocument
{
    private readonly ObjectNode _root;

    private HoconDocument(ObjectNode root, IReadOnlyList<string> files)
    {
        _root = root;
        Files = files;
    }

    /// <summary>A document without fields.</summary>
    public static HoconDocument Empty { get; } = new(new ObjectNode(new HoconOrigin(HoconOriginKind.Text, "empty", 0, 0)), []);

    /// <summary>
    /// Full paths of all files the document depends on: those it was read from and those an include looked for and did not find. A change
    /// to any of them may change the document.
    /// </summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>
    /// Reads a file with its includes. A name ending in <c>.json</c> is read as strict JSON, one in <c>.properties</c> as Java properties,
    /// any other as HOCON.
    /// </summary>
    /// <param name="path">The file; relative names are relative to the working directory of the options.</param>
    /// <param name="options">Where includes are looked for; null for <see cref="HoconOptions.Default"/>.</param>
    /// <returns>The unresolved document.</returns>
    /// <exception cref="HoconException">The file is missing or unreadable, or it or an included file is malformed.</exception>
    public static HoconDocument ParseFile(string path, HoconOptions? options = null)
    {
        var loader = new IncludeLoader((options ?? HoconOptions.Default).Directory);
        var full = Path.GetFullPath(path, loader.WorkingDirectory);
        var root = loader.Load(full, IncludePlace.Root) ?? throw new HoconException(
            HoconErrorKind.Io, "the file does not exist", new HoconOrigin(HoconOriginKind.File, full, 0, 0));
        return new HoconDocument(root, loader.Files);
    }

    /// <summary>Reads a file if it exists, otherwise gives an empty document that depends on it.</summary>
    /// <param name="path">The file; relative names are relative to the working directory of the options.</param>
    /// <param name="options">Where includes are looked for; null for <see cref="HoconOptions.Default"/>.</param>
    /// <returns>The unresolved document.</returns>
    /// <exception cref="HoconException">The file is unreadable, or it or an included file is malformed.</exception>
    public static HoconDocument ParseFileIfExists(string path, HoconOptions? options = null)
    {
        var loader = new IncludeLoader((options ?? HoconOptions.Default).Directory);
        var root = loader.Load(Path.GetFullPath(path, loader.WorkingDirectory), IncludePlace.Root);
        return new HoconDocument(root ?? Empty._root, loader.Files);
    }

    /// <summary>Reads HOCON from a text, for example an embedded resource or the argument of <c>--set</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="originName">What origins and errors call the text, for example <c>reference.conf</c> or <c>--set</c>.</param>
    /// <param name="options">Where includes are looked for; null for <see cref="HoconOptions.Default"/>.</param>
    /// <returns>The unresolved document.</returns>
    /// <exception cref="HoconException">The text or an included file is malformed.</exception>
    public static HoconDocument ParseText(string text, string originName, HoconOptions? options = null)
    {
        var loader = new IncludeLoader((options ?? HoconOptions.Default).Directory);
        var parser = new Parser(SourceText.FromText(originName, text), IncludePlace.Root, loader, loader.WorkingDirectory, strict: false);
        return new HoconDocument(parser.ParseDocument(), loader.Files);
    }

    /// <summary>
    /// Puts this document over an older one: fields of this one win, objects merge, and substitutions of either see the result.
    /// </summary>
    /// <param name="older">The document with the defaults.</param>
    /// <returns>A new document; neither of the two changes.</returns>
    public HoconDocument WithFallback(HoconDocument older)
    {
        var root = (ObjectNode)TreeMerge.Over(_root, older._root, inPlace: false);
        return new HoconDocument(root, [.. Files.Union(older.Files)]);
    }

    /// <summary>Replaces all substitutions.</summary>
    /// <param name="options">The environment; null for <see cref="HoconOptions.Default"/>.</param>
    /// <returns>The resolved configuration.</returns>
    /// <exception cref="HoconException">
    /// A required substitution is undefined or part of a cycle, pieces of a concatenation do not fit together, or a bound of
    /// <see cref="HoconLimits"/> is exceeded.
    /// </exception>
    public HoconObject Resolve(HoconOptions? options = null) =>
        new Resolver(_root, (options ?? HoconOptions.Default).Environment).Resolve();
}
