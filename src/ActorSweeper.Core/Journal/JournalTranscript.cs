using System.Collections.Frozen;
using System.Collections.Immutable;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Retention;
using ActorSweeper.Core.Scheduling;

namespace ActorSweeper.Core.Journal;

/// <summary>
/// A journal as people read it: a line for each event that is news. Left out is what follows from other lines: looks, verdicts that
/// leave the state as it was, intents that have an outcome, warnings that repeat an event. Pure: the same events give the same lines.
/// </summary>
public static class JournalTranscript
{
    /// <summary>Warnings about what an event of its own tells as well.</summary>
    private static readonly FrozenSet<string> ToldByEvents =
        FrozenSet.Create(StringComparer.Ordinal, "exit", "store", "recurrence", "clock-gap", "actor", "order");

    /// <summary>The lines of a stretch of the journal.</summary>
    /// <param name="records">Events in their order.</param>
    /// <param name="begin">Instants are shown as the time since then; null shows them as ISO-8601.</param>
    /// <param name="before">What each stream added up to before them; null where they are all there is.</param>
    public static IReadOnlyList<NumberedLine> Of(
        IReadOnlyList<JournalRecord> records,
        DateTimeOffset? begin = null,
        IReadOnlyDictionary<string, JournalState>? before = null)
    {
        var states = new Dictionary<string, JournalState>(
            before ?? ImmutableDictionary<string, JournalState>.Empty, StringComparer.Ordinal);
        var lost = LostIntents(records);
        var lines = new List<NumberedLine>();
        foreach (var record in records)
        {
            var state = states.GetValueOrDefault(record.Stream) ?? JournalState.Empty(record.Stream);
            if (IsNews(record, state, lost) && JournalLine.Of(record, begin) is { } line)
                lines.Add(new NumberedLine(record.Number, line));
            states[record.Stream] = state.After(record.Event, record.At);
        }

        return lines;
    }

    /// <summary>A line with the number of its event.</summary>
    /// <param name="Number">The event's place in the journal.</param>
    /// <param name="Line">The line.</param>
    public sealed record NumberedLine(long Number, JournalLine Line);

    private static bool IsNews(JournalRecord record, JournalState state, LostActs lost) => record.Event switch
    {
        SessionEvent.Listed listed => state is not SessionRecord { IsActive: true, Session: { } known }
            || (known with { ReportedRunning = listed.Session.ReportedRunning }) != listed.Session,
        SessionEvent.Judged judged => state is not SessionRecord { Explanation: not null } known || known.State != judged.State,
        SessionEvent.Unusable unusable => state is not SessionRecord { Fault: { } known } || known != unusable.Text,
        SessionEvent.Intended intended => lost.Intents.Contains((record.Stream, intended.Intent.Id)),
        SessionEvent.Concluded concluded => lost.Intents.Contains((record.Stream, concluded.Intent)),
        SessionEvent.Acted { Action: ActionKind.Adopt } => false,
        SessionEvent.Noticed notice => !IsTold(notice.Severity, notice.Topic),
        HostEvent.StrayIntended stray => lost.Strays.Contains(stray.Container.Id),
        HostEvent.Noticed notice => !IsTold(notice.Severity, notice.Topic),
        ScheduleEvent scheduled => IsNews(scheduled),
        JanitorEvent.Began => false,
        _ => true,
    };

    /// <summary>What goes as it is scheduled is no news; what a recurrence tick leads to is told by itself.</summary>
    private static bool IsNews(ScheduleEvent happened) => happened switch
    {
        ScheduleEvent.Begun begun => begun.Why != SlotRules.New,
        ScheduleEvent.Fired fired => fired.Schedule != ScheduleNames.Recurrence && fired.Why != SlotRules.OnTime,
        ScheduleEvent.Passed passed => passed.Schedule != ScheduleNames.Recurrence,
        ScheduleEvent.RunEnded { Outcome.Result: Result.Done or Result.Planned } => false,
        ScheduleEvent.RunEnded ended => ended.Schedule != ScheduleNames.Recurrence,
        _ => true,
    };

    private static bool IsTold(Severity severity, string topic) =>
        (severity == Severity.Warning && ToldByEvents.Contains(topic)) || (severity == Severity.Information && topic == "order");

    /// <summary>Acts whose outcome the host that began them did not live to see.</summary>
    private sealed record LostActs(HashSet<(string Stream, long Intent)> Intents, HashSet<string> Strays);

    private static LostActs LostIntents(IReadOnlyList<JournalRecord> records)
    {
        var (open, openStrays) = (new HashSet<(string, long)>(), new HashSet<string>(StringComparer.Ordinal));
        var lost = new LostActs([], new HashSet<string>(StringComparer.Ordinal));
        foreach (var record in records)
        {
            switch (record.Event)
            {
                case SessionEvent.Intended intended:
                    open.Add((record.Stream, intended.Intent.Id));
                    break;
                case SessionEvent.Concluded concluded:
                    open.Remove((record.Stream, concluded.Intent));
                    break;
                case HostEvent.StrayIntended stray:
                    openStrays.Add(stray.Container.Id);
                    break;
                case HostEvent.StrayEnded stray:
                    openStrays.Remove(stray.ContainerId);
                    break;
                case HostEvent.Started:
                    Lose();
                    break;
            }
        }

        Lose();
        return lost;

        void Lose()
        {
            lost.Intents.UnionWith(open);
            lost.Strays.UnionWith(openStrays);
        }
    }
}
