using System.Security.Cryptography;
using System.Text;

namespace ActorSweeper.Adapters.Launching;

/// <summary>Names for files and containers, made of identities that may hold any character.</summary>
internal static class SafeName
{
    private const int MaxLength = 100;

    /// <summary>
    /// The text with everything but letters, digits, dot, dash and underscore replaced. What had to be changed gets a digest of
    /// the original at its end, so that two texts never share a name.
    /// </summary>
    public static string Of(string text)
    {
        var safe = string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '-'));
        if (safe == text && text.Length is > 0 and <= MaxLength && char.IsAsciiLetterOrDigit(text[0]))
            return text;
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];
        return $"{safe[..Math.Min(safe.Length, MaxLength)].TrimStart('.', '-', '_')}-{digest}".TrimStart('-');
    }
}
