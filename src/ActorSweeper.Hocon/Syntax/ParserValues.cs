using ActorSweeper.Hocon.Resolution;
using ActorSweeper.Hocon.Tree;

namespace ActorSweeper.Hocon.Syntax;

/// <content>Values, arrays and concatenations.</content>
internal sealed partial class Parser
{
    private Node ParseConcatenation()
    {
        var token = NextSkippingLines();
        if (!token.StartsValue) throw Unexpected(token, "a value");
        var pieces = new List<Node> { ParsePiece(token) };
        // JSON has one value here; a second one is reported by whoever expects a comma.
        for (token = Next(); !strict && (token.StartsValue || token.Kind == TokenKind.Space); token = Next()) pieces.Add(ParsePiece(token));
        _putBack = token;
        return pieces.Count == 1 ? pieces[0] : Fold(pieces);
    }

    private Node ParsePiece(Token token)
    {
        var origin = Origin(token);
        switch (token.Kind)
        {
            case TokenKind.OpenBrace:
                return ParseObject(token, braces: true);
            case TokenKind.OpenBracket:
                return ParseArray(token);
            case TokenKind.Substitution:
                return Substitution(token);
            case TokenKind.Unquoted when strict:
                throw Error(token, $"expected a JSON value, not {token}", "put it in double quotes");
            case TokenKind.Space:
                return new SpaceNode(token.Text, origin);
            case TokenKind.Number:
                return new LiteralNode(new HoconNumber(token.Text, origin));
            case TokenKind.True or TokenKind.False:
                return new LiteralNode(new HoconBoolean(token.Kind == TokenKind.True, origin));
            case TokenKind.Null:
                return new LiteralNode(new HoconNull(origin));
            default:
                return new LiteralNode(new HoconString(token.Text, origin));
        }
    }

    private SubstitutionNode Substitution(Token token)
    {
        if (strict) throw Error(token, "JSON has no substitutions");
        if (place.InsideArray)
            throw Error(
                token,
                "a file included inside an array cannot hold substitutions",
                "move the include out of the array",
                HoconErrorKind.Unsupported);
        var expression = token.Expression!;
        var path = place.Prefix.Count == 0 ? expression.Path : new HoconPath(place.Prefix.Concat(expression.Path.Keys));
        return new SubstitutionNode(
            new SubstitutionTarget(path, expression.Optional, expression.IsList), place.Prefix.Count, Origin(token));
    }

    private ArrayNode ParseArray(Token open)
    {
        Enter(open);
        _arrays++;
        var items = new List<Node>();
        var token = NextSkippingLines();
        while (token.Kind != TokenKind.CloseBracket)
        {
            if (!token.StartsValue) throw Unexpected(token, items.Count == 0 ? "a value or ']'" : "a value");
            _putBack = token;
            items.Add(ParseConcatenation());
            var separated = SkipSeparator();
            token = NextSkippingLines();
            if (token.Kind == TokenKind.CloseBracket)
            {
                if (strict && separated) throw Error(token, "expected a value after the comma, not ']'", "remove the comma");
                break;
            }

            if (!separated) throw Unexpected(token, "a comma, a new line or ']'");
        }

        _arrays--;
        _depth--;
        return new ArrayNode(items, Origin(open));
    }

    /// <summary><c>a += b</c> means <c>a = ${?a} [b]</c> (HOCON, "The += field separator").</summary>
    private ConcatenationNode ParseAppended(Token separator)
    {
        if (_arrays > 0 || place.InsideArray)
            throw Error(
                separator,
                "'+=' does not work inside an array, because no path leads into it",
                "build the array outside and refer to it with ${...}",
                HoconErrorKind.Unsupported);
        _arrays++;
        var value = ParseConcatenation();
        _arrays--;
        var previous = new SubstitutionTarget(new HoconPath(_path), Optional: true, IsList: false);
        var origin = value.Origin;
        return new ConcatenationNode([new SubstitutionNode(previous, place.Prefix.Count, origin), new ArrayNode([value], origin)], origin);
    }

    /// <summary>Joins pieces at once where there is no substitution among them, so that the result hides older values.</summary>
    private static Node Fold(List<Node> pieces)
    {
        var origin = pieces[0].Origin;
        if (pieces.All(piece => piece is LiteralNode or SpaceNode))
        {
            var join = new ConcatenationJoin(origin);
            foreach (var piece in pieces)
            {
                if (piece is SpaceNode space) join.AddSpace(space.Text);
                else join.Add(((LiteralNode)piece).Value);
            }

            return new LiteralNode(join.Result()!);
        }

        if (pieces.All(piece => piece is ObjectNode))
            return pieces.Skip(1).Aggregate(pieces[0], (older, newer) => TreeMerge.Over(newer, older, inPlace: true));
        if (pieces.All(piece => piece is ArrayNode))
            return new ArrayNode([.. pieces.SelectMany(piece => ((ArrayNode)piece).Items)], origin);
        var text = pieces.Find(piece => piece is LiteralNode);
        var container = pieces.Find(piece => piece is ObjectNode or ArrayNode);
        if (text is not null && container is not null)
            throw new HoconException(
                HoconErrorKind.WrongType,
                $"{(container is ArrayNode ? "an array" : "an object")} cannot be joined with text",
                text.Origin,
                "separate the two with a comma or a new line, or put the text into the array");
        return new ConcatenationNode(pieces, origin);
    }
}
