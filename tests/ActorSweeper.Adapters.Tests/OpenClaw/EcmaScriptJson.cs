using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ActorSweeper.Adapters.Tests.OpenClaw;

/// <summary>Writes JSON as OpenClaw does: ECMAScript's JSON.stringify with two blanks of indentation.</summary>
internal static class EcmaScriptJson
{
    public static string Text(JsonElement value) => Append(new StringBuilder(), value, "\n").ToString();

    private static StringBuilder Append(StringBuilder text, JsonElement value, string line)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                return Items(text, "{", "}", line, value.EnumerateObject(), (member, inner) =>
                    Append(AppendText(text, member.Name).Append(": "), member.Value, inner));
            case JsonValueKind.Array:
                return Items(text, "[", "]", line, value.EnumerateArray(), (item, inner) => Append(text, item, inner));
            case JsonValueKind.String:
                return AppendText(text, value.GetString()!);
            default:
                return text.Append(value.GetRawText());
        }
    }

    private static StringBuilder Items<T>(
        StringBuilder text, string open, string close, string line, IEnumerable<T> items, Action<T, string> append)
    {
        var count = 0;
        text.Append(open);
        foreach (var item in items)
        {
            text.Append(count++ > 0 ? "," : "").Append(line).Append("  ");
            append(item, line + "  ");
        }

        return text.Append(count > 0 ? line : "").Append(close);
    }

    private static StringBuilder AppendText(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var character in value)
        {
            _ = character switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append(@"\\"),
                '\n' => text.Append(@"\n"),
                '\r' => text.Append(@"\r"),
                '\t' => text.Append(@"\t"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => text.Append(character),
            };
        }

        return text.Append('"');
    }
}
