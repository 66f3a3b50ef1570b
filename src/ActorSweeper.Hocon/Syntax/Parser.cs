using ActorSweeper.Hocon.Including;
using ActorSweeper.Hocon.Tree;

namespace ActorSweeper.Hocon.Syntax;

/// <summary>Parses one text into an unresolved tree; strict mode is JSON as RFC 8259 has it.</summary>
internal sealed partial class Parser(SourceText source, IncludePlace place, IncludeLoader loader, string directory, bool strict)
{
    private readonly Tokenizer _tokenizer = new(source, strict);
    private readonly List<string> _path = [.. place.Prefix];
    private Token? _putBack;
    private int _depth;
    private int _arrays;

    public ObjectNode ParseDocument()
    {
        var first = NextSkippingLines();
        ObjectNode root;
        switch (first.Kind)
        {
            case TokenKind.OpenBrace:
                root = ParseObject(first, braces: true);
                break;
            case TokenKind.OpenBracket:
                throw Error(first, "the document is an array; a configuration is an object", kind: HoconErrorKind.WrongType);
            default:
                if (strict) throw Error(first, $"expected '{{' at the start of JSON, not {first}");
                _putBack = first;
                root = ParseObject(first, braces: false);
                break;
        }

        var last = NextSkippingLines();
        return last.Kind == TokenKind.End ? root : throw Error(last, $"expected nothing after the closing brace, not {last}");
    }

    private Token Next()
    {
        if (_putBack is not { } token) return _tokenizer.Next();
        _putBack = null;
        return token;
    }

    private Token NextSkippingLines()
    {
        var token = Next();
        while (token.Kind is TokenKind.NewLine or TokenKind.Space) token = Next();
        return token;
    }

    private HoconOrigin Origin(Token token) => source.Origin(token.At);

    private HoconException Error(
        Token token, string problem, string? remedy = null, HoconErrorKind kind = HoconErrorKind.Syntax) =>
        _tokenizer.Error(token.At, problem, remedy, kind);

    private void Enter(Token token, int levels = 1)
    {
        _depth += levels;
        if (_depth + place.Prefix.Count > HoconLimits.MaxDepth)
            throw Error(token, $"nested more than {HoconLimits.MaxDepth} levels deep", kind: HoconErrorKind.Limit);
    }

    private ObjectNode ParseObject(Token open, bool braces)
    {
        Enter(open);
        var target = new ObjectNode(Origin(open));
        var afterComma = false;
        while (true)
        {
            var token = NextSkippingLines();
            if (IsEnd(token, braces))
            {
                if (strict && afterComma) throw Error(token, "expected a field after the comma, not '}'", "remove the comma");
                break;
            }

            if (!strict && token is { Kind: TokenKind.Unquoted, Text: "include" }) ParseInclude(target, token);
            else ParseField(target, token);
            afterComma = SkipSeparator();
            if (afterComma) continue;
            token = NextSkippingLines();
            if (IsEnd(token, braces)) break;
            throw Unexpected(token, braces ? "a comma, a new line or '}'" : "a comma, a new line or the end of the text");
        }

        _depth--;
        return target;
    }

    private bool IsEnd(Token token, bool braces)
    {
        if (token.Kind == TokenKind.CloseBrace && !braces) throw Error(token, "'}' closes nothing", "remove it or add the '{'");
        if (token.Kind == TokenKind.End && braces) throw Error(token, "expected '}', not the end of the text");
        return token.Kind is TokenKind.CloseBrace or TokenKind.End;
    }

    /// <summary>One comma, or in HOCON one or more new lines with at most one comma; false when there is neither.</summary>
    private bool SkipSeparator()
    {
        var sawLine = false;
        while (true)
        {
            var token = Next();
            switch (token.Kind)
            {
                case TokenKind.Space:
                    break;
                case TokenKind.NewLine:
                    sawLine = !strict;
                    break;
                case TokenKind.Comma:
                    return true;
                default:
                    _putBack = token;
                    return sawLine;
            }
        }
    }

    private void ParseField(ObjectNode target, Token first)
    {
        var path = ParseKey(first);
        var separator = NextSkippingLines();
        Enter(first, path.Keys.Count - 1);
        _path.AddRange(path.Keys);
        var value = separator.Kind switch
        {
            TokenKind.OpenBrace when !strict => ParseObject(separator, braces: true),
            TokenKind.Colon => ParseConcatenation(),
            TokenKind.Equals when !strict => ParseConcatenation(),
            TokenKind.PlusEquals when !strict => ParseAppended(separator),
            _ => throw AfterKey(separator, path),
        };
        _path.RemoveRange(_path.Count - path.Keys.Count, path.Keys.Count);
        _depth -= path.Keys.Count - 1;
        if (strict && target.Fields.ContainsKey(path.Keys[0]))
            throw Error(first, $"JSON does not allow the field {path} twice in one object");
        TreeMerge.Assign(target, path, value, Origin(first));
    }

    private HoconPath ParseKey(Token first)
    {
        if (strict)
        {
            return first.Kind == TokenKind.Quoted
                ? new HoconPath([first.Text])
                : throw Error(first, $"expected a field name in double quotes, as this is JSON, not {first}");
        }

        var parts = new List<Token>();
        var token = first;
        for (; token.IsKeyPart; token = Next()) parts.Add(token);
        _putBack = token;
        if (parts.Count == 0) throw Unexpected(first, "a key or '}'");
        return PathExpression.Build(parts, first.At, _tokenizer.Error);
    }

    private HoconException AfterKey(Token token, HoconPath path) => token.Kind == TokenKind.OpenBracket
        ? Error(token, $"expected '=' or ':' after the key {path}, not '['", "only before an object may '=' be left out")
        : Error(
            token,
            $"expected '=', ':', '+=' or '{{' after the key {path}, not {token}",
            token.Kind == TokenKind.End
                ? $"if {path} belongs to a value before it, quote it: put that value in double quotes"
                : QuoteIt(token));

    private HoconException Unexpected(Token token, string expected) => Error(token, $"expected {expected}, not {token}", QuoteIt(token));

    private static string? QuoteIt(Token token) => token.Kind switch
    {
        TokenKind.End or TokenKind.NewLine => null,
        TokenKind.Colon => "if ':' belongs to the value, as in a URL, quote it: put the whole value in double quotes",
        _ => $"if {token} belongs to a key or value, quote it: put the whole key or value in double quotes",
    };
}
