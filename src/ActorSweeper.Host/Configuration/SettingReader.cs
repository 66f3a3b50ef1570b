using ActorSweeper.Core.Spelling;
using ActorSweeper.Hocon;

namespace ActorSweeper.Host.Configuration;

/// <summary>
/// Reads the keys of one section. What is wrong is noted and reading goes on with a value of no meaning, so that one run finds
/// all errors; the values count only when there were none.
/// </summary>
internal sealed class SettingReader
{
    private readonly SettingLog _log;
    private readonly HoconObject? _tree;
    private readonly SettingReader? _otherwise;
    private readonly bool _isFixed;
    private readonly SortedSet<string> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SettingReader> _sections = new(StringComparer.Ordinal);

    private SettingReader(SettingLog log, string path, HoconObject? tree, SettingReader? otherwise, bool isFixed)
    {
        (_log, Path, _tree, _otherwise, _isFixed) = (log, path, tree, otherwise, isFixed);
        log.Learn(this);
    }

    /// <summary>The full key of the section.</summary>
    public string Path { get; }

    /// <summary>Reads a whole configuration.</summary>
    /// <param name="tree">Its root.</param>
    /// <param name="log">Gets what comes to light.</param>
    public static SettingReader OfRoot(HoconObject tree, SettingLog log) => new(log, "", tree, null, isFixed: true);

    /// <summary>The full key of a key of this section.</summary>
    public string PathOf(string key) => Path.Length == 0 ? SettingText.Key(key) : $"{Path}.{SettingText.Key(key)}";

    /// <summary>A section of this one.</summary>
    public SettingReader Section(string key)
    {
        if (_sections.TryGetValue(key, out var known)) return known;
        var node = Own(key);
        if (node is not null and not HoconObject) Note(key, "expected a section, { ... }");
        return _sections[key] = new SettingReader(_log, PathOf(key), node as HoconObject, _otherwise?.Section(key), _isFixed);
    }

    /// <summary>The sections under the names that the user chose; keys that one of them lacks are read from another section.</summary>
    public IEnumerable<(string Name, SettingReader Section)> Named(string key, SettingReader otherwise)
    {
        foreach (var (name, node) in Members(key, "expected a section, { ... }"))
        {
            var path = $"{PathOf(key)}.{SettingText.Key(name)}";
            if (node is HoconObject tree) yield return (name, new SettingReader(_log, path, tree, otherwise, isFixed: false));
            else if (node is not HoconNull) Note(path, name, node, "expected a section, { ... }");
        }
    }

    /// <summary>The sections in a list.</summary>
    public IReadOnlyList<SettingReader> Items(string key, string expected)
    {
        var items = new List<SettingReader>();
        if (Find(key) is not var (path, node)) return items;
        if (node is not HoconArray row)
        {
            Note(path, key, node, expected);
            return items;
        }

        foreach (var item in row)
        {
            var place = $"{path}[{items.Count}]";
            if (item is not HoconObject) Note(place, key, item, expected);
            items.Add(new SettingReader(_log, place, item as HoconObject, null, isFixed: false));
        }

        return items;
    }

    /// <summary>The members of an open map.</summary>
    public IEnumerable<KeyValuePair<string, HoconValue>> Members(string key, string expected)
    {
        if (Find(key) is not var (path, node)) return [];
        if (node is HoconObject tree) return tree;
        Note(path, key, node, expected);
        return [];
    }

    /// <summary>Where a key is in force, and what it holds there; null when it is nowhere.</summary>
    public (string Path, HoconValue Node)? Find(string key) =>
        Own(key) is { } node ? (PathOf(key), node) : _otherwise?.Find(key);

    /// <summary>Whether the section itself has the key.</summary>
    public bool Has(string key) => Own(key) is not null;

    /// <summary>Whether nothing is wrong with a key so far.</summary>
    public bool IsSound(string key) => _log.IsSound(Find(key)?.Path ?? PathOf(key));

    /// <summary>Notes what has come of a value whose placeholders have been replaced.</summary>
    public void Expand(string key, string text) => _log.Expand(PathOf(key), text);

    /// <summary>Where a value was written, as it is shown.</summary>
    public SettingOrigin Shown(HoconValue node) => _log.Shown(node);

    /// <summary>Notes that a key holds something wrong.</summary>
    public void Note(string key, string problem, string? nearest = null)
    {
        if (Find(key) is var (path, node)) Note(path, key, node, problem, nearest);
        else if (_tree is not null) _log.Note(new ConfigurationError(_log.Shown(_tree), PathOf(key), null, $"missing; {problem}", nearest));
    }

    /// <summary>Notes that something is wrong at a place that has no key of its own.</summary>
    public void Note(string path, string name, HoconValue node, string problem, string? nearest = null) =>
        _log.Note(path, name, node, problem, nearest);

    /// <summary>Notes the keys of this section that nobody has read.</summary>
    public void NoteUnknown()
    {
        foreach (var (key, node) in _tree ?? Enumerable.Empty<KeyValuePair<string, HoconValue>>())
        {
            if (!_known.Contains(key) && (Path.Length > 0 || IsMeant(key)))
                _log.Note(new ConfigurationError(_log.Shown(node), PathOf(key), null, "unknown key", NearestKey(key)));
        }
    }

    // Outside of the root key are other programs' sections and the user's own names for substitutions.
    private bool IsMeant(string key) => NearestKey(key) is not null;

    private string? NearestKey(string key)
    {
        if (Nearest.To(key, _known) is { } sibling) return PathOf(sibling);
        var elsewhere = _log.Keys.ToLookup(known => known[(known.LastIndexOf('.') + 1)..], StringComparer.Ordinal);
        if (elsewhere[key].FirstOrDefault() is { } same) return same;
        return Path.Length > 0 && Nearest.To(key, elsewhere.Select(known => known.Key)) is { } near ? elsewhere[near].First() : null;
    }

    private HoconValue? Own(string key)
    {
        _known.Add(key);
        if (_isFixed) _log.Learn(PathOf(key));
        return _tree?.GetValueOrDefault(key);
    }
}
