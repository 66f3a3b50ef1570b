using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Liveness;
using ActorSweeper.Core.Quarantine;
using ActorSweeper.Core.Recurrence;
using ActorSweeper.Core.Retries;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Storms;
using ActorSweeper.Core.Waking;
using ActorSweeper.Supervision;
using ActorSweeper.Supervision.Journaling;

namespace ActorSweeper.Simulation.Tests.Recorded;

/// <summary>
/// A production of many sessions in virtual time, whose journal is then played again: messages come in at random, agents claim, beat
/// and acknowledge, and now and then one hangs, goes silent, crashes or does not start. The same seed gives the same journal.
/// </summary>
internal sealed class Production
{
    public static readonly DateTimeOffset T0 = new(2026, 1, 10, 12, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);

    private readonly Random _random;
    private readonly Dictionary<string, Agent> _agents = new(StringComparer.Ordinal);
    private readonly double _perHour;
    private int _messages;

    public Production(int seed, int sessions, double messagesPerHour)
    {
        _random = new Random(seed);
        _perHour = messagesPerHour;
        World = new World(T0);
        World.Runtime.StartFault = _ => Chance(0.03)
            ? new Core.Containers.StartFailedException(Core.Containers.StartFailure.Refused, "no such image")
            : null;
        for (var number = 1; number <= sessions; number++) World.Session($"s{number}");
    }

    public World World { get; }

    /// <summary>What reference.conf says, with a pass each minute and containers adopted.</summary>
    public static SupervisionSettings Settings { get; } = new(
        TimeSpan.FromSeconds(60),
        TimeSpan.FromSeconds(60),
        new Core.Judging.SessionLimits(
            new LivenessLimits(
                TimeSpan.FromSeconds(10),
                TimeSpan.FromSeconds(60),
                TimeSpan.FromMinutes(10),
                TimeSpan.FromMinutes(30),
                TimeSpan.FromSeconds(60),
                null,
                SilenceRule.Activity),
            new RetryLimits(5, TimeSpan.FromSeconds(5), null, 0.2),
            new CrashLimits(5, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(1), TimeSpan.FromHours(1)),
            new StartLimits(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(15)),
            MessageStatus.Failed,
            null,
            new MissedRunPolicy.Latest(),
            TimeZoneInfo.Utc),
        new Dictionary<string, Core.Judging.SessionLimits>(StringComparer.Ordinal),
        new StormLimits(0.5, 5),
        TimeSpan.FromSeconds(2),
        new StopSettings(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5)),
        new GatewaySettings(40, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(60), 3, TimeSpan.FromSeconds(30)),
        new PassSettings(8, TimeSpan.FromSeconds(10)),
        TimeSpan.FromSeconds(5),
        new CrashLimits(5, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(1), TimeSpan.FromHours(1)),
        new JournalSettings(200, 20_000, new JournalRetention(TimeSpan.FromDays(30), null), TimeSpan.FromHours(1), null),
        new RunMode(DryRun: false, Adopts: true));

    /// <summary>The same with another tolerance for claims.</summary>
    public static SupervisionSettings Tolerating(TimeSpan claims) => Settings with
    {
        Limits = Settings.Limits with { Liveness = Settings.Limits.Liveness with { ClaimTolerance = claims } },
    };

    public void Run(TimeSpan length)
    {
        var end = World.Clock.GetUtcNow() + length;
        for (var now = World.Clock.GetUtcNow(); now < end; now = World.Clock.GetUtcNow())
        {
            World.Clock.Advance(Step);
            foreach (var session in World.Files.Sessions)
            {
                if (!Chance(_perHour * Step.TotalHours)) continue;
                var at = World.Clock.GetUtcNow();
                session.Add(new Message($"m{++_messages}", MessageStatus.Pending, ProcessAfter: at, Timestamp: at));
            }

            foreach (var container in World.Runtime.Containers.ToList()) Live(container);
        }
    }

    private void Live(Core.Containers.Container container)
    {
        var now = World.Clock.GetUtcNow();
        var files = World.Files[container.Session!.Value.Value];
        if (!_agents.TryGetValue(container.Id, out var agent)) _agents[container.Id] = agent = new Agent();
        if (agent.IsHung) return;
        if (agent.Message is null)
        {
            files.DropClaims();
            var due = files.Messages.Values.FirstOrDefault(
                message => message.IsDue(now) && files.Acknowledged(message.Id) is null);
            if (due is null)
            {
                if (Chance(0.02)) World.Runtime.Die(container.Id, tell: true, exitCode: 0);
                return;
            }

            files.Claim(due.Id, now);
            (agent.Message, agent.Until) = (due.Id, now + TimeSpan.FromSeconds(5 * _random.Next(1, 60)));
            agent.IsHung = Chance(0.05);
            return;
        }

        if (Chance(0.003))
        {
            World.Runtime.Die(container.Id, tell: Chance(0.7), exitCode: 137);
            return;
        }

        // Goes silent for good, after some beats.
        agent.IsHung = Chance(0.002);
        files.Heartbeat = now;
        if (now < agent.Until) return;
        files.Acknowledge(agent.Message, Chance(0.05) ? "failed" : "completed", now);
        agent.Message = null;
    }

    private bool Chance(double share) => _random.NextDouble() < share;

    private sealed class Agent
    {
        public string? Message { get; set; }

        public DateTimeOffset Until { get; set; }

        public bool IsHung { get; set; }
    }
}
