using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Liveness;
using ActorSweeper.Core.Quarantine;
using ActorSweeper.Core.Recurrence;
using ActorSweeper.Core.Retries;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;
using ActorSweeper.Core.Waking;
using FsCheck;
using FsCheck.Fluent;

namespace ActorSweeper.Core.Tests.Explaining;

/// <summary>
/// Random sessions, each from one seed. Ages and limits are drawn from the same few minutes, and some ages lie just at a limit, so
/// that every rule is met on both of its sides.
/// </summary>
public sealed class SampleSource
{
    private static readonly DateTimeOffset Wall = new(2026, 3, 10, 11, 58, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Steady = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Expressions = ["*/5 * * * *", "0 9 * * 1-5", "0 0 30 2 *", "every day"];

    /// <summary>The last one is drawn most.</summary>
    private static readonly MessageStatus[] Statuses =
        [MessageStatus.Completed, MessageStatus.Failed, MessageStatus.Held, MessageStatus.Pending];

    private readonly Random _random;
    private readonly int _seed;
    private readonly SessionLimits _limits;
    private readonly TimeSpan[] _edges;

    private SampleSource(int seed)
    {
        (_seed, _random) = (seed, new Random(seed));
        _limits = Limits();
        _edges =
        [
            _limits.Liveness.StartupGrace, _limits.Liveness.ClaimTolerance, _limits.Liveness.StaleThreshold ?? TimeSpan.Zero,
            _limits.Liveness.Ceiling, _limits.MaxPendingAge ?? TimeSpan.Zero,
        ];
    }

    public static Arbitrary<Sample> Samples => Gen.Choose(0, int.MaxValue - 1).Select(seed => new SampleSource(seed).Next()).ToArbitrary();

    private Sample Next()
    {
        var session = new Session(
            new SessionId("s1"), "g1", "g1", "/sessions/s1", WakeBarrier: Chance(20) ? "group g1 is archived" : null);
        var messages = Many(6).Select(Message).ToList();
        var claims = Many(Chance(50) ? 0 : 3).Select(number => new Claim($"m{number}", Chance(10) ? null : Wall - Age())).ToList();
        var evidence = SessionEvidence.Empty with
        {
            Claims = claims,
            Messages = messages,
            Acks = [.. Many(Chance(70) ? 0 : 2).Select(_ => new Ack($"m{_random.Next(6)}", Chance(50), "ended"))],
        };
        var view = Container();
        var liveness = view is ContainerView.Running ? !Chance(4) : view is ContainerView.Unknown && Chance(30);
        var snapshot = new SessionSnapshot(
            session,
            view,
            evidence,
            liveness ? Life(claims) : null,
            claims.Where(_ => Chance(25)).Select(claim => claim.MessageId).ToHashSet(),
            Starts(),
            Crashes());
        return new Sample(_seed, snapshot, _limits, new ClockReading(Wall, Steady));
    }

    private SessionLimits Limits() => new(
        new LivenessLimits(
            Chance(20) ? TimeSpan.Zero : Seconds(1, 40),
            Seconds(1, 120),
            Chance(30) ? null : Seconds(5, 300),
            Seconds(30, 900),
            Seconds(0, 60),
            Chance(50) ? null : new HashSet<string> { "Bash" },
            Chance(70) ? SilenceRule.Activity : SilenceRule.HeartbeatOnly),
        new RetryLimits(_random.Next(5), Seconds(0, 30), Chance(50) ? null : Seconds(1, 60), _random.NextDouble()),
        new CrashLimits(Chance(20) ? null : _random.Next(6), Seconds(60, 600), Seconds(10, 60), Seconds(60, 600)),
        new StartLimits(Seconds(1, 5), Seconds(10, 60)),
        Chance(50) ? MessageStatus.Failed : MessageStatus.Completed,
        Chance(50) ? null : Seconds(10, 900),
        _random.Next(3) switch
        {
            0 => new MissedRunPolicy.Latest(),
            1 => new MissedRunPolicy.All(1 + _random.Next(5)),
            _ => new MissedRunPolicy.Skip(Chance(20) ? TimeSpan.Zero : Seconds(1, 900)),
        },
        TimeZoneInfo.Utc);

    private ContainerView Container() => _random.Next(8) switch
    {
        0 => new ContainerView.Unknown("connection refused"),
        < 4 => new ContainerView.Running(new Container("c1", "agent-s1", new SessionId("s1"), null, null)),
        _ => ContainerView.Stopped.Instance,
    };

    private LivenessEvidence Life(IEnumerable<Claim> claims) => new(
        Chance(10) ? null : Steady - Age(),
        Chance(35) ? null : Steady - Age(),
        Chance(70) ? null : new ToolInFlight(
            Chance(50) ? "Bash" : "WebFetch", Chance(20) ? null : Seconds(0, 600), Chance(30) ? null : Steady - Age()),
        [.. claims.Select(claim => claim with { Since = claim.Since is null ? null : Steady - Age() })]);

    private Message Message(int number) => new(
        $"m{number}",
        Statuses[Math.Min(_random.Next(8), Statuses.Length - 1)],
        Triggers: !Chance(15),
        Tries: _random.Next(5),
        ProcessAfter: _random.Next(3) switch { 0 => null, 1 => Wall - Age(), _ => Wall + Age() },
        Timestamp: Chance(10) ? null : Wall - Age(),
        Recurrence: Chance(60) ? null : Expressions[_random.Next(Expressions.Length)],
        SeriesId: $"m{number}");

    private StartBackoff Starts() => Chance(50)
        ? StartBackoff.None
        : new StartBackoff(1 + _random.Next(5), Around(), "no such image");

    private CrashHistory Crashes() => Chance(50)
        ? CrashHistory.None
        : new CrashHistory([.. Many(4).Select(_ => Wall - Age()).Order()], _random.Next(4), Around());

    private DateTimeOffset? Around() => _random.Next(3) switch { 0 => null, 1 => Wall - Age(), _ => Wall + Age() };

    /// <summary>Mostly some minutes; now and then exactly a limit, or one millisecond to either side of it.</summary>
    private TimeSpan Age()
    {
        if (!Chance(15)) return TimeSpan.FromMilliseconds(_random.Next(1, Chance(50) ? 60_000 : 1_000_000));
        var edge = _edges[_random.Next(_edges.Length)] + TimeSpan.FromMilliseconds(_random.Next(-1, 2));
        return edge > TimeSpan.Zero ? edge : TimeSpan.FromMilliseconds(1);
    }

    private IEnumerable<int> Many(int most) => Enumerable.Range(0, _random.Next(most + 1));

    private TimeSpan Seconds(int least, int most) => TimeSpan.FromMilliseconds(_random.Next(least * 1000, (most * 1000) + 1));

    private bool Chance(int percent) => _random.Next(100) < percent;
}
