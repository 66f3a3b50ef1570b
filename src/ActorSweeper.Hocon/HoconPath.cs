using System.Text;
using ActorSweeper.Hocon.Syntax;

namespace ActorSweeper.Hocon;

/// <summary>The keys that lead from the root of a configuration to a value. Never empty.</summary>
public sealed class HoconPath : IEquatable<HoconPath>
{
    private readonly string[] _keys;

    /// <summary>Creates a path from keys, which are taken literally: a period in a key does not separate.</summary>
    /// <param name="keys">The keys from the root on; at least one.</param>
    /// <exception cref="ArgumentException">There is no key.</exception>
    public HoconPath(IEnumerable<string> keys)
    {
        _keys = keys.ToArray();
        if (_keys.Length == 0) throw new ArgumentException("A path has at least one key.", nameof(keys));
    }

    /// <summary>The keys from the root on.</summary>
    public IReadOnlyList<string> Keys => _keys;

    /// <summary>Reads a path expression such as <c>a.b."c.d"</c> (HOCON, "Path expressions").</summary>
    /// <param name="expression">The expression as it would stand before <c>=</c>.</param>
    /// <returns>The path.</returns>
    /// <exception cref="HoconException">The expression is empty, has an empty element or holds something that must be quoted.</exception>
    public static HoconPath Parse(string expression)
    {
        var tokenizer = new Tokenizer(SourceText.FromText("path", expression), strict: false);
        var tokens = new List<Token>();
        for (var token = tokenizer.Next(); token.Kind != TokenKind.End; token = tokenizer.Next()) tokens.Add(token);
        return PathExpression.Build(tokens, new Position(1, 1), tokenizer.Error);
    }

    /// <summary>Renders as a path expression that <see cref="Parse"/> reads back; keys are quoted where they must be.</summary>
    /// <returns>The path expression.</returns>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var key in _keys)
        {
            if (text.Length > 0) text.Append('.');
            if (IsPlain(key)) text.Append(key);
            else AppendQuoted(text, key);
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    public bool Equals(HoconPath? other) => other is not null && _keys.AsSpan().SequenceEqual(other._keys);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as HoconPath);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var key in _keys) hash.Add(key, StringComparer.Ordinal);
        return hash.ToHashCode();
    }

    internal HoconPath Skip(int count) => new(_keys.Skip(count));

    private static bool IsPlain(string key) => key.Length > 0 && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static void AppendQuoted(StringBuilder text, string key)
    {
        text.Append('"');
        foreach (var c in key)
        {
            if (c is '"' or '\\') text.Append('\\').Append(c);
            else if (c < ' ') text.Append("\\u").Append(((int)c).ToString("x4"));
            else text.Append(c);
        }

        text.Append('"');
    }
}
