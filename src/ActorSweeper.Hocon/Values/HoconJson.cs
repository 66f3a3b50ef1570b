using System.Globalization;
using System.Text.Json;

namespace ActorSweeper.Hocon;

/// <summary>Writes resolved values as JSON. Numbers keep their source text where JSON allows it: <c>1.50</c> stays <c>1.50</c>.</summary>
public static class HoconJson
{
    /// <summary>Writes a value.</summary>
    /// <param name="writer">Receives the value; its MaxDepth must be at least 512 for the deepest accepted document.</param>
    /// <param name="value">The value to write.</param>
    public static void Write(Utf8JsonWriter writer, HoconValue value)
    {
        switch (value)
        {
            case HoconObject fields:
                writer.WriteStartObject();
                foreach (var (key, field) in fields)
                {
                    writer.WritePropertyName(key);
                    Write(writer, field);
                }

                writer.WriteEndObject();
                break;
            case HoconArray items:
                writer.WriteStartArray();
                foreach (var item in items) Write(writer, item);
                writer.WriteEndArray();
                break;
            case HoconString text:
                writer.WriteStringValue(text.Text);
                break;
            case HoconNumber number:
                writer.WriteRawValue(NumberOf(number.Text));
                break;
            case HoconBoolean boolean:
                writer.WriteBooleanValue(boolean.Value);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    /// <summary>JSON forbids leading zeros and bare periods, both of which HOCON reads as Java does.</summary>
    private static string NumberOf(string text)
    {
        var sign = text.StartsWith('-') ? "-" : "";
        var rest = text.AsSpan(sign.Length);
        var end = rest.IndexOfAny('e', 'E');
        var exponent = end < 0 ? "" : rest[end..].ToString();
        if (end >= 0) rest = rest[..end];
        var period = rest.IndexOf('.');
        var whole = (period < 0 ? rest : rest[..period]).TrimStart('0');
        var fraction = period < 0 ? "" : rest[(period + 1)..].ToString();
        return string.Create(
            CultureInfo.InvariantCulture, $"{sign}{(whole.IsEmpty ? "0" : whole)}{(fraction.Length == 0 ? "" : ".")}{fraction}{exponent}");
    }
}
