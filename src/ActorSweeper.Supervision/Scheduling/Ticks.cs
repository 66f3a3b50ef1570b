using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Scheduling;

namespace ActorSweeper.Supervision.Scheduling;

/// <summary>The scheduler's signal that something is due; answered by <see cref="TickEnded"/>.</summary>
/// <param name="Slot">The slot that has fired.</param>
internal abstract record Tick(Slot Slot);

/// <summary>Finished messages that recur are due for a look.</summary>
internal sealed record RecurrenceTick(Slot Slot) : Tick(Slot);

/// <summary>Janitors without a schedule of their own are due.</summary>
internal sealed record DailyPruneTick(Slot Slot) : Tick(Slot);

/// <summary>One janitor is due.</summary>
internal sealed record JanitorTick(Slot Slot) : Tick(Slot);

/// <summary>What a tick led to has ended.</summary>
internal sealed record TickEnded(Slot Slot, Outcome Outcome);

/// <summary>New schedules are in force.</summary>
internal sealed record SchedulesChanged(IReadOnlyList<Schedule> Schedules);

/// <summary>Who gets the ticks of a schedule.</summary>
/// <param name="Schedule">The schedule's name.</param>
/// <param name="Make">Makes the tick of a slot.</param>
/// <param name="Receivers">Each of them answers.</param>
internal sealed record TickRoute(string Schedule, Func<Slot, Tick> Make, IReadOnlyList<IActorRef> Receivers);
