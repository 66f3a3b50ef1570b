using System.Globalization;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Core.Journal;

/// <summary>Events of the supervisor as people read them.</summary>
internal static class HostLine
{
    /// <summary>The words of one event; null for one that is of no interest to a reader.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="time">How instants are shown.</param>
    public static LineWords? Of(HostEvent happened, Func<DateTimeOffset, string> time) => happened switch
    {
        HostEvent.Started => new LineWords("started", ""),
        HostEvent.Ended => new LineWords("ended", "in order"),
        HostEvent.SettingsApplied applied => new LineWords("settings", Format($"generation {applied.Generation} is in force")),
        HostEvent.StormBraked storm => new LineWords(
            "storm-brake", Format($"{storm.Proposed} of {storm.Running} running containers would be stopped in one pass: none is")),
        HostEvent.ClockGapped gapped => new LineWords("clock-gap", $"the wall clock moved by {Durations.Text(gapped.Gap)}"),
        HostEvent.ActorFailed failed => new LineWords("actor-failed", Text(failed, time), failed.Session.Value),
        HostEvent.ActorTrusted trusted => new LineWords("actor-trusted", "its failures are forgotten", trusted.Session.Value),
        HostEvent.StrayIntended stray => new LineWords(
            "intent", $"stop container {stray.Container.Id}: {stray.Why}", Who(stray.Container.Session)),
        HostEvent.StrayEnded stray => new LineWords(
            "stop-orphan", JournalWords.Text("orphan", null, stray.Why, stray.Outcome), Who(stray.Session)),
        HostEvent.OrderEnded ended => new LineWords("order", $"{Text(ended.Order)} {By(ended.Order)}: {JournalWords.Text(ended.Outcome)}"),
        HostEvent.JournalGap gap => new LineWords("journal-gap", Format($"{gap.Lost} events lost since {time(gap.Since)}: {gap.Why}")),
        HostEvent.Noticed noticed => new LineWords(Word(noticed.Severity), $"{noticed.Topic}: {noticed.Text}", Who(noticed.Session)),
        _ => null,
    };

    /// <summary>Who gave an order, and why.</summary>
    public static string By(OperatorOrder order) => order.Why.Length == 0 ? $"by {order.Who}" : $"by {order.Who} ({order.Why})";

    /// <summary>How loud a notice is, in a word.</summary>
    public static string Word(Severity severity) => severity switch
    {
        Severity.Alarm => "ALARM",
        Severity.Warning => "warning",
        _ => "notice",
    };

    private static string Who(SessionId? session) => session?.Value ?? JournalLine.Host;

    private static string Text(OperatorOrder order) => (order.Session, order.MessageId) switch
    {
        ({ } session, null) => $"{JournalWords.Word(order.Kind)} {session}",
        ({ } session, { } message) => $"{JournalWords.Word(order.Kind)} {session} {message}",
        (null, { } message) => $"{JournalWords.Word(order.Kind)} message {message}",
        _ => JournalWords.Word(order.Kind),
    };

    private static string Text(HostEvent.ActorFailed failed, Func<DateTimeOffset, string> time)
    {
        var quarantined = failed.Failures.Until == failed.NotBefore ? "quarantined, " : "";
        return $"{failed.Error}: {quarantined}not asked again before {time(failed.NotBefore)}";
    }

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
