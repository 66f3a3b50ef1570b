using ActorSweeper.Core.Retention;
using ActorSweeper.Core.Scheduling;
using ActorSweeper.Supervision.Janitors;
using ActorSweeper.Supervision.Journaling;
using ActorSweeper.Supervision.Passes;
using ActorSweeper.Supervision.Sessions;

namespace ActorSweeper.Supervision.Scheduling;

/// <summary>The scheduler, the janitors, and who gets which tick.</summary>
internal sealed class ScheduledWork
{
    private readonly IActorRef _scheduler;
    private readonly IReadOnlyList<IActorRef> _janitors;

    private ScheduledWork(IActorRef scheduler, IReadOnlyList<IActorRef> janitors) => (_scheduler, _janitors) = (scheduler, janitors);

    public static ScheduledWork Start(
        ActorSystem system,
        ScheduledPorts ports,
        SupervisionSettings settings,
        HostIdentity host,
        SessionPorts sessions,
        IActorRef supervisor)
    {
        var (clock, journal, snapshotEvery) = (sessions.Clock, sessions.Journal, settings.Journal.SnapshotEvery);
        var janitors = ports.Janitors.ToDictionary(
            port => port.Janitor.Name,
            port =>
            {
                var own = new EventSourced<JanitorRecord>(JanitorRecord.StreamOf(port.Janitor.Name), journal, clock, snapshotEvery);
                return system.ActorOf(Props.Create(() => new JanitorActor(own, clock, port)), "janitor-" + port.Janitor.Name);
            },
            StringComparer.Ordinal);
        var record = new EventSourced<SchedulerRecord>(SchedulerRecord.Stream, journal, clock, snapshotEvery);
        var routes = Routes(settings.Schedules, supervisor, janitors);
        var scheduler = system.ActorOf(
            Props.Create(() => new SchedulerActor(record, ports.Ledger, clock, host.Node, settings.Schedules, routes)), "scheduler");
        return new ScheduledWork(scheduler, [.. janitors.Values]);
    }

    public void Apply(IReadOnlyList<Schedule> schedules) => _scheduler.Tell(new SchedulesChanged(schedules));

    /// <summary>Ends when every janitor has finished the item in hand.</summary>
    public Task DrainAsync() => Task.WhenAll(
        _janitors.Select(janitor => janitor.Ask<Drained>(new DrainJanitor(), Timeout.InfiniteTimeSpan, CancellationToken.None)));

    private static IReadOnlyList<TickRoute> Routes(
        IReadOnlyList<Schedule> schedules, IActorRef supervisor, Dictionary<string, IActorRef> janitors)
    {
        var names = schedules.Select(schedule => schedule.Name).ToHashSet(StringComparer.Ordinal);
        return
        [
            new TickRoute(ScheduleNames.Recurrence, slot => new RecurrenceTick(slot), [supervisor]),
            new TickRoute(
                ScheduleNames.DailyPrune,
                slot => new DailyPruneTick(slot),
                [.. janitors.Where(janitor => !names.Contains(janitor.Key)).Select(janitor => janitor.Value)]),
            .. janitors.Select(janitor => new TickRoute(janitor.Key, slot => new JanitorTick(slot), [janitor.Value])),
        ];
    }
}
