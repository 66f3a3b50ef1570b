using System.Globalization;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Scheduling;
using ActorSweeper.Supervision.Events;
using ActorSweeper.Supervision.Journaling;

namespace ActorSweeper.Supervision.Scheduling;

/// <summary>
/// <c>/user/scheduler</c>: fires the slots of all schedules. A slot is entered into the ledger before anybody is told of it, so that
/// none fires twice; one whose entry was made and whose tick was lost with its host is not repeated, and its record says so.
/// </summary>
internal sealed class SchedulerActor : PersistentActor<SchedulerRecord>, IWithTimers
{
    /// <summary>A step of the wall clock is noticed within this time.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(30);

    private readonly EventSourced<SchedulerRecord> _journal;
    private readonly ISlotLedger _ledger;
    private readonly SupervisionClock _clock;
    private readonly string _node;
    private readonly Dictionary<string, TickRoute> _routes;
    private readonly HashSet<string> _claiming = new(StringComparer.Ordinal);
    private readonly Dictionary<Slot, Awaited> _awaited = [];
    private readonly CancellationTokenSource _ending = new();
    private IReadOnlyList<Schedule> _schedules;
    private string? _unusable;

    public SchedulerActor(
        EventSourced<SchedulerRecord> journal,
        ISlotLedger ledger,
        SupervisionClock clock,
        string node,
        IReadOnlyList<Schedule> schedules,
        IReadOnlyList<TickRoute> routes)
        : base(journal)
    {
        (_journal, _ledger, _clock, _node, _schedules) = (journal, ledger, clock, node, schedules);
        _routes = routes.ToDictionary(route => route.Schedule, StringComparer.Ordinal);
        Receive<CheckDue>(_ => Check());
        Receive<Claimed>(OnClaimed);
        Receive<TickEnded>(OnTickEnded);
        Receive<SchedulesChanged>(OnSchedulesChanged);
    }

    private sealed record CheckDue;

    /// <summary>The ledger has answered; with an error the slot is tried again.</summary>
    private sealed record Claimed(Slot Slot, string Why, bool IsFirst, string? Error);

    /// <summary>The answers that a tick still waits for, and the worst of those that came.</summary>
    private sealed record Awaited(int Answers, Outcome Outcome);

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void OnRecovered()
    {
        foreach (var (name, state) in _journal.State.Schedules)
        {
            if (state.Running is { } slot)
                End(new Slot(name, slot), new Outcome(Result.Unknown, "the host ended before it told how it went"));
        }

        Check();
    }

    protected override void PostStop() => _ending.Cancel();

    private void OnSchedulesChanged(SchedulesChanged changed)
    {
        _schedules = changed.Schedules;
        Check();
    }

    private void Check()
    {
        TryAttach();
        var now = _clock.Read().Wall;
        var next = now + LongestSleep;
        foreach (var schedule in _schedules)
        {
            if (_routes.ContainsKey(schedule.Name) && Advance(schedule, now) is { } until && until < next) next = until;
        }

        Timers.StartSingleTimer("check", new CheckDue(), next > now ? next - now : TimeSpan.Zero);
    }

    /// <summary>Brings one schedule up to the present.</summary>
    /// <returns>When to look at it again; null when something else will say so.</returns>
    private DateTimeOffset? Advance(Schedule schedule, DateTimeOffset now)
    {
        if (_claiming.Contains(schedule.Name)) return null;
        for (; ; )
        {
            switch (SlotRules.Decide(schedule, _journal.State.Of(schedule.Name), now))
            {
                case SlotDecision.Begin begin:
                    _journal.Persist(new ScheduleEvent.Begun(schedule.Name, schedule.Trigger.Text, now, begin.Why));
                    break;
                case SlotDecision.Pass pass:
                    _journal.Persist(new ScheduleEvent.Passed(schedule.Name, pass.First, pass.Last, pass.Count, pass.End, pass.Why));
                    if (pass.End == SlotEnd.Missed) Say(
                        Severity.Warning, string.Create(CultureInfo.InvariantCulture, $"{schedule.Name}: {pass.Count} missed: {pass.Why}"));
                    break;
                case SlotDecision.Fire fire:
                    Claim(new Slot(schedule.Name, fire.Slot), fire.Why);
                    return null;
                case SlotDecision.Wait wait:
                    return wait.Until;
                default:
                    throw new InvalidOperationException("an unknown decision");
            }
        }
    }

    private void Claim(Slot slot, string why)
    {
        _claiming.Add(slot.Schedule);
        _ledger.ClaimAsync(slot, _node, _clock.Read().Wall, _ending.Token).PipeTo(
            Self, Self, isFirst => new Claimed(slot, why, isFirst, null), error => new Claimed(slot, why, false, error.Message));
    }

    private void OnClaimed(Claimed claimed)
    {
        _claiming.Remove(claimed.Slot.Schedule);
        if (claimed.Error != _unusable)
        {
            _unusable = claimed.Error;
            if (claimed.Error is { } error) Say(Severity.Alarm, $"no slot fires while the ledger cannot be written: {error}");
            else Say(Severity.Warning, "the ledger can be written again: slots fire");
        }

        // Tried again with the next check.
        if (claimed.Error is not null) return;
        if (claimed.IsFirst) Fire(claimed.Slot, claimed.Why);
        else LeaveToOther(claimed.Slot);
        Check();
    }

    private void Fire(Slot slot, string why)
    {
        _journal.Persist(new ScheduleEvent.Fired(slot.Schedule, slot.At, why));
        var route = _routes[slot.Schedule];
        if (route.Receivers.Count == 0)
        {
            End(slot, Outcome.Done);
            return;
        }

        _awaited[slot] = new Awaited(route.Receivers.Count, Outcome.Done);
        foreach (var receiver in route.Receivers) receiver.Tell(route.Make(slot));
    }

    private void LeaveToOther(Slot slot)
    {
        _journal.Persist(new ScheduleEvent.Fired(slot.Schedule, slot.At, "it had been fired before"));
        End(slot, new Outcome(Result.Unknown, "fired by a host that ended before it could tell, or by another one"));
    }

    private void OnTickEnded(TickEnded ended)
    {
        if (!_awaited.TryGetValue(ended.Slot, out var awaited)) return;
        var outcome = awaited.Outcome.Result is Result.Done ? ended.Outcome : awaited.Outcome;
        if (awaited.Answers > 1)
        {
            _awaited[ended.Slot] = new Awaited(awaited.Answers - 1, outcome);
            return;
        }

        _awaited.Remove(ended.Slot);
        End(ended.Slot, outcome);
        Check();
    }

    private void End(Slot slot, Outcome outcome) => _journal.Persist(new ScheduleEvent.RunEnded(slot.Schedule, slot.At, outcome));

    private void Say(Severity severity, string text) =>
        Context.System.EventStream.Publish(new Notice(_clock.Read().Wall, severity, "schedule", null, text));
}
