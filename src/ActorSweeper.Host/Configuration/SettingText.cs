using ActorSweeper.Hocon;

namespace ActorSweeper.Host.Configuration;

/// <summary>Writes values and keys the way they stand in a file.</summary>
internal static class SettingText
{
    /// <summary>A value under a key, on one line, in HOCON; secrets are hidden.</summary>
    public static string Of(string name, HoconValue value) => Of(name, value, showsSecrets: false);

    /// <summary>A value on one line, in HOCON, with its secrets: to compare, never to show.</summary>
    public static string Plain(HoconValue value) => Of("", value, showsSecrets: true);

    /// <summary>A name as part of a key: quoted where HOCON would read it as several.</summary>
    public static string Key(string name) => name.Length > 0 && name.All(IsPlain) ? name : Quoted(name);

    /// <summary>A text, quoted where HOCON would read it otherwise.</summary>
    public static string Text(string text) =>
        text.Length > 0 && text != "null" && !text.Contains("//", StringComparison.Ordinal)
        && text.All(letter => IsPlain(letter) || letter is '.' or '/')
            ? text
            : Quoted(text);

    /// <summary>A text in quotes.</summary>
    public static string Quoted(string text) => "\"" + text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal)
        .Replace("\r", "\\r", StringComparison.Ordinal)
        .Replace("\t", "\\t", StringComparison.Ordinal) + "\"";

    private static string Of(string name, HoconValue value, bool showsSecrets) => value switch
    {
        HoconNull => "null",
        _ when !showsSecrets && Secrets.Covers(name) => Quoted(Secrets.Hidden),
        HoconArray list => $"[{string.Join(", ", list.Select(item => Of("", item, showsSecrets)))}]",
        HoconObject { Count: 0 } => "{}",
        HoconObject section =>
            $"{{ {string.Join(", ", section.Select(member => $"{Key(member.Key)} = {Of(member.Key, member.Value, showsSecrets)}"))} }}",
        _ => Text(showsSecrets ? value.ToString()! : Secrets.Masked(value.ToString()!)),
    };

    private static bool IsPlain(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_';
}
