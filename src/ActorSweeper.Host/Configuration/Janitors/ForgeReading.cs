using System.Diagnostics.CodeAnalysis;
using ActorSweeper.Adapters.Forge;

namespace ActorSweeper.Host.Configuration.Janitors;

/// <summary>Reads the janitor of forge sessions.</summary>
internal static class ForgeReading
{
    /// <summary>Reads its section.</summary>
    /// <returns>Null when it is off.</returns>
    public static JanitorSettings<ForgeOptions>? Forge(this SettingReader section)
    {
        var enabled = section.Switch("enabled");
        var isDry = section.Word("mode", ("delete", false), ("dry-run", true));
        var options = new ForgeOptions(
            Needed(section, "sessions-file", enabled) ?? "",
            Needed(section, "worktrees-root", enabled) ?? "",
            section.PathOrNull("cache-root"),
            Address(section, enabled),
            section.Word(
                "dialect", ("forgejo", ForgeDialect.Forgejo), ("gitea", ForgeDialect.Gitea), ("github", ForgeDialect.GitHub)),
            Token(section),
            section.Duration("max-age", "1m", "3650d"),
            section.Duration("api-min-interval", "0s", "1h"),
            section.Duration("request-timeout", "100ms", "5m"),
            section.Word("unsaved-work", ("keep", UnsavedWork.Keep), ("park", UnsavedWork.Park), ("force", UnsavedWork.Force)),
            section.PathOrNull("missing-file"),
            section.Text("git", text => text.Length > 0, "a program, by its name or absolute path"),
            section.Duration("git-timeout", "1s", "1h"));
        return enabled ? new JanitorSettings<ForgeOptions>(options, isDry) : null;
    }

    private static string? Needed(SettingReader section, string key, bool isNeeded)
    {
        if (isNeeded && section.IsNull(key)) section.Note(key, $"expected {HomePath.Expected}");
        return section.PathOrNull(key);
    }

    private static Uri Address(SettingReader section, bool isNeeded)
    {
        const string Key = "base-url";
        const string Expected = "the forge's address, https://host or https://host/path, without user, query and fragment";
        if (isNeeded || !section.IsNull(Key))
            return section.Value<Uri>(Key, TryAddress, Expected) ?? new Uri("about:blank");
        return new Uri("about:blank");
    }

    private static bool TryAddress(string text, [MaybeNullWhen(false)] out Uri address) =>
        Uri.TryCreate(text, UriKind.Absolute, out address) && address.Scheme is "http" or "https"
        && address is { Host.Length: > 0, UserInfo: "", Query: "", Fragment: "" };

    private static ForgeToken? Token(SettingReader section)
    {
        var text = section.TextOrNull(
            "token", token => token.Length > 0 && token.All(letter => letter is > ' ' and <= '~'), "an access token");
        var file = section.PathOrNull("token-file");
        if (text is not null && file is not null) section.Note("token", "expected either token or token-file, not both");
        return file is not null ? ForgeToken.In(file) : text is not null ? ForgeToken.Of(text) : null;
    }
}
