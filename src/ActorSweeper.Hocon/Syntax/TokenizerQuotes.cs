using System.Globalization;
using System.Text;

namespace ActorSweeper.Hocon.Syntax;

/// <content>Quoted and triple-quoted strings.</content>
internal sealed partial class Tokenizer
{
    private string ReadQuoted(Position at)
    {
        if (!strict && string.CompareOrdinal(_text, _next, "\"\"\"", 0, 3) == 0) return ReadTripleQuoted(at);
        var start = ++_next;
        StringBuilder? built = null;
        while (true)
        {
            if (_next >= _text.Length) throw Unterminated(at);
            var c = _text[_next];
            if (c == '"') break;
            if (c == '\\')
            {
                built = (built ?? new StringBuilder()).Append(_text, start, _next - start);
                ReadEscape(built);
                start = _next;
            }
            else if (c < ' ')
            {
                if (c == '\n') throw Unterminated(at);
                var code = ((int)c).ToString("x4", CultureInfo.InvariantCulture);
                throw Error(Here(), $"the control character U+{code} is not allowed in a quoted string", $"write it as \\u{code}");
            }
            else
            {
                _next++;
            }
        }

        var text = built is null ? _text[start.._next] : built.Append(_text, start, _next - start).ToString();
        _next++;
        return built is null ? text : WithoutLoneSurrogate(text, at);
    }

    private HoconException Unterminated(Position at) => Error(
        at, "the quoted string is not closed on its line", "close it with \" or use triple quotes \"\"\" for several lines");

    private string ReadTripleQuoted(Position at)
    {
        var start = _next + 3;
        var close = start <= _text.Length ? _text.IndexOf("\"\"\"", start, StringComparison.Ordinal) : -1;
        if (close < 0) throw Error(at, "the triple-quoted string is not closed with \"\"\"");
        // Surplus quotes belong to the text: only the last three close it.
        while (close + 3 < _text.Length && _text[close + 3] == '"') close++;
        var text = _text[start..close];
        for (var i = _next; i < close; i++)
        {
            if (_text[i] != '\n') continue;
            _line++;
            _lineStart = i + 1;
        }

        _next = close + 3;
        return text;
    }

    private void ReadEscape(StringBuilder built)
    {
        var at = Here();
        if (_next + 1 >= _text.Length) throw Error(at, "the text ends after a backslash");
        var c = _text[_next + 1];
        _next += 2;
        if (c == 'u')
        {
            built.Append(ReadHex(at));
            return;
        }

        built.Append(c switch
        {
            '"' or '\\' or '/' => c,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => throw Error(at, $"'\\{c}' is not an escape sequence", "write \\\\ for a backslash"),
        });
    }

    private char ReadHex(Position at)
    {
        var digits = _text.AsSpan(_next, Math.Min(4, _text.Length - _next));
        if (digits.Length < 4 || !ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
            throw Error(at, "\\u is not followed by four hexadecimal digits");
        _next += 4;
        return (char)unit;
    }

    private string WithoutLoneSurrogate(string text, Position at)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                throw Error(at, "half of a surrogate pair is not a character", "write both \\u escapes of the pair");
            i++;
        }

        return text;
    }
}
