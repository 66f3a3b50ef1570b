using System.Globalization;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Quarantine;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Waking;

namespace ActorSweeper.Core.Journal;

/// <summary>Events of a session as people read them.</summary>
internal static class SessionLine
{
    /// <summary>The words of one event; null for one that is of no interest to a reader.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="at">When it happened.</param>
    /// <param name="time">How instants are shown.</param>
    public static LineWords? Of(SessionEvent happened, DateTimeOffset at, Func<DateTimeOffset, string> time) => happened switch
    {
        SessionEvent.Listed listed => new LineWords("listed", Text(listed.Session)),
        SessionEvent.Unlisted => new LineWords("unlisted", "no longer active"),
        SessionEvent.Unusable unusable => new LineWords("unusable", unusable.Text),
        SessionEvent.Judged judged => new LineWords("is " + JournalWords.Word(judged.State), judged.Explanation.Text),
        SessionEvent.Intended intended => new LineWords("intent", Format($"{intended.Intent.Id}: {Text(intended.Intent)}")),
        SessionEvent.Acted acted => Text(JournalWords.Word(acted.Action), acted),
        SessionEvent.Concluded concluded =>
            new LineWords("concluded", Format($"intent {concluded.Intent}: {JournalWords.Text(concluded.Outcome)}")),
        SessionEvent.CannotStop cannot =>
            new LineWords("cannot-stop", $"container {cannot.ContainerId} is left alone until {time(cannot.RetryAt)}"),
        SessionEvent.StartRequested requested =>
            new LineWords("requested", $"somebody else starts its container; not asked again before {time(requested.Until)}"),
        SessionEvent.CannotRecur cannot => new LineWords("cannot-recur", $"{cannot.Recurrence.MessageId}: {cannot.Recurrence.Error}"),
        SessionEvent.Released released => new LineWords("released", HostLine.By(released.Order)),
        SessionEvent.Noticed noticed => new LineWords(HostLine.Word(noticed.Severity), $"{noticed.Topic}: {noticed.Text}"),
        _ => OfLife(happened, at, time),
    };

    private static LineWords? OfLife(SessionEvent happened, DateTimeOffset at, Func<DateTimeOffset, string> time) => happened switch
    {
        SessionEvent.LifeBegan began =>
            Life(began.Incarnation, $"began in container {began.Container.Id}" + (began.Adopted ? ", adopted" : "")),
        SessionEvent.LifeContinued => new LineWords("life", "goes on: its container was found running"),
        SessionEvent.LifeEnded ended => Life(ended.Incarnation, "ended: " + JournalWords.Word(ended.Fate)),
        SessionEvent.Exited exited => new LineWords("exit", Text(exited)),
        SessionEvent.StartsCounted counted => new LineWords("starts", Text(counted.Starts, time)),
        SessionEvent.DeathsCounted counted => new LineWords("deaths", Text(counted.Crashes, at, time)),
        _ => null,
    };

    /// <summary>What an act is to be, without its reason.</summary>
    public static string Text(Intent intent) => intent switch
    {
        Intent.Stop stop =>
            $"{JournalWords.Word(stop.Rung)} container {stop.Container.Id}: {JournalWords.Text("stop", stop.MessageId, stop.Why, null)}",
        Intent.Wake wake => $"wake for {wake.MessageId}",
        Intent.Change change => "change " + string.Join(", ", change.Changes.Select(Text).Concat(Dropped(change.DropClaims))),
        _ => "",
    };

    private static string Text(PlannedChange change) => $"{JournalWords.Word(change.Action)} {change.Change.MessageId}";

    private static IEnumerable<string> Dropped(IReadOnlyList<Claim> claims) =>
        claims.Select(claim => "drop the claim of " + claim.MessageId);

    private static LineWords Life(int incarnation, string text) => new(Format($"life {incarnation}"), text);

    private static string Text(Session session) => $"group {session.Group}"
        + (session.Zone is { } zone && zone != "UTC" ? $", zone {zone}" : "")
        + (session.WakeBarrier is { } barrier ? $", not to be woken: {barrier}" : "");

    private static LineWords Text(string action, SessionEvent.Acted acted) =>
        new(action, JournalWords.Text(action, acted.MessageId, acted.Why, acted.Outcome));

    private static string Text(SessionEvent.Exited exited)
    {
        var code = exited.ExitCode is { } number ? Format($"exit code {number}") : "exit code unknown";
        var lines = exited.LastLines.Count == 0 ? "" : ": " + string.Join(" | ", exited.LastLines);
        return $"container {exited.ContainerId}, {code}{lines}";
    }

    private static string Text(StartBackoff starts, Func<DateTimeOffset, string> time)
    {
        if (starts.Failures == 0) return "failures are forgotten";
        var pause = starts.NotBefore is { } until ? $", the next one not before {time(until)}" : "";
        return Format($"{starts.Failures} failed{pause}: {starts.LastError}");
    }

    private static string Text(CrashHistory crashes, DateTimeOffset at, Func<DateTimeOffset, string> time) => crashes switch
    {
        { Until: { } until } when until > at => Format($"too many: quarantine {crashes.Quarantines} until {time(until)}"),
        { Deaths.Count: 0 } => "forgotten",
        _ => Format($"{crashes.Deaths.Count} lately"),
    };

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
