using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;
using ActorSweeper.Host.Reports;

namespace ActorSweeper.Host.Records;

/// <summary>One session in detail.</summary>
/// <param name="Status">How it stands.</param>
/// <param name="Events">Its last events that are of interest to a reader, in their order.</param>
internal sealed record SessionDetail(SessionStatus Status, IReadOnlyList<JournalTranscript.NumberedLine> Events)
{
    private const int EventsShown = 20;
    private const int MessagesShown = 10;

    /// <summary>Reads it.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="session">Which session.</param>
    /// <param name="supervisor">The host as a whole.</param>
    /// <param name="now">This instant.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="JournalException">The journal cannot be read.</exception>
    public static async Task<SessionDetail> ReadAsync(
        IJournal journal, SessionId session, SupervisorRecord supervisor, DateTimeOffset now, CancellationToken cancellation)
    {
        var own = await SessionHistory.OwnAsync(journal, await journal.BasesAsync(cancellation), session, null, cancellation);
        var recorded = await RecordedFleet.SessionAsync(journal, session, cancellation);
        var before = own.Before is null
            ? null
            : new Dictionary<string, JournalState>(StringComparer.Ordinal) { [own.Before.Stream] = own.Before.State };
        var lines = JournalTranscript.Of(own.Events, null, before);
        return new SessionDetail(SessionStatus.Of(recorded, supervisor, now), [.. lines.TakeLast(EventsShown)]);
    }

    /// <summary>The lines for people.</summary>
    public IEnumerable<string> Lines(DateTimeOffset now)
    {
        var (record, session) = (Status.Record, Status.Record.Session);
        yield return StatusWords.Labelled("session", Status.Session.Id.Value + (record.IsActive ? "" : ": no longer active"));
        if (session is not null)
        {
            yield return StatusWords.Labelled("group", session.Group);
            yield return StatusWords.Labelled("folder", session.Directory);
        }

        yield return StatusWords.Labelled("state", ReportWords.Of(Status.State));
        yield return StatusWords.Labelled("why", StatusWords.Sentence(Status, now));
        yield return StatusWords.Labelled("container", Container(record, now));
        foreach (var line in Holds(record, now).Concat(Evidence(now)).Concat(Open(record, now))) yield return line;
        yield return "";
        foreach (var line in Events)
            yield return Core.Text.Printable.Escape($"{Timestamp.ToIso(line.Line.At)}  {line.Line.Verb}: {line.Line.Text}");
    }

    private static string Container(SessionRecord record, DateTimeOffset now)
    {
        if (record.Current is not { } current) return record.Incarnation == 0 ? "none yet" : $"none; lives so far: {record.Incarnation}";
        var since = current.StartedAt is { } started ? $", started {StatusWords.Ago(started, now)}" : "";
        var id = current.Id == current.Name ? "" : $" ({current.Id})";
        return $"{current.Name}{id}, life {StatusWords.Number(record.Incarnation)}{since}";
    }

    private static IEnumerable<string> Holds(SessionRecord record, DateTimeOffset now)
    {
        if (record.Fault is { } fault) yield return StatusWords.Labelled("files", fault);
        if (record.Crashes.Until is { } until && until > now)
            yield return StatusWords.Labelled(
                "quarantine", $"until {StatusWords.Ago(until, now)}, number {record.Crashes.Quarantines} in a row");
        else if (record.Crashes.Deaths.Count > 0)
            yield return StatusWords.Labelled(
                "deaths", $"{record.Crashes.Deaths.Count} lately, the last {StatusWords.Ago(record.Crashes.Deaths[^1], now)}");
        if (record.Starts is { Failures: > 0 } starts)
        {
            var next = starts.NotBefore is { } notBefore && notBefore > now
                ? $"; the next not before {StatusWords.Ago(notBefore, now)}"
                : "";
            yield return StatusWords.Labelled("starts", $"{starts.Failures} failed in a row{next}: {starts.LastError}");
        }

        if (record.Unstoppable is { } left && left.RetryAt > now)
            yield return StatusWords.Labelled(
                "cannot stop", $"container {left.ContainerId}: tried again {StatusWords.Ago(left.RetryAt, now)}");
        if (record.RequestedUntil is { } requested && requested > now)
            yield return StatusWords.Labelled(
                "requested", $"a start by another program; not asked again before {StatusWords.Ago(requested, now)}");
    }

    private IEnumerable<string> Evidence(DateTimeOffset now)
    {
        var evidence = Status.Session.Evidence;
        if (Status.Heartbeat is { } heartbeat) yield return StatusWords.Labelled("heartbeat", StatusWords.Ago(heartbeat, now));
        if (evidence.Tool is { } tool)
        {
            var timeout = tool.Timeout is { } limit ? $", may take {Durations.Text(limit)}" : "";
            var since = tool.StartedAt is { } started ? $", since {StatusWords.Ago(started, now)}" : "";
            yield return StatusWords.Labelled("tool", tool.Name + timeout + since);
        }

        foreach (var claim in evidence.Claims)
            yield return StatusWords.Labelled(
                "claim",
                claim.MessageId + (claim.Since is { } since ? $" since {StatusWords.Ago(since, now)}" : ", since when is unknown"));
        var waiting = evidence.Messages.Where(message => message.Status == MessageStatus.Pending)
            .OrderBy(message => message.DueAt).ToList();
        foreach (var message in waiting.Take(MessagesShown)) yield return StatusWords.Labelled("pending", Pending(message, now));
        if (waiting.Count > MessagesShown) yield return StatusWords.Labelled("pending", $"and {waiting.Count - MessagesShown} more");
    }

    private static string Pending(Message message, DateTimeOffset now)
    {
        var tries = message.Tries == 0 ? "" : $", tries {StatusWords.Number(message.Tries)}";
        var due = message.ProcessAfter is { } at && at > now ? $", due {StatusWords.Ago(at, now)}" : "";
        return message.Id + (message.Triggers ? "" : ", context only") + tries + due;
    }

    private static IEnumerable<string> Open(SessionRecord record, DateTimeOffset now)
    {
        foreach (var open in record.Open)
            yield return StatusWords.Labelled(
                "open", $"intent {StatusWords.Number(open.Intent.Id)}, {StatusWords.Ago(open.At, now)}: {Text(open.Intent)}");
        foreach (var letter in record.DeadLetters.TakeLast(MessagesShown))
            yield return StatusWords.Labelled(
                "dead", $"{letter.MessageId}, {StatusWords.Ago(letter.At, now)} [{letter.Why.Rule}] {letter.Why.Text}");
        if (record.DeadLetters.Count > MessagesShown)
            yield return StatusWords.Labelled("dead", $"and {record.DeadLetters.Count - MessagesShown} before");
        foreach (var bad in record.BadRecurrences)
            yield return StatusWords.Labelled("recurrence", $"{bad.MessageId} cannot go on: {bad.Error}");
    }

    /// <summary>What an act is to be.</summary>
    public static string Text(Intent intent) => intent switch
    {
        Intent.Stop stop => $"{ReportWords.Of(stop.Rung)} container {stop.Container.Name} [{stop.Why.Rule}] {stop.Why.Text}",
        Intent.Wake wake => $"wake for {wake.MessageId}: {wake.Why.Text}",
        Intent.Change change => "change " + string.Join(
            ", ", change.Changes.Select(planned => $"{ReportWords.Of(planned.Action)} {planned.Change.MessageId}")),
        _ => "",
    };
}
