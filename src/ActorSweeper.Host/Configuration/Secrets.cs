using System.Text.RegularExpressions;

namespace ActorSweeper.Host.Configuration;

/// <summary>Which values are never shown.</summary>
internal static partial class Secrets
{
    /// <summary>What is shown instead.</summary>
    public const string Hidden = "***";

    private static readonly string[] Words =
    [
        "token", "password", "passwd", "passphrase", "secret", "authorization", "credential", "cookie",
        "apikey", "api-key", "api_key", "privatekey", "private-key", "private_key",
    ];

    /// <summary>Whether what is under a key is a secret, by the last name of the key.</summary>
    public static bool Covers(string name) => Array.Exists(Words, word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>A text without the password that an address in it may carry.</summary>
    public static string Masked(string text) => UserInfo().Replace(text, $"://{Hidden}@");

    [GeneratedRegex(@"://[^/\s@]*:[^/\s@]*@", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UserInfo();
}
