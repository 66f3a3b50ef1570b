using ActorSweeper.Hocon;

namespace ActorSweeper.Host.Configuration;

/// <summary>What comes to light while a configuration is read: which keys exist, and everything that is wrong.</summary>
/// <param name="file">The user's file as it was named; null for none.</param>
/// <param name="directory">The working directory: files below it are shown relative to it.</param>
internal sealed class SettingLog(string? file, string directory)
{
    private readonly HashSet<ConfigurationError> _errors = [];
    private readonly HashSet<string> _unsound = [];
    private readonly SortedSet<string> _keys = new(StringComparer.Ordinal);
    private readonly List<SettingReader> _sections = [];
    private readonly Dictionary<string, string> _expansions = new(StringComparer.Ordinal);

    /// <summary>Everything that is wrong, in the order of the files and their lines.</summary>
    public IReadOnlyList<ConfigurationError> Errors =>
        [.. _errors.OrderBy(error => error.Origin.Source, StringComparer.Ordinal).ThenBy(error => error.Origin.Line)];

    /// <summary>The keys that were read, sections and open maps among them; without those below a group or in a list.</summary>
    public IReadOnlyCollection<string> Keys => _keys;

    /// <summary>Where a value was written, as it is shown.</summary>
    public SettingOrigin Shown(HoconValue node) => SettingOrigin.Of(node.Origin, directory);

    /// <summary>What is wrong with a value.</summary>
    /// <param name="key">Its full key.</param>
    /// <param name="name">The last name of the key.</param>
    /// <param name="value">The value.</param>
    /// <param name="problem">What was expected.</param>
    /// <param name="nearest">What was probably meant; null when nothing is near.</param>
    public void Note(string key, string name, HoconValue value, string problem, string? nearest)
    {
        var origin = Shown(value);
        // A default that will not do is one that the user has to replace, and not in the file of the defaults.
        Note(origin.IsDefault && value is HoconNull or HoconArray { Count: 0 }
            ? new ConfigurationError(new SettingOrigin(file ?? "defaults"), key, null, $"not set; {problem}", nearest)
            : new ConfigurationError(origin, key, SettingText.Of(name, value), problem, nearest));
    }

    /// <summary>Notes an error; the same one is noted once.</summary>
    public void Note(ConfigurationError error)
    {
        _errors.Add(error);
        if (error.Key is not null) _unsound.Add(error.Key);
    }

    /// <summary>Whether nothing is wrong with a key so far: only then does it make sense to compare it with another.</summary>
    public bool IsSound(string key) => !_unsound.Contains(key);

    /// <summary>What stands for values whose placeholders have been replaced, by key.</summary>
    public IReadOnlyDictionary<string, string> Expansions => _expansions;

    /// <summary>Notes what has come of a value whose placeholders have been replaced.</summary>
    public void Expand(string key, string text) => _expansions[key] = text;

    /// <summary>Notes that a key exists.</summary>
    public void Learn(string key) => _keys.Add(key);

    /// <summary>Notes a section, so that keys of it that nobody reads can be found in the end.</summary>
    public void Learn(SettingReader section) => _sections.Add(section);

    /// <summary>Notes the keys that nobody has read. To be called when everything has been.</summary>
    public void NoteUnknown()
    {
        foreach (var section in _sections) section.NoteUnknown();
    }
}
