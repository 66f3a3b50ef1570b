using System.CommandLine;
using System.Text.Json;
using ActorSweeper.Adapters.Sqlite.Journal;
using ActorSweeper.Core.Explaining;
using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;
using ActorSweeper.Host.Configuration;
using ActorSweeper.Host.Hosting;
using ActorSweeper.Host.Records;
using ActorSweeper.Host.Reports;

namespace ActorSweeper.Host.CommandLine;

/// <summary>
/// <c>explain</c>: why a session stands as it does. With <c>--json</c> the explanation is one JSON object, the same as in the journal:
/// <c>{"session","at","state","decision","deciding","text","findings":[{"rule","holds","observed","age","limit","changesAt"}],
/// "deadline"}</c>, and behind these <c>"incarnation","seenAt","generation","notes":["…"]</c>. What is null is left out; instants are
/// ISO-8601, ages and limits spans such as <c>00:01:00</c>. The format is stable; members may be added.
/// </summary>
internal static class ExplainCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(Surroundings surroundings)
    {
        var session = new Argument<string>("SESSION") { Description = "Which session, as its source spells it." };
        var at = new Option<string?>("--at")
        {
            Description = "The instant to explain, as 2026-03-29T00:30:00Z (UTC without Z or an offset), or a span back such as -10m. Now,"
                + " if not given. One that lies ahead is explained as if nothing happened until then.",
            HelpName = "INSTANT",
        };
        var json = new Option<bool>("--json") { Description = "Print exactly one JSON object on standard output." };
        var command = new DocumentedCommand(
            "explain",
            "Says why a session stands as it does: every rule with what was observed, the limit and whether it holds, which one decided,"
                + " and what would change it and when. It reads the journal and judges by the settings that were in force, with the same"
                + " rules as the host; what it says of a session's files is what the last look found. Exit codes: 0 shown, 2 wrong usage or"
                + " configuration, no such session, or an instant before the journal's oldest event, 3 there is no journal or it cannot be"
                + " read.",
            "actorsweeper explain sess-1790 --config nanoclaw.conf",
            "actorsweeper explain sess-1790 --at -10m --config nanoclaw.conf",
            "actorsweeper explain sess-1790 --at 2026-11-21T11:41:34Z --json --config nanoclaw.conf | jq .deciding")
        {
            session, at, json,
        };
        var configuration = new ConfigurationOptions(command);
        command.SetAction((line, cancellation) => RunAsync(
            configuration.Settings(line, surroundings),
            new SessionId(line.GetRequiredValue(session)),
            line.GetValue(at),
            line.GetValue(json),
            surroundings,
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        HostSettings settings, SessionId session, string? atText, bool json, Surroundings surroundings, CancellationToken cancellation)
    {
        var now = surroundings.Time.GetUtcNow();
        var at = atText is null ? now : InstantText.Read("--at", atText, now);
        await using var journal = StateFile.Require(settings.DataDirectory, JournalAccess.Read);
        await KnownSessions.RequireAsync(journal, session, cancellation);
        var history = at < now
            ? await SessionHistory.AtAsync(journal, session, at, cancellation)
            : await SessionHistory.NowAsync(journal, session, cancellation);
        if (history.Begin is null || at < history.Begin) throw await TooEarlyAsync(journal, session, at, cancellation);
        var supervision = history.Settings ?? settings.Supervision;
        var limits = supervision.LimitsOf(history.Past.Record.Session?.Group ?? "");
        var explanation = RecordedExplanation.Of(history.Past, history.Supervisor, limits, at)
            ?? throw new CommandMistakeException($"session {session} was not listed by its source yet at {Timestamp.ToIso(at)}");
        var notes = Notes(history, at, now, settings.DataDirectory).ToList();
        if (json) WriteJson(explanation, history, notes, surroundings.Output);
        else
        {
            foreach (var text in ExplanationText.Lines(explanation)) surroundings.Output.WriteLine(text);
            surroundings.Output.WriteLine();
            foreach (var note in Context(history, at).Concat(notes)) surroundings.Output.WriteLine(Core.Text.Printable.Escape(note));
        }

        return ExitCode.Done;
    }

    private static async Task<CommandMistakeException> TooEarlyAsync(
        IJournal journal, SessionId session, DateTimeOffset at, CancellationToken cancellation)
    {
        var all = await SessionHistory.OwnAsync(journal, await journal.BasesAsync(cancellation), session, null, cancellation);
        var why = all.Before is null ? "" : ": older events were dropped, as journal.keep-for and journal.max-size say";
        return new CommandMistakeException(
            $"of session {session} the journal goes back to {(all.Begin is { } begin ? Timestamp.ToIso(begin) : "no instant")}, not to"
                + $" {Timestamp.ToIso(at)}{why}");
    }

    private static IEnumerable<string> Context(SessionHistory history, DateTimeOffset at)
    {
        var record = history.Past.Record;
        if (record.Seen is { } seen) yield return $"What its files said was last news at {StatusWords.Ago(seen.Now.Wall, at)}.";
        if (record.Incarnation > 0)
            yield return record.Current is { } current
                ? $"Life {StatusWords.Number(record.Incarnation)}, container {current.Name}."
                : $"Lives so far: {StatusWords.Number(record.Incarnation)}.";
        if (history.Supervisor.Generation > 0)
            yield return $"Judged by settings generation {StatusWords.Number(history.Supervisor.Generation)}.";
    }

    private static IEnumerable<string> Notes(SessionHistory history, DateTimeOffset at, DateTimeOffset now, string dataDirectory)
    {
        foreach (var open in history.Past.Record.Open)
            yield return $"Begun at {StatusWords.Ago(open.At, at)}, and its end is not known: {SessionDetail.Text(open.Intent)}.";
        if (history.Settings is null) yield return "The journal does not say which settings were in force: judged by those of today.";
        if (history.HasGap)
            yield return "Events are missing in the journal: what they would say is known only as far as later ones tell it.";
        if (at >= now && InstanceLock.IsHeld(dataDirectory) == false)
            yield return "No host is running: nothing of this is done until one is.";
        if (at > now) yield return $"This instant lies ahead: it holds if nothing happens until then (now is {Timestamp.ToIso(now)}).";
    }

    private static void WriteJson(Explanation explanation, SessionHistory history, IReadOnlyList<string> notes, TextWriter output) =>
        JsonText.WriteObject(output, json =>
        {
            using var same = JsonSerializer.SerializeToDocument(explanation, JournalCodec.Options);
            foreach (var member in same.RootElement.EnumerateObject()) member.WriteTo(json);
            json.WriteNumber("incarnation", history.Past.Record.Incarnation);
            json.WriteInstant("seenAt", history.Past.Record.Seen?.Now.Wall);
            json.WriteNumber("generation", history.Supervisor.Generation);
            json.WriteStartArray("notes");
            foreach (var note in notes) json.WriteStringValue(note);
            json.WriteEndArray();
        });
}
