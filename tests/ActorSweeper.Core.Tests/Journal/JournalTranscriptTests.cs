using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Explaining;
using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Core.Tests.Journal;

/// <summary>The journal as people read it: what is news.</summary>
public sealed class JournalTranscriptTests
{
    private const string Session = "session-s1";
    private static readonly DateTimeOffset Begin = new(2026, 1, 10, 12, 0, 0, TimeSpan.Zero);
    private static readonly SessionId S1 = new("s1");
    private static readonly Container C1 = new("c1", "c1", S1, null, Begin);
    private static readonly Reason Why = new("claim-stuck", "stuck", TimeSpan.FromSeconds(61), TimeSpan.FromSeconds(60));
    private static readonly HostEvent.Started Started = new("1", "node", 1, new ClockReading(Begin, Begin));

    [Fact]
    public void A_verdict_that_leaves_the_state_as_it_was_is_none() => Verbs(
        (Session, Judged(SessionState.Idle, "nothing is due")),
        (Session, Judged(SessionState.Idle, "next due tomorrow")),
        (Session, Judged(SessionState.Running, "alive")),
        (Session, Judged(SessionState.Running, "alive")),
        (Session, Judged(SessionState.Idle, "nothing is due"))).ShouldBe(["is idle", "is running", "is idle"]);

    [Fact]
    public void A_listing_is_news_when_it_is_another_or_the_first_again()
    {
        var listed = new Session(S1, "g1", "g1", "/s1");
        Verbs(
            (Session, new SessionEvent.Listed(listed)),
            (Session, new SessionEvent.Listed(listed with { ReportedRunning = true })),
            (Session, new SessionEvent.Listed(listed with { WakeBarrier = "archived" })),
            (Session, new SessionEvent.Unlisted()),
            (Session, new SessionEvent.Listed(listed with { WakeBarrier = "archived" })))
            .ShouldBe(["listed", "listed", "unlisted", "listed"]);
    }

    [Fact]
    public void An_intent_is_news_when_its_host_did_not_live_to_see_its_outcome()
    {
        var stop = new Intent.Stop(1, C1, StopRung.Stop, "m1", Why);
        Verbs(
            (JournalState.SupervisorStream, Started),
            (Session, new SessionEvent.Intended(stop)),
            (Session, new SessionEvent.Acted(1, ActionKind.Stop, "m1", Why, Outcome.Done)),
            (Session, new SessionEvent.Concluded(1, Outcome.Done)),
            (Session, new SessionEvent.Intended(stop with { Id = 2 })),
            (JournalState.SupervisorStream, Started),
            (Session, new SessionEvent.Concluded(2, Outcome.Done)),
            (Session, new SessionEvent.Intended(stop with { Id = 3 })))
            .ShouldBe(["started", "stop", "intent", "started", "concluded", "intent"]);
    }

    [Fact]
    public void A_stray_whose_stop_has_no_outcome_is_news() => Verbs(
        (JournalState.SupervisorStream, new HostEvent.StrayIntended(C1, "nobody's")),
        (JournalState.SupervisorStream, new HostEvent.StrayEnded("c1", null, Why, Outcome.Done)),
        (JournalState.SupervisorStream, new HostEvent.StrayIntended(C1 with { Id = "c2" }, "nobody's")))
        .ShouldBe(["stop-orphan", "intent"]);

    [Fact]
    public void A_warning_that_repeats_an_event_is_none_and_an_alarm_always_is() => Verbs(
        (Session, new SessionEvent.Noticed(Severity.Warning, "exit", "it ended")),
        (Session, new SessionEvent.Noticed(Severity.Information, "store", "its files can be used again")),
        (Session, new SessionEvent.Noticed(Severity.Alarm, "actor", "it failed")),
        (JournalState.SupervisorStream, new HostEvent.Noticed(Severity.Warning, "runtime", null, "down")))
        .ShouldBe(["notice", "ALARM", "warning"]);

    [Fact]
    public void What_came_before_decides_what_is_news()
    {
        var before = SessionRecord.Empty.After(Judged(SessionState.Running, "alive"), Begin);
        var record = new JournalRecord(9, Session, 5, Begin, Judged(SessionState.Running, "alive"));
        var states = new Dictionary<string, JournalState> { [Session] = before };
        JournalTranscript.Of([record], Begin, states).ShouldBeEmpty();
        JournalTranscript.Of([record], Begin).Single().Number.ShouldBe(9);
    }

    private static SessionEvent.Judged Judged(SessionState state, string text) =>
        new(state, new Explanation(S1, Begin, state, "nothing", "rule", text, [], null));

    private static IEnumerable<string> Verbs(params IReadOnlyList<(string Stream, JournalEvent Event)> events) => JournalTranscript.Of(
        [.. events.Select((happened, index) => new JournalRecord(index + 1, happened.Stream, index + 1, Begin, happened.Event))], Begin)
        .Select(line => line.Line.Verb);
}
