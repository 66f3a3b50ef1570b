using System.Text.Json;
using ActorSweeper.Core.Time;
using ActorSweeper.Supervision.Events;
using ActorSweeper.Supervision.Passes;

namespace ActorSweeper.Host.Reports;

/// <summary>
/// A pass as one JSON object: <c>{"startedAt","finishedAt","sessions":{"examined","running","degraded"},"actions":[…],
/// "errors":[…]}</c>. The format is stable; instants are ISO-8601 in UTC, ages and limits milliseconds.
/// </summary>
internal static class PassJson
{
    public static void Write(PassReport report, TextWriter output)
    {
        using var buffer = new MemoryStream();
        using var json = new Utf8JsonWriter(
            buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("startedAt", Timestamp.ToIso(report.StartedAt));
        json.WriteString("finishedAt", Timestamp.ToIso(report.FinishedAt));
        json.WriteStartObject("sessions");
        json.WriteNumber("examined", report.Examined);
        json.WriteNumber("running", report.Running);
        json.WriteNumber("degraded", report.Degraded);
        json.WriteEndObject();
        json.WriteStartArray("actions");
        foreach (var action in report.Actions) WriteAction(json, action);
        json.WriteEndArray();
        json.WriteStartArray("errors");
        foreach (var error in report.Errors) WriteError(json, error);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        output.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }

    private static void WriteAction(Utf8JsonWriter json, ActionTaken action)
    {
        json.WriteStartObject();
        json.WriteString("session", action.Session?.Value);
        json.WriteString("group", action.Group);
        json.WriteString("action", ReportWords.Of(action.Action));
        json.WriteString("rule", action.Why.Rule);
        json.WriteString("message", action.MessageId);
        json.WriteStartObject("evidence");
        json.WriteString("text", action.Why.Text);
        if (action.Why.Age is { } age) json.WriteNumber("ageMs", Math.Round(age.TotalMilliseconds));
        if (action.Why.Limit is { } limit) json.WriteNumber("limitMs", Math.Round(limit.TotalMilliseconds));
        json.WriteEndObject();
        json.WriteString("outcome", ReportWords.Of(action.Outcome));
        json.WriteEndObject();
    }

    private static void WriteError(Utf8JsonWriter json, Notice error)
    {
        json.WriteStartObject();
        json.WriteString("session", error.Session?.Value);
        json.WriteString("error", error.Text);
        json.WriteEndObject();
    }
}
