using System.Globalization;
using System.Text;
using ActorSweeper.Hocon.Syntax;
using ActorSweeper.Hocon.Tree;

namespace ActorSweeper.Hocon.Including;

/// <summary>
/// Java's properties format. Keys split at every period, values are strings, and where one key is both a value and an object the object
/// wins (HOCON, "Java properties mapping").
/// </summary>
internal static class JavaProperties
{
    public static ObjectNode Parse(SourceText source)
    {
        var entries = new Dictionary<string, HoconString>(StringComparer.Ordinal);
        var lines = source.Text.TrimStart('\ufeff').ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var origin = source.Origin(new Position(i + 1, 1));
            var line = new StringBuilder(lines[i].TrimStart(' ', '\t', '\f'));
            if (line.Length == 0 || line[0] is '#' or '!') continue;
            while (EndsWithContinuation(line))
            {
                line.Length--;
                if (++i < lines.Length) line.Append(lines[i].TrimStart(' ', '\t', '\f'));
            }

            var (key, value) = Split(line.ToString(), origin);
            entries[key] = new HoconString(value, origin);
        }

        return Nest(entries, source);
    }

    private static ObjectNode Nest(Dictionary<string, HoconString> entries, SourceText source)
    {
        var root = new ObjectNode(source.Origin(new Position(1, 1)));
        foreach (var (key, value) in entries)
        {
            var keys = key.Split('.');
            if (keys.Length > HoconLimits.MaxDepth)
                throw new HoconException(HoconErrorKind.Limit, "the key has too many periods", value.Origin);
            var target = root;
            foreach (var parent in keys[..^1])
            {
                if (target.Fields.GetValueOrDefault(parent) is not ObjectNode child)
                    target.Fields[parent] = child = new ObjectNode(value.Origin);
                target = child;
            }

            if (target.Fields.GetValueOrDefault(keys[^1]) is not ObjectNode) target.Fields[keys[^1]] = new LiteralNode(value);
        }

        return root;
    }

    private static bool EndsWithContinuation(StringBuilder line)
    {
        var backslashes = 0;
        while (backslashes < line.Length && line[line.Length - 1 - backslashes] == '\\') backslashes++;
        return backslashes % 2 == 1;
    }

    private static (string Key, string Value) Split(string line, HoconOrigin origin)
    {
        var end = 0;
        while (end < line.Length && line[end] is not ('=' or ':' or ' ' or '\t' or '\f')) end += line[end] == '\\' ? 2 : 1;
        end = Math.Min(end, line.Length);
        var rest = line[end..].TrimStart(' ', '\t', '\f');
        if (rest.Length > 0 && rest[0] is '=' or ':') rest = rest[1..].TrimStart(' ', '\t', '\f');
        return (Unescape(line[..end], origin), Unescape(rest, origin));
    }

    private static string Unescape(string text, HoconOrigin origin)
    {
        if (!text.Contains('\\')) return text;
        var plain = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || ++i == text.Length)
            {
                if (i < text.Length) plain.Append(text[i]);
                continue;
            }

            if (text[i] == 'u')
            {
                plain.Append(Unicode(text.AsSpan(i + 1, Math.Min(4, text.Length - i - 1)), origin));
                i += 4;
                continue;
            }

            plain.Append(text[i] switch { 't' => '\t', 'n' => '\n', 'r' => '\r', 'f' => '\f', var other => other });
        }

        // A surrogate without its pair is no character; a text with one could not be written out again.
        return string.Concat(plain.ToString().EnumerateRunes().Select(rune => rune.ToString()));
    }

    private static char Unicode(ReadOnlySpan<char> digits, HoconOrigin origin) =>
        digits.Length == 4 && ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : throw new HoconException(HoconErrorKind.Syntax, "\\u is not followed by four hexadecimal digits", origin);
}
