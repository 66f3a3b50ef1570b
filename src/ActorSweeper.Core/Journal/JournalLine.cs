using ActorSweeper.Core.Retention;
using ActorSweeper.Core.Scheduling;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Core.Journal;

/// <summary>An event of the journal as people read it: one line.</summary>
/// <param name="At">When, by the wall clock.</param>
/// <param name="Who">The session concerned; <c>host</c> for the host as a whole.</param>
/// <param name="Verb">What happened, in a word or two: <c>stop</c>, <c>is waiting</c>, <c>life 2</c>.</param>
/// <param name="Text">Everything else.</param>
public sealed record JournalLine(DateTimeOffset At, string Who, string Verb, string Text)
{
    /// <summary>What stands for the host as a whole.</summary>
    public const string Host = "host";

    /// <summary>The line of one event by itself; null for an event that is of no interest to a reader.</summary>
    /// <param name="record">The event.</param>
    /// <param name="begin">Instants are shown as the time since then; null shows them as ISO-8601.</param>
    public static JournalLine? Of(JournalRecord record, DateTimeOffset? begin = null)
    {
        var words = record.Event switch
        {
            SessionEvent happened => SessionLine.Of(happened, record.At, at => RelativeTime.Text(at, begin)),
            HostEvent happened => HostLine.Of(happened, at => RelativeTime.Text(at, begin)),
            ScheduleEvent happened => ScheduledLine.Of(happened, at => RelativeTime.Text(at, begin)),
            JanitorEvent happened => ScheduledLine.Of(happened),
            _ => null,
        };
        return words is null ? null : new JournalLine(record.At, words.Who ?? SessionOf(record.Stream), words.Verb, OneLine(words.Text));
    }

    /// <summary>The whole line.</summary>
    /// <param name="begin">Instants are shown as the time since then; null shows them as ISO-8601.</param>
    public string ToText(DateTimeOffset? begin = null) => $"{RelativeTime.Text(At, begin)} {Who,-4} {Verb,-14} {Text}".TrimEnd();

    private static string SessionOf(string stream) => JournalState.SessionOf(stream)?.Value ?? Host;

    private static string OneLine(string text) => string.Join(" | ", text.Split('\n', StringSplitOptions.TrimEntries));
}

/// <summary>The words of a line. Without a who it concerns whoever's stream it is in.</summary>
internal sealed record LineWords(string Verb, string Text, string? Who = null);
