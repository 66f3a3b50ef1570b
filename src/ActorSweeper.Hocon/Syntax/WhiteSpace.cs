namespace ActorSweeper.Hocon.Syntax;

/// <summary>HOCON's white space: Java's set, which differs from .NET's at U+0085, U+001C-001F and U+FEFF.</summary>
internal static class WhiteSpace
{
    public static bool Is(char c) => c switch
    {
        ' ' or '\t' or '\n' or '\r' => true,
        >= '\u001c' and <= '\u001f' => true,
        '\ufeff' => true,
        '\u0085' => false,
        _ => c > ' ' ? c > '\u007f' && char.IsWhiteSpace(c) : char.IsWhiteSpace(c),
    };

    public static string Trim(string text)
    {
        var start = 0;
        var end = text.Length;
        while (start < end && Is(text[start])) start++;
        while (end > start && Is(text[end - 1])) end--;
        return text[start..end];
    }
}
