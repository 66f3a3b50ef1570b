namespace ActorSweeper.Host.Configuration.Janitors;

/// <summary>Paths that may begin with <c>~</c>, the home directory of the user that the host runs as.</summary>
internal static class HomePath
{
    /// <summary>What is expected of one.</summary>
    public const string Expected = "an absolute path, or one that begins with ~/";

    /// <summary>Whether a text is one.</summary>
    public static bool IsOne(string text) => Path.IsPathFullyQualified(Expand(text)) && !text.Contains('\0', StringComparison.Ordinal);

    /// <summary>A key that holds one, expanded; null when it holds none.</summary>
    public static string? PathOrNull(this SettingReader section, string key) =>
        section.TextOrNull(key, IsOne, Expected) is { } path ? Expand(path) : null;

    /// <summary>The absolute path without a separator at its end.</summary>
    public static string Expand(string text)
    {
        if (text != "~" && !text.StartsWith("~/", StringComparison.Ordinal))
            return Path.IsPathFullyQualified(text) ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(text)) : text;
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        return Path.TrimEndingDirectorySeparator(Path.GetFullPath(home + text[1..]));
    }
}
