using System.Text.RegularExpressions;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Adapters.Launching;

/// <summary>
/// The placeholders in templates, commands and addresses: <c>{session}</c>, <c>{sessionDir}</c>, <c>{group}</c>,
/// <c>{groupFolder}</c> and <c>{root}</c>. Other text in braces stays as it is: it may be JSON.
/// </summary>
public sealed partial class SessionPlaceholders
{
    private static readonly string[] Names = ["session", "sessionDir", "group", "groupFolder", "root"];

    private readonly Dictionary<string, string> _values;

    /// <summary>The values for one session.</summary>
    /// <param name="session">The session; null leaves all but <c>{root}</c> empty.</param>
    /// <param name="root">The installation's root.</param>
    public SessionPlaceholders(Session? session, string root) => _values = new Dictionary<string, string>
    {
        ["session"] = session?.Id.Value ?? "",
        ["sessionDir"] = session?.Directory ?? "",
        ["group"] = session?.Group ?? "",
        ["groupFolder"] = session?.GroupFolder ?? "",
        ["root"] = root,
    };

    /// <summary>Words in braces that look like placeholders and are none, for the check of a configuration.</summary>
    /// <param name="text">The text with placeholders.</param>
    public static IReadOnlyList<string> Unknown(string text) =>
        [.. Placeholder().Matches(text).Select(match => match.Groups["name"].Value).Where(name => !Names.Contains(name)).Distinct()];

    /// <summary>Puts the values in.</summary>
    /// <param name="text">The text with placeholders.</param>
    public string Expand(string text) => Expand(text, value => value);

    /// <summary>Puts the values in.</summary>
    /// <param name="text">The text with placeholders.</param>
    /// <param name="escape">Makes a value fit for the text around it.</param>
    public string Expand(string text, Func<string, string> escape) => Placeholder().Replace(
        text, match => _values.TryGetValue(match.Groups["name"].Value, out var value) ? escape(value) : match.Value);

    [GeneratedRegex(@"\{(?<name>[A-Za-z]+)\}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
