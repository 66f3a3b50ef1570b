using System.Globalization;
using ActorSweeper.Core.Retention;
using ActorSweeper.Core.Scheduling;

namespace ActorSweeper.Core.Journal;

/// <summary>Events of the scheduler and the janitors as people read them.</summary>
internal static class ScheduledLine
{
    /// <summary>The words of a scheduler's event.</summary>
    public static LineWords? Of(ScheduleEvent happened, Func<DateTimeOffset, string> time) => happened switch
    {
        ScheduleEvent.Begun begun => new LineWords(
            "schedule", $"{begun.Schedule} {begun.Trigger} begins at {time(begun.From)}: {begun.Why}"),
        ScheduleEvent.Fired fired => new LineWords("fired", $"{fired.Schedule} {time(fired.Slot)}: {fired.Why}"),
        ScheduleEvent.Passed { Count: 1 } one => new LineWords(Word(one.End), $"{one.Schedule} {time(one.First)}: {one.Why}"),
        ScheduleEvent.Passed many => new LineWords(
            Word(many.End),
            string.Create(
                CultureInfo.InvariantCulture, $"{many.Schedule} {time(many.First)} to {time(many.Last)}, {many.Count} slots: {many.Why}")),
        ScheduleEvent.RunEnded ended => new LineWords(
            "run-ended", $"{ended.Schedule} {time(ended.Slot)}: {JournalWords.Text(ended.Outcome)}"),
        _ => null,
    };

    /// <summary>The words of a janitor's event.</summary>
    public static LineWords? Of(JanitorEvent happened) => happened switch
    {
        JanitorEvent.Ran ran => new LineWords("janitor", $"{ran.Run.Janitor} for {ran.Who}: {Text(ran.Run)}"),
        _ => null,
    };

    private static string Text(JanitorRunSummary run) => run switch
    {
        { Held: { } held } => $"held: {held}",
        { IsDry: true } => $"dry run: {run.Text}",
        _ => run.Text,
    };

    private static string Word(SlotEnd end) => end == SlotEnd.Skipped ? "skipped" : "missed";
}
