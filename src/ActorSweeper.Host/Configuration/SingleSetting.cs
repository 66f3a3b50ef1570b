using ActorSweeper.Hocon;

namespace ActorSweeper.Host.Configuration;

/// <summary>One setting of the command line: <c>key=value</c>.</summary>
internal static class SingleSetting
{
    /// <summary>Whether a text has the form of one.</summary>
    public static bool IsOne(string text) => text.IndexOf('=', StringComparison.Ordinal) > 0;

    /// <summary>
    /// Reads one. The root key may be left out. A value that begins like a list, a section, a quoted text or a substitution is
    /// HOCON; any other is taken literally, so that addresses and labels need no quotes within the shell's own.
    /// </summary>
    /// <exception cref="HoconException">The key or the value is malformed.</exception>
    public static HoconDocument Parse(string text, HoconOptions options)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        var keys = Keys(text[..at].Trim());
        var value = text[(at + 1)..].Trim();
        var isHocon = value is "null" or ['[' or '{' or '"', ..] || value.StartsWith("${", StringComparison.Ordinal);
        var key = string.Join('.', keys.Select(SettingText.Key));
        return HoconDocument.ParseText($"{key} = {(isHocon ? value : SettingText.Quoted(value))}", SettingOrigin.CommandLine, options);
    }

    private static IEnumerable<string> Keys(string text)
    {
        try
        {
            var keys = HoconPath.Parse(text).Keys;
            return keys[0] == HostReading.RootKey ? keys : keys.Prepend(HostReading.RootKey);
        }
        catch (HoconException malformed)
        {
            var place = new HoconOrigin(HoconOriginKind.Text, SettingOrigin.CommandLine, 0, 0);
            throw new HoconException(malformed.Kind, $"'{text}' is not a key: {malformed.Problem}", place, malformed.Remedy, malformed);
        }
    }
}
