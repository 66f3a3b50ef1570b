using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Explaining;
using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Quarantine;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;
using ActorSweeper.Core.Waking;

namespace ActorSweeper.Core.Tests.Journal;

/// <summary>The journal as people read it: each kind of event, by itself.</summary>
public sealed class JournalLineTests
{
    private static readonly DateTimeOffset Begin = new(2026, 1, 10, 12, 0, 0, TimeSpan.Zero);
    private static readonly SessionId S1 = new("s1");
    private static readonly Session Listed = new(S1, "g1", "g1", "/sessions/s1", "UTC");
    private static readonly Container C1 = new("c1", "agent-1", S1, null, Begin);
    private static readonly ClockReading Now = new(Begin, Begin);
    private static readonly Reason Stuck = new("claim-stuck", "m1 was claimed long ago", Seconds(61), Seconds(60));
    private static readonly Reason Retried = new("retry", "its container is gone", Limit: Seconds(5));

    private static readonly OperatorOrder Release = new(3, Begin, "alice", "repaired", OrderKind.Release, S1, null);

    public static TheoryData<JournalEvent, string?> SessionEvents() => new()
    {
        { new SessionEvent.Listed(Listed), "s1   listed         group g1" },
        {
            new SessionEvent.Listed(Listed with { Zone = "Europe/Berlin", WakeBarrier = "g1 is archived" }),
            "s1   listed         group g1, zone Europe/Berlin, not to be woken: g1 is archived"
        },
        { new SessionEvent.Unlisted(), "s1   unlisted       no longer active" },
        {
            new SessionEvent.Observed(
                1, Now, ContainerView.Stopped.Instance, EvidenceChange.Between(SessionEvidence.Empty, SessionEvidence.Empty), []),
            null
        },
        {
            new SessionEvent.Unusable(1, Now, ContainerView.Stopped.Instance, StoreFault.Locked, "inbound.db is locked"),
            "s1   unusable       inbound.db is locked"
        },
        {
            new SessionEvent.Judged(
                SessionState.Waiting,
                new Explanation(S1, Begin, SessionState.Waiting, "nothing", "start-backoff", "start failed", [], null)),
            "s1   is waiting     start failed"
        },
        { new SessionEvent.LifeBegan(2, C1, Adopted: false), "s1   life 2         began in container c1" },
        { new SessionEvent.LifeBegan(2, C1, Adopted: true), "s1   life 2         began in container c1, adopted" },
        { new SessionEvent.LifeContinued(), "s1   life           goes on: its container was found running" },
        { new SessionEvent.ShowedLife(), null },
        { new SessionEvent.Graced(), null },
        { new SessionEvent.Exited("c1", 137, ["a", "b"]), "s1   exit           container c1, exit code 137: a | b" },
        { new SessionEvent.Exited("c1", null, []), "s1   exit           container c1, exit code unknown" },
        { new SessionEvent.LifeEnded(2, Fate.FailedStart), "s1   life 2         ended: failed-start" },
        {
            new SessionEvent.StartsCounted(new StartBackoff(2, Begin + Seconds(15), "no such image")),
            "s1   starts         2 failed, the next one not before 00:00:15.000: no such image"
        },
        { new SessionEvent.StartsCounted(StartBackoff.None), "s1   starts         failures are forgotten" },
        { new SessionEvent.DeathsCounted(new CrashHistory([Begin, Begin], 0, null)), "s1   deaths         2 lately" },
        {
            new SessionEvent.DeathsCounted(new CrashHistory([], 1, Begin + Seconds(600))),
            "s1   deaths         too many: quarantine 1 until 00:10:00.000"
        },
        { new SessionEvent.DeathsCounted(new CrashHistory([Begin], 1, Begin)), "s1   deaths         1 lately" },
        { new SessionEvent.DeathsCounted(CrashHistory.None), "s1   deaths         forgotten" },
        {
            new SessionEvent.Intended(new Intent.Stop(7, C1, StopRung.Kill, "m1", Stuck)),
            "s1   intent         7: kill container c1: m1 claim-stuck: 61 s > 60 s"
        },
        { new SessionEvent.Intended(new Intent.Wake(8, "m1", new Reason("wake", "1 due"))), "s1   intent         8: wake for m1" },
        {
            new SessionEvent.Intended(new Intent.Change(
                9,
                [new PlannedChange(ActionKind.Retry, new MessageChange.Retry("m1", 0, Begin), Retried)],
                [new Claim("m1", Begin)])),
            "s1   intent         9: change retry m1, drop the claim of m1"
        },
        {
            new SessionEvent.Acted(7, ActionKind.Stop, "m1", Stuck, new Outcome(Result.Done, "gone after stop")),
            "s1   stop           m1 claim-stuck: 61 s > 60 s: done: gone after stop"
        },
        {
            new SessionEvent.Acted(
                7, ActionKind.Stop, null, new Reason("idle", "silent", Minutes(30) + Seconds(0.25), Minutes(30)), Outcome.Done),
            "s1   stop           idle: 30 m 250 ms > 30 m: done"
        },
        { new SessionEvent.Acted(9, ActionKind.Retry, "m1", Retried, Outcome.Done), "s1   retry          m1: its container is gone: done" },
        {
            new SessionEvent.Acted(
                null, ActionKind.DropClaims, null, new Reason("crashed", "claims left behind: m1"), new Outcome(Result.Planned)),
            "s1   drop-claims    crashed: claims left behind: m1: planned"
        },
        {
            new SessionEvent.Concluded(7, new Outcome(Result.Superseded, "judged afresh")),
            "s1   concluded      intent 7: superseded: judged afresh"
        },
        { new SessionEvent.CannotStop("c1", Begin + Minutes(5)), "s1   cannot-stop    container c1 is left alone until 00:05:00.000" },
        {
            new SessionEvent.StartRequested(Begin + Minutes(1)),
            "s1   requested      somebody else starts its container; not asked again before 00:01:00.000"
        },
        { new SessionEvent.CannotRecur(new BadRecurrence("m1", "no such hour")), "s1   cannot-recur   m1: no such hour" },
        { new SessionEvent.Released(Release), "s1   released       by alice (repaired)" },
        {
            new SessionEvent.Noticed(Severity.Alarm, "cannot-stop", "stop it\nby hand"),
            "s1   ALARM          cannot-stop: stop it | by hand"
        },
    };

