using System.Diagnostics.CodeAnalysis;
using ActorSweeper.Core.Spelling;
using ActorSweeper.Hocon;

namespace ActorSweeper.Host.Configuration;

/// <summary>Reads text, words and switches.</summary>
internal static class SettingWords
{
    private const string Off = "off";

    /// <summary>Reads one value from its text.</summary>
    /// <param name="section">The section.</param>
    /// <param name="key">The key.</param>
    /// <param name="read">Makes the value; false refuses the text.</param>
    /// <param name="expected">What is expected instead of what is refused.</param>
    /// <param name="suggest">What somebody who wrote the refused text may have meant.</param>
    public static T? Value<T>(
        this SettingReader section, string key, Reading<T> read, string expected, Func<string, string?>? suggest = null)
    {
        if (section.Find(key) is not var (_, node))
        {
            section.Note(key, $"expected {expected}");
            return default;
        }

        if (node.Scalar() is { } text)
        {
            if (read(text, out var value)) return value;
            section.Note(key, $"expected {expected}", suggest?.Invoke(text));
            return default;
        }

        section.Note(key, $"expected {expected}");
        return default;
    }

    /// <summary>Whether a key is switched off by <c>off</c>.</summary>
    public static bool IsOff(this SettingReader section, string key) => section.Find(key)?.Node.Scalar() == Off;

    /// <summary>Whether a key is left open by <c>null</c>.</summary>
    public static bool IsNull(this SettingReader section, string key) => section.Find(key)?.Node is HoconNull;

    /// <summary>Text that passes a check.</summary>
    public static string Text(this SettingReader section, string key, Predicate<string> accepts, string expected) =>
        section.Value(key, (string text, [MaybeNullWhen(false)] out string value) => accepts(value = text), expected) ?? "";

    /// <summary>Text that passes a check, or null.</summary>
    public static string? TextOrNull(this SettingReader section, string key, Predicate<string> accepts, string expected) =>
        section.IsNull(key) ? null : section.Text(key, accepts, expected);

    /// <summary>One of several words.</summary>
    public static T Word<T>(this SettingReader section, string key, params (string Word, T Meaning)[] words)
    {
        var known = words.Select(word => word.Word).ToList();
        return section.Value<T>(key, Read, $"{string.Join(", ", known[..^1])} or {known[^1]}", text => Nearest.To(text, known))!;

        bool Read(string text, [MaybeNullWhen(false)] out T value)
        {
            var at = known.IndexOf(text);
            value = at < 0 ? default : words[at].Meaning;
            return at >= 0;
        }
    }

    /// <summary>A switch: on or off.</summary>
    public static bool Switch(this SettingReader section, string key)
    {
        return section.Value<bool>(key, Read, "on or off");

        static bool Read(string text, out bool value) =>
            (value = text is "on" or "true" or "yes") || text is "off" or "false" or "no";
    }

    /// <summary>A list of texts.</summary>
    public static IReadOnlyList<string> List(this SettingReader section, string key, string example)
    {
        var expected = $"expected a list of texts such as {example}";
        if (section.Find(key) is not var (path, node)) return [];
        if (node is not HoconArray row)
        {
            var words = node.Scalar()?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
            section.Note(key, expected, words.Length > 0 ? $"[{string.Join(", ", words.Select(SettingText.Text))}]" : null);
            return [];
        }

        var texts = new List<string>();
        foreach (var item in row)
        {
            if (item.Scalar() is { } element) texts.Add(element);
            else section.Note(path, key, item, expected);
        }

        return texts;
    }

    /// <summary>Texts by names that the user chose; a name with null is left out.</summary>
    public static IReadOnlyDictionary<string, string> Map(
        this SettingReader section, string key, Predicate<string> acceptsName, string expectedName)
    {
        const string Expected = "expected texts by name, { NAME = value }";
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, node) in section.Members(key, Expected))
        {
            var path = $"{section.PathOf(key)}.{SettingText.Key(name)}";
            if (!acceptsName(name)) section.Note(path, name, node, $"'{name}' is not {expectedName}");
            else if (node.Scalar() is { } text) map.Add(name, text);
            else if (node is HoconNull) continue;
            else section.Note(path, name, node, "expected a text" + (node is HoconObject ? "; a name with a dot has to be quoted" : ""));
        }

        return map;
    }
}

/// <summary>Makes a value of a text.</summary>
/// <typeparam name="T">The value's type.</typeparam>
/// <param name="text">The text.</param>
/// <param name="value">The value.</param>
/// <returns>Whether the text is one.</returns>
internal delegate bool Reading<T>(string text, [MaybeNullWhen(false)] out T value);
