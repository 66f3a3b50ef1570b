namespace ActorSweeper.Core.Retention.OpenClaw;

/// <summary>What ECMAScript does to texts, where .NET does otherwise.</summary>
public static class EcmaScriptText
{
    /// <summary>Without white space at both ends: U+FEFF counts as such, U+0085 does not.</summary>
    public static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text)
    {
        while (text is [var first, ..] && IsWhiteSpace(first)) text = text[1..];
        while (text is [.., var last] && IsWhiteSpace(last)) text = text[..^1];
        return text;
    }

    private static bool IsWhiteSpace(char character) =>
        character == '\ufeff' || (character != '\u0085' && char.IsWhiteSpace(character));
}
