using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Explaining;
using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;
using ActorSweeper.Core.Waking;

namespace ActorSweeper.Benchmarks;

/// <summary>Events as a host in production writes them, with ids of their usual length.</summary>
internal static class JournalEvents
{
    private static readonly DateTimeOffset Begin = new(2026, 1, 10, 12, 0, 0, TimeSpan.Zero);

    /// <summary>One session's life around a stuck message, again and again: an average stream.</summary>
    public static SessionEvent Of(long sequence) => (sequence % 8) switch
    {
        0 => Observed(sequence),
        1 => Judged(sequence),
        2 => Intended(sequence),
        3 => Acted(sequence),
        4 => new SessionEvent.Concluded(sequence / 8, new Outcome(Result.Done)),
        5 => new SessionEvent.LifeEnded((int)(sequence / 8), Fate.Stopped),
        6 => Began(sequence),
        _ => new SessionEvent.ShowedLife(),
    };

    public static DateTimeOffset At(long number) => Begin.AddSeconds(number).AddTicks(number % 9_999_999);

    public static SessionEvent Observed(long number) => new SessionEvent.Observed(
        number,
        new ClockReading(At(number), At(number)),
        new ContainerView.Running(ContainerOf(number)),
        new EvidenceChange(
            At(number), null, [new Claim(MessageId(number), At(number))], [], [new Message(
                MessageId(number), MessageStatus.Pending, true, 1, At(number), At(number), null, MessageId(number))], []),
        []);

    public static SessionEvent Judged(long number) => new SessionEvent.Judged(SessionState.Running, Explain(number));

    public static SessionEvent Intended(long number) => new SessionEvent.Intended(
        new Intent.Stop(number / 8, ContainerOf(number), StopRung.Stop, MessageId(number), Why));

    public static SessionEvent Acted(long number) => new SessionEvent.Acted(
        number / 8, ActionKind.Retry, MessageId(number), Why, new Outcome(Result.Done, "due again in 20 s"));

    public static SessionEvent Began(long number) => new SessionEvent.LifeBegan((int)(number / 8) + 1, ContainerOf(number), Adopted: false);

    public static HostEvent Pass(long number, int beats) => new HostEvent.PassEnded(new PassSummary(
        number,
        new ClockReading(At(number), At(number)),
        false,
        true,
        null,
        [],
        500,
        120,
        0,
        [.. Enumerable.Range(0, beats).Select(session => new Beat(Session(session), At(number + session)))]));

    /// <summary>What a session of middling history adds up to.</summary>
    public static SessionRecord State(long number)
    {
        var state = SessionRecord.Empty with
        {
            Session = new Session(
                Session(number), "group-007", "support-team", "/srv/nanoclaw/data/v2-sessions/group-007/s", "Europe/Berlin"),
            IsActive = true,
            Starts = new StartBackoff(1, At(number), "pull access denied for nanoclaw-agent"),
        };
        for (var sequence = 0; sequence < 8; sequence++)
            state = state.After(Of(sequence), At(number));
        return state;
    }

    public static SessionId Session(long number) => new($"sess-{number:d5}-7f3a");

    private static string[] Rules { get; } =
        ["store-usable", "container-known", "quarantined", "ceiling", "stale", "claim-stuck(m1)", "storm-brake", "due", "start-pause"];

    private static Reason Why { get; } = new(
        "claim-stuck", "claim without a heartbeat since", TimeSpan.FromSeconds(75.3), TimeSpan.FromSeconds(60));

    private static string MessageId(long number) => $"msg-1768046400{number:d9}-k3x9qf";

    private static Container ContainerOf(long number) => new(
        $"{number:x16}c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00",
        "nanoclaw-agent-group-007",
        Session(number),
        "/srv/nanoclaw/data/v2-sessions/group-007/s",
        At(number));

    private static Explanation Explain(long number) => new(
        Session(number),
        At(number),
        SessionState.Running,
        "nothing",
        "claim-stuck(m1)",
        "Running: message m1 has been claimed for 12 s; it is stuck without a heartbeat after 60 s.",
        [.. Rules.Select(rule => new Finding(
            rule, false, "12 s since the last sign of life", TimeSpan.FromSeconds(12.25), TimeSpan.FromMinutes(10), At(number + 60)))],
        At(number + 60));
}
