using System.Text.Json;
using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Host.Reports;

namespace ActorSweeper.Host.Records;

/// <summary>
/// How a host and its sessions stand, as one JSON object: <c>{"host":{"up","pid","node","version","startedAt","endedAt",
/// "generation"},"lastPass":{"at","sessions","running","degraded"},"totals":{"running":2,…},"sessions":[…],"problems":["…"]}</c>.
/// <c>up</c> is null where it cannot be told; <c>lastPass</c> and what is not known are null. <c>totals</c> counts active sessions by
/// state. Each session is <c>{"session","group","active","state","container","incarnation","heartbeat","heartbeatAgeMs","claims",
/// "pending","deadLetters","leftAloneUntil","text","judgedAt"}</c>. Of one session: <c>{"host":{…},"session":{…}}</c>, and that session
/// has besides <c>"messages":[{"id","status","tries","dueAt"}],"held":[{"id","since"}],"failedStarts":{"count","notBefore","error"},
/// "deaths":{"recent","quarantines","until"},"fault","openIntents":[{"id","at","intent"}],"dead":[{"message","at","rule","text"}],
/// "explanation":{…},"events":[{"number","at","what","text"}]</c>. The format is stable; instants are ISO-8601 in UTC, ages
/// milliseconds; members may be added.
/// </summary>
internal static class StatusJson
{
    public static void Write(HostStatus status, TextWriter output) => JsonText.WriteObject(output, json =>
    {
        WriteHost(json, status);
        if (status.Supervisor.Pass is { } pass)
            json.WriteObject("lastPass", _ =>
            {
                json.WriteInstant("at", status.Supervisor.PassEndedAt);
                json.WriteNumber("sessions", pass.Sessions);
                json.WriteNumber("running", pass.Running);
                json.WriteNumber("degraded", pass.Degraded);
            });
        else json.WriteNull("lastPass");
        json.WriteObject("totals", _ =>
        {
            foreach (var state in status.Active.GroupBy(session => session.State).OrderBy(group => group.Key))
                json.WriteNumber(ReportWords.Of(state.Key), state.Count());
        });
        json.WriteList("sessions", status.Sessions, session => WriteRow(json, session, status.Now));
        json.WriteStartArray("problems");
        foreach (var problem in status.Problems) json.WriteStringValue(problem);
        json.WriteEndArray();
    });

    public static void Write(HostStatus status, SessionDetail detail, TextWriter output) => JsonText.WriteObject(output, json =>
    {
        WriteHost(json, status);
        json.WriteObject("session", _ =>
        {
            WriteRow(json, detail.Status, status.Now);
            WriteEvidence(json, detail.Status.Session.Evidence);
            WriteCounts(json, detail.Status.Record);
            json.WriteList("openIntents", detail.Status.Record.Open, open =>
            {
                json.WriteNumber("id", open.Intent.Id);
                json.WriteInstant("at", open.At);
                json.WritePropertyName("intent");
                JsonSerializer.Serialize(json, open.Intent, JournalCodec.Options);
            });
            json.WriteList("dead", detail.Status.Record.DeadLetters, letter =>
            {
                json.WriteString("message", letter.MessageId);
                json.WriteInstant("at", letter.At);
                json.WriteString("rule", letter.Why.Rule);
                json.WriteString("text", letter.Why.Text);
            });
            json.WritePropertyName("explanation");
            JsonSerializer.Serialize(json, detail.Status.Record.Explanation, JournalCodec.Options);
            json.WriteList("events", detail.Events, line =>
            {
                json.WriteNumber("number", line.Number);
                json.WriteInstant("at", line.Line.At);
                json.WriteString("what", line.Line.Verb);
                json.WriteString("text", line.Line.Text);
            });
        });
    });

    private static void WriteHost(Utf8JsonWriter json, HostStatus status) => json.WriteObject("host", _ =>
    {
        if (status.IsUp is { } up) json.WriteBoolean("up", up);
        else json.WriteNull("up");
        var host = status.Supervisor.Host;
        if (host is null) json.WriteNull("pid");
        else json.WriteNumber("pid", host.ProcessId);
        json.WriteString("node", host?.Node);
        json.WriteString("version", host?.Version);
        json.WriteInstant("startedAt", host?.Now.Wall);
        json.WriteInstant("endedAt", status.Fleet.EndedAt);
        json.WriteNumber("generation", status.Supervisor.Generation);
    });

    private static void WriteRow(Utf8JsonWriter json, SessionStatus session, DateTimeOffset now)
    {
        json.WriteString("session", session.Session.Id.Value);
        json.WriteString("group", session.Record.Session?.Group);
        json.WriteBoolean("active", session.Record.IsActive);
        json.WriteString("state", ReportWords.Of(session.State));
        json.WriteString("container", session.Record.Current?.Name);
        json.WriteNumber("incarnation", session.Record.Incarnation);
        json.WriteInstant("heartbeat", session.Heartbeat);
        if (session.Heartbeat is { } heartbeat) json.WriteNumber("heartbeatAgeMs", Math.Round((now - heartbeat).TotalMilliseconds));
        else json.WriteNull("heartbeatAgeMs");
        json.WriteNumber("claims", session.Claims);
        json.WriteNumber("pending", session.Pending);
        json.WriteNumber("deadLetters", session.Record.DeadLetters.Count);
        json.WriteInstant("leftAloneUntil", session.LeftAloneUntil);
        json.WriteString("text", session.Text);
        json.WriteInstant("judgedAt", session.Since);
    }

    private static void WriteEvidence(Utf8JsonWriter json, SessionEvidence evidence)
    {
        json.WriteList("messages", evidence.Messages, message =>
        {
            json.WriteString("id", message.Id);
            json.WriteString("status", JsonNamingPolicy.KebabCaseLower.ConvertName(message.Status.ToString()));
            json.WriteNumber("tries", message.Tries);
            json.WriteInstant("dueAt", message.ProcessAfter ?? message.Timestamp);
        });
        json.WriteList("held", evidence.Claims, claim =>
        {
            json.WriteString("id", claim.MessageId);
            json.WriteInstant("since", claim.Since);
        });
    }

    private static void WriteCounts(Utf8JsonWriter json, SessionRecord record)
    {
        json.WriteObject("failedStarts", _ =>
        {
            json.WriteNumber("count", record.Starts.Failures);
            json.WriteInstant("notBefore", record.Starts.NotBefore);
            json.WriteString("error", record.Starts.LastError);
        });
        json.WriteObject("deaths", _ =>
        {
            json.WriteNumber("recent", record.Crashes.Deaths.Count);
            json.WriteNumber("quarantines", record.Crashes.Quarantines);
            json.WriteInstant("until", record.Crashes.Until);
        });
        json.WriteString("fault", record.Fault);
    }
}
