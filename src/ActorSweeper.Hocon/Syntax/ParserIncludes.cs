using ActorSweeper.Hocon.Including;
using ActorSweeper.Hocon.Tree;

namespace ActorSweeper.Hocon.Syntax;

/// <content>Include statements.</content>
internal sealed partial class Parser
{
    private void ParseInclude(ObjectNode target, Token keyword)
    {
        var statement = ReadInclude(keyword);
        var inner = place with { Prefix = [.. _path], InsideArray = place.InsideArray || _arrays > 0 };
        var included = loader.Include(statement, inner, directory);
        foreach (var (key, value) in included.Fields) TreeMerge.Assign(target, key, value, inPlace: true);
    }

    /// <summary>The keyword, then a quoted name alone or in <c>file( )</c>, and either in <c>required( )</c>.</summary>
    private IncludeStatement ReadInclude(Token keyword)
    {
        var opening = "";
        var token = NextSkippingLines();
        for (; token.Kind == TokenKind.Unquoted && token.Text.EndsWith('('); token = NextSkippingLines()) opening += token.Text;
        if (token.Kind != TokenKind.Quoted)
            throw Error(
                token,
                $"expected a file name in double quotes after include, not {token}",
                "if include is meant to be a key, quote it");
        var required = opening.StartsWith("required(", StringComparison.Ordinal);
        var form = required ? opening["required(".Length..] : opening;
        for (var open = opening.Count(c => c == '('); open > 0;) open -= ReadClosing(open);
        if (form is "url(" or "classpath(" || form.Length == 0 && token.Text.Contains("://", StringComparison.Ordinal))
            throw Error(
                token, "includes by URL or from a classpath are not supported", "include a file", HoconErrorKind.Unsupported);
        if (form is not ("" or "file("))
            throw Error(token, $"'{form}' is not a form of include", "write file(\"...\") or required(\"...\")");
        return new IncludeStatement(form.Length == 0 ? IncludeKind.Heuristic : IncludeKind.File, token.Text, required, Origin(keyword));
    }

    private int ReadClosing(int open)
    {
        var token = NextSkippingLines();
        var closes = token.Kind == TokenKind.Unquoted && token.Text.Length <= open && token.Text.All(c => c == ')');
        return closes ? token.Text.Length : throw Error(token, $"expected ')' after the name of the include, not {token}");
    }
}
