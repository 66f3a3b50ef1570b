using System.Text.RegularExpressions;
using ActorSweeper.Adapters.NanoClaw;
using ActorSweeper.Core.Spelling;

namespace ActorSweeper.Host.Configuration;

/// <summary>
/// Checks the placeholders of a text and puts in what is known when the configuration is read: <c>{root}</c> and <c>{slug}</c> of
/// the installation. Those of a session stay for later.
/// </summary>
/// <param name="root">The installation's root; null when there is none, or a wrong one.</param>
internal sealed partial class Placeholders(string? root)
{
    private const string Slug = "slug";

    private readonly string _slug = root is null ? "" : NanoClawInstall.Slug(root);

    /// <summary>A text of the installation: <c>{root}</c> and <c>{slug}</c> are put in.</summary>
    /// <param name="section">The section of the key.</param>
    /// <param name="key">The key.</param>
    /// <param name="text">The text.</param>
    /// <param name="needsRoot">Whether it is an error that the installation's root is not known.</param>
    public string OfInstall(SettingReader section, string key, string text, bool needsRoot)
    {
        NoteUnknown(section, key, text, ["root", Slug]);
        if (root is null && needsRoot) NoteRootless(section, key, text, "{root}");
        if (root is null && needsRoot) NoteRootless(section, key, text, "{slug}");
        var expanded = WithSlug(text).Replace("{root}", root, StringComparison.Ordinal);
        if (root is not null) section.Expand(key, expanded);
        return expanded;
    }

    /// <summary>A text that is used for one session: only <c>{slug}</c> is put in.</summary>
    /// <param name="section">The section of the key.</param>
    /// <param name="key">The key.</param>
    /// <param name="text">The text.</param>
    public string OfSession(SettingReader section, string key, string text)
    {
        NoteUnknown(section, key, text, ["session", "sessionDir", "group", "groupFolder", "root", Slug]);
        return WithSlug(text);
    }

    private string WithSlug(string text) => text.Replace("{slug}", _slug, StringComparison.Ordinal);

    private static void NoteUnknown(SettingReader section, string key, string text, string[] known)
    {
        foreach (var name in Word().Matches(text).Select(match => match.Groups["name"].Value).Except(known, StringComparer.Ordinal))
        {
            section.Note(
                key,
                $"{{{name}}} is no placeholder here; expected {string.Join(", ", known.Select(word => $"{{{word}}}"))}",
                Nearest.To(name, known) is { } nearest ? $"{{{nearest}}}" : null);
        }
    }

    private static void NoteRootless(SettingReader section, string key, string text, string placeholder)
    {
        if (text.Contains(placeholder, StringComparison.Ordinal))
            section.Note(key, $"{placeholder} needs actorsweeper.sources.nanoclaw.root, which is not set");
    }

    // After a dollar sign it is a shell's variable.
    [GeneratedRegex(@"(?<!\$)\{(?<name>[A-Za-z]+)\}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();
}
