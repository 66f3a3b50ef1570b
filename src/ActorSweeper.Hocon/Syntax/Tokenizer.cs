using System.Buffers;

namespace ActorSweeper.Hocon.Syntax;

/// <summary>Cuts a text into tokens, one at a time. In strict mode (JSON) there are no comments and no triple quotes.</summary>
internal sealed partial class Tokenizer(SourceText source, bool strict)
{
    private const string ForbiddenUnquoted = "$\"{}[]:=,+#`^?!@*&\\";
    private static readonly SearchValues<char> Forbidden = SearchValues.Create(ForbiddenUnquoted);
    private static readonly SearchValues<char> NumberChars = SearchValues.Create("0123456789eE+-.");

    private readonly string _text = source.Text;
    private int _next;
    private int _line = 1;
    private int _lineStart;
    private bool _afterSimple;
    private Token? _queued;

    public Token Next()
    {
        if (_queued is { } queued)
        {
            _queued = null;
            return queued;
        }

        var start = _next;
        var at = Here();
        while (_next < _text.Length && _text[_next] != '\n' && WhiteSpace.Is(_text[_next])) _next++;
        var end = _next;
        // Reading a substitution reads tokens of its own, so this is asked before.
        var afterSimple = _afterSimple;
        var token = Read();
        var spaceCounts = afterSimple && token.IsSimple && end > start;
        _afterSimple = token.IsSimple;
        if (!spaceCounts) return token;
        _queued = token;
        return new Token(TokenKind.Space, _text[start..end], at);
    }

    public HoconException Error(Position at, string problem, string? remedy = null, HoconErrorKind kind = HoconErrorKind.Syntax) =>
        new(kind, problem, source.Origin(at), remedy);

    private Position Here() => new(_line, _next - _lineStart + 1);

    private Token Read()
    {
        if (StartsComment(_next)) SkipComment();
        var at = Here();
        if (_next >= _text.Length) return new Token(TokenKind.End, "", at);
        var c = _text[_next];
        var kind = c switch
        {
            '\n' => TokenKind.NewLine,
            ',' => TokenKind.Comma,
            ':' => TokenKind.Colon,
            '=' => TokenKind.Equals,
            '{' => TokenKind.OpenBrace,
            '}' => TokenKind.CloseBrace,
            '[' => TokenKind.OpenBracket,
            ']' => TokenKind.CloseBracket,
            _ => TokenKind.End,
        };
        if (kind == TokenKind.End) return ReadLonger(c, at);
        _next++;
        if (kind == TokenKind.NewLine) CountLine();
        return new Token(kind, c.ToString(), at);
    }

    private Token ReadLonger(char c, Position at)
    {
        switch (c)
        {
            case '"':
                return new Token(TokenKind.Quoted, ReadQuoted(at), at);
            case '$':
                return ReadSubstitution(at);
            case '+':
                if (_next + 1 >= _text.Length || _text[_next + 1] != '=') throw Reserved('+', at);
                _next += 2;
                return new Token(TokenKind.PlusEquals, "+=", at);
            case '-' or (>= '0' and <= '9'):
                return ReadNumber(at);
            default:
                return Forbidden.Contains(c) ? throw Reserved(c, at) : ReadUnquoted(at);
        }
    }

    private HoconException Reserved(char c, Position at) =>
        Error(at, $"'{c}' is not allowed outside quotes", "quote it: put the whole key or value in double quotes");

    private void CountLine()
    {
        _line++;
        _lineStart = _next;
    }

    private bool StartsComment(int at)
    {
        if (strict || at >= _text.Length) return false;
        return _text[at] == '#' || (_text[at] == '/' && at + 1 < _text.Length && _text[at + 1] == '/');
    }

    private void SkipComment()
    {
        var end = _text.IndexOf('\n', _next);
        _next = end < 0 ? _text.Length : end;
    }

    private Token ReadUnquoted(Position at)
    {
        var rest = _text.AsSpan(_next);
        // A keyword is a token of its own whatever follows it; concatenation makes text of "trueish" again.
        if (Keyword(rest, at) is { } keyword) return keyword;
        var end = _next;
        while (end < _text.Length && !Forbidden.Contains(_text[end]) && !WhiteSpace.Is(_text[end]) && !StartsComment(end)) end++;
        var text = _text[_next..end];
        _next = end;
        return new Token(TokenKind.Unquoted, text, at);
    }

    private Token? Keyword(ReadOnlySpan<char> rest, Position at)
    {
        var (kind, text) = rest switch
        {
            _ when rest.StartsWith("true") => (TokenKind.True, "true"),
            _ when rest.StartsWith("false") => (TokenKind.False, "false"),
            _ when rest.StartsWith("null") => (TokenKind.Null, "null"),
            _ => (TokenKind.End, ""),
        };
        if (kind == TokenKind.End) return null;
        _next += text.Length;
        return new Token(kind, text, at);
    }

    private Token ReadNumber(Position at)
    {
        var rest = _text.AsSpan(_next);
        var length = rest.IndexOfAnyExcept(NumberChars);
        var text = _text.Substring(_next, length < 0 ? rest.Length : length);
        if (NumberText.IsNumber(text))
        {
            _next += text.Length;
            return new Token(TokenKind.Number, text, at);
        }

        var plus = text.IndexOf('+');
        if (plus >= 0) throw Reserved('+', at with { Column = at.Column + plus });
        _next += text.Length;
        return new Token(TokenKind.Unquoted, text, at);
    }

    private Token ReadSubstitution(Position at)
    {
        if (_next + 1 >= _text.Length || _text[_next + 1] != '{') throw Reserved('$', at);
        _next += 2;
        var optional = _next < _text.Length && _text[_next] == '?';
        if (optional) _next++;
        var parts = new List<Token>();
        _afterSimple = false;
        while (true)
        {
            // Looked at before it is read, because reading it would recurse.
            if (_queued is null && NextIsDollar()) throw Error(Here(), "a substitution cannot stand inside another substitution");
            var part = Next();
            if (part.Kind == TokenKind.CloseBrace) break;
            if (part.Kind is TokenKind.End or TokenKind.NewLine)
                throw Error(at, "the substitution ${ is not closed with } on the same line");
            parts.Add(part);
        }

        var list = parts is [.., { Kind: TokenKind.OpenBracket }, { Kind: TokenKind.CloseBracket }];
        if (list) parts.RemoveRange(parts.Count - 2, 2);
        var path = PathExpression.Build(parts, at, Error);
        return new Token(TokenKind.Substitution, "${", at, new SubstitutionExpression(path, optional, list));
    }

    private bool NextIsDollar()
    {
        var at = _next;
        while (at < _text.Length && _text[at] != '\n' && WhiteSpace.Is(_text[at])) at++;
        return at < _text.Length && _text[at] == '$';
    }
}