    public static TheoryData<JournalEvent, string?> HostEvents() => new()
    {
        { new HostEvent.Started("1.0", "node", 1, Now), "host started" },
        { new HostEvent.Ended(), "host ended          in order" },
        { new HostEvent.SettingsApplied(2, "{}"), "host settings       generation 2 is in force" },
        { new HostEvent.PassEnded(new PassSummary(1, Now, false, true, null, [], 1, 1, 0, [])), null },
        {
            new HostEvent.StormBraked(4, 5, 6),
            "host storm-brake    5 of 6 running containers would be stopped in one pass: none is"
        },
        { new HostEvent.ClockGapped(Minutes(-60)), "host clock-gap      the wall clock moved by -1 h" },
        {
            new HostEvent.ActorFailed(S1, "a bug", new CrashHistory([Begin], 0, null), Begin + Seconds(5)),
            "s1   actor-failed   a bug: not asked again before 00:00:05.000"
        },
        {
            new HostEvent.ActorFailed(S1, "a bug", new CrashHistory([], 1, Begin + Minutes(1)), Begin + Minutes(1)),
            "s1   actor-failed   a bug: quarantined, not asked again before 00:01:00.000"
        },
        { new HostEvent.ActorTrusted(S1), "s1   actor-trusted  its failures are forgotten" },
        { new HostEvent.StrayIntended(C1, "s1 is not active"), "s1   intent         stop container c1: s1 is not active" },
        {
            new HostEvent.StrayEnded("c2", null, new Reason("orphan", "container c2: it belongs to no session"), Outcome.Done),
            "host stop-orphan    container c2: it belongs to no session: done"
        },
        { new HostEvent.OrderEnded(Release, Outcome.Done), "host order          release s1 by alice (repaired): done" },
        {
            new HostEvent.OrderEnded(
                new OperatorOrder(4, Begin, "bob", "", OrderKind.Retry, null, "m1"), new Outcome(Result.Superseded, "nobody has it")),
            "host order          retry message m1 by bob: superseded: nobody has it"
        },
        {
            new HostEvent.JournalGap(17, Begin + Seconds(3), "the disk is full"),
            "host journal-gap    17 events lost since 00:00:03.000: the disk is full"
        },
        { new HostEvent.Noticed(Severity.Warning, "runtime", null, "it is down"), "host warning        runtime: it is down" },
        { new HostEvent.Noticed(Severity.Information, "slow", S1, "it is slow"), "s1   notice         slow: it is slow" },
    };

    [Theory]
    [MemberData(nameof(SessionEvents))]
    public void An_event_of_a_session_has_one_line_or_none(JournalEvent happened, string? expected) =>
        Line("session-s1", happened).ShouldBe(expected is null ? null : "00:00:00.000 " + expected);

    [Theory]
    [MemberData(nameof(HostEvents))]
    public void An_event_of_the_host_has_one_line_or_none(JournalEvent happened, string? expected) =>
        Line(JournalState.SupervisorStream, happened).ShouldBe(expected is null ? null : "00:00:00.000 " + expected);

    [Fact]
    public void No_kind_of_event_is_missing_here()
    {
        var shown = SessionEvents().Concat(HostEvents()).Select(row => row.Data.Item1.GetType()).ToHashSet();
        var known = typeof(SessionEvent).GetNestedTypes().Concat(typeof(HostEvent).GetNestedTypes());
        known.Except(shown).ShouldBeEmpty();
    }

    [Fact]
    public void Without_a_beginning_instants_are_shown_as_they_are()
    {
        var record = new JournalRecord(1, "session-s1", 1, Begin, new SessionEvent.CannotStop("c1", Begin + Minutes(5)));
        JournalLine.Of(record)!.ToText().ShouldBe(
            "2026-01-10T12:00:00.000Z s1   cannot-stop    container c1 is left alone until 2026-01-10T12:05:00.000Z");
    }

    private static string? Line(string stream, JournalEvent happened) =>
        JournalLine.Of(new JournalRecord(1, stream, 1, Begin, happened), Begin)?.ToText(Begin);

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private static TimeSpan Minutes(double minutes) => TimeSpan.FromMinutes(minutes);
}
