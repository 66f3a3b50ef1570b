using System.Text;

namespace ActorSweeper.Hocon.Syntax;

/// <summary>Makes a path of the tokens of a key or of a substitution; periods outside quotes separate elements, also in numbers.</summary>
internal static class PathExpression
{
    public delegate HoconException Fail(Position at, string problem, string? remedy = null, HoconErrorKind kind = HoconErrorKind.Syntax);

    public static HoconPath Build(IReadOnlyList<Token> tokens, Position at, Fail fail)
    {
        if (tokens.Count == 0) throw fail(at, "expected a key or path here", kind: HoconErrorKind.BadPath);
        var elements = new List<string>();
        var current = new StringBuilder();
        var mayBeEmpty = false;
        foreach (var token in tokens)
        {
            if (token.Kind == TokenKind.Quoted)
            {
                current.Append(token.Text);
                mayBeEmpty = true;
                continue;
            }

            if (!token.IsKeyPart) throw fail(token.At, $"{token} is not allowed in a path", "quote it", HoconErrorKind.BadPath);
            var start = 0;
            for (var dot = token.Text.IndexOf('.'); dot >= 0; dot = token.Text.IndexOf('.', start))
            {
                current.Append(token.Text, start, dot - start);
                Finish();
                start = dot + 1;
            }

            current.Append(token.Text, start, token.Text.Length - start);
        }

        Finish();
        return new HoconPath(elements);

        void Finish()
        {
            if (current.Length == 0 && !mayBeEmpty)
                throw fail(
                    at, "the path starts or ends with a period or has two in a row", "write \"\" for an empty key", HoconErrorKind.BadPath);
            elements.Add(current.ToString());
            current.Clear();
            mayBeEmpty = false;
        }
    }
}
