using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ActorSweeper.Hocon;
using ActorSweeper.Host.Configuration;

namespace ActorSweeper.Host.CommandLine;

/// <summary>Writes configurations, and what is wrong with them, as JSON.</summary>
internal static class ConfigurationJson
{
    private static readonly JsonWriterOptions Layout =
        new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = HoconLimits.MaxDepth + 16 };

    /// <summary>Writes any resolved value.</summary>
    public static void Write(TextWriter output, HoconValue value) => Write(output, writer => HoconJson.Write(writer, value));

    /// <summary>Writes the outcome of a check: <c>ok</c>, <c>file</c> and <c>errors</c>.</summary>
    public static void WriteCheck(TextWriter output, string? file, IReadOnlyList<ConfigurationError> errors) => Write(output, writer =>
    {
        writer.WriteStartObject();
        writer.WriteBoolean("ok", errors.Count == 0);
        writer.WriteString("file", file);
        writer.WriteStartArray("errors");
        foreach (var error in errors)
        {
            writer.WriteStartObject();
            WriteOrigin(writer, error.Origin);
            writer.WriteString("key", error.Key);
            writer.WriteString("value", error.Value);
            writer.WriteString("problem", error.Problem);
            writer.WriteString("nearest", error.Nearest);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    /// <summary>Writes the values in force: a list of <c>key</c>, <c>value</c> and origin, secrets hidden.</summary>
    public static void WriteValues(TextWriter output, IReadOnlyList<EffectiveValue> values, string directory) => Write(output, writer =>
    {
        writer.WriteStartArray();
        foreach (var value in values)
        {
            writer.WriteStartObject();
            writer.WriteString("key", value.Key);
            writer.WritePropertyName("value");
            WriteShown(writer, value.Name, value.Value);
            WriteOrigin(writer, SettingOrigin.Of(value.Value.Origin, directory));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    private static void WriteOrigin(Utf8JsonWriter writer, SettingOrigin origin)
    {
        writer.WriteString("source", origin.Source);
        if (origin.Line is { } line) writer.WriteNumber("line", line);
        else writer.WriteNull("line");
        writer.WriteString("variable", origin.Variable);
    }

    private static void WriteShown(Utf8JsonWriter writer, string name, HoconValue value)
    {
        if (value is not HoconNull && Secrets.Covers(name)) writer.WriteStringValue(Secrets.Hidden);
        else if (value is HoconObject section)
        {
            writer.WriteStartObject();
            foreach (var (key, member) in section)
            {
                writer.WritePropertyName(key);
                WriteShown(writer, key, member);
            }

            writer.WriteEndObject();
        }
        else if (value is HoconArray list)
        {
            writer.WriteStartArray();
            foreach (var item in list) WriteShown(writer, "", item);
            writer.WriteEndArray();
        }
        else if (value is HoconString text) writer.WriteStringValue(Secrets.Masked(text.Text));
        else HoconJson.Write(writer, value);
    }

    private static void Write(TextWriter output, Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Layout)) write(writer);
        output.WriteLine(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }
}
