using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Retention;
using ActorSweeper.Supervision.Events;
using ActorSweeper.Supervision.Journaling;
using ActorSweeper.Supervision.Passes;
using ActorSweeper.Supervision.Scheduling;

namespace ActorSweeper.Supervision.Janitors;

/// <summary>
/// <c>/user/janitor-NAME</c>: runs one janitor, one run at a time, and keeps on record what it did. While the journal cannot be
/// written nothing is removed.
/// </summary>
internal sealed class JanitorActor : PersistentActor<JanitorRecord>
{
    private const int MostErrorsSaid = 20;

    private readonly EventSourced<JanitorRecord> _journal;
    private readonly SupervisionClock _clock;
    private readonly JanitorPort _port;
    private readonly CancellationTokenSource _ending = new();
    private (Tick Tick, IActorRef Asker)? _inHand;
    private IActorRef? _draining;

    public JanitorActor(EventSourced<JanitorRecord> journal, SupervisionClock clock, JanitorPort port)
        : base(journal)
    {
        (_journal, _clock, _port) = (journal, clock, port);
        Receive<Tick>(OnTick);
        Receive<RunOver>(OnRunOver);
        Receive<DrainJanitor>(_ => OnDrain(Sender));
    }

    private sealed record RunOver(JanitorRun? Run, string? Error);

    private string Name => _port.Janitor.Name;

    protected override void PostStop() => _ending.Cancel();

    private void OnTick(Tick tick)
    {
        TryAttach();
        if (_inHand is not null || _draining is not null)
        {
            Sender.Tell(new TickEnded(tick.Slot, new Outcome(Result.Superseded, _draining is null ? "it runs already" : "the host ends")));
            return;
        }

        _inHand = (tick, Sender);
        if (!_port.Order.IsDry) _journal.Persist(new JanitorEvent.Began(tick.Slot.Id));
        RunAsync().PipeTo(Self, Self, over => over, error => new RunOver(null, error.Message));
    }

    private Task<RunOver> RunAsync()
    {
        var (events, time) = (Context.System.EventStream, _clock.Time);
        void Progress(ItemOutcome outcome, int count) => events.Publish(new JanitorItemDone(time.GetUtcNow(), Name, outcome));
        return RunWhenDurableAsync(Progress);
    }

    private async Task<RunOver> RunWhenDurableAsync(Action<ItemOutcome, int> progress)
    {
        if (!_port.Order.IsDry && await _journal.DurableAsync() is { } why)
            return new RunOver(null, $"the journal cannot be written, so nothing is removed: {why}");
        return new RunOver(await JanitorRun.RunAsync(_port.Janitor, _port.Order, progress, _ending.Token), null);
    }

    private void OnRunOver(RunOver over)
    {
        var (tick, asker) = _inHand!.Value;
        _inHand = null;
        if (over.Run is { } run) Tell(run, tick.Slot.Id);
        else Say(Severity.Warning, over.Error!);
        asker.Tell(new TickEnded(tick.Slot, OutcomeOf(over)));
        if (_draining is { } drainer) FinishDrain(drainer);
    }

    private void Tell(JanitorRun run, string who)
    {
        _journal.Persist(new JanitorEvent.Ran(run.Summary, who));
        Context.System.EventStream.Publish(new JanitorRan(_clock.Read().Wall, run.Summary));
        if (run.Held is { } held)
            Say(Severity.Warning, $"its plan is held: {held}; look at it with 'actorsweeper prune {Name} --dry-run', approve with --yes");
        if (run.IsCut) Say(Severity.Information, "ended early, because the host ends: the rest is done in the next run");
        foreach (var error in run.Plan.Errors.Concat(run.Outcomes.Where(outcome => outcome.IsFailed).Select(ErrorOf)).Take(MostErrorsSaid))
            Say(Severity.Warning, error);
        foreach (var rule in _journal.State.Rules.Values)
        {
            if (rule.Warning() is { } warning) Say(Severity.Warning, warning);
        }
    }

    private static string ErrorOf(ItemOutcome outcome) => $"{outcome.Item.Path}: {outcome.Note}";

    private static Outcome OutcomeOf(RunOver over) => over.Run switch
    {
        null => new Outcome(Result.Failed, over.Error!),
        { Held: { } held } => new Outcome(Result.Deferred, held),
        { Summary: { IsDry: true } dry } => new Outcome(Result.Planned, dry.Text),
        { Summary: var summary } => new Outcome(Result.Done, summary.Text),
    };

    private void OnDrain(IActorRef asker)
    {
        _draining = asker;
        _ending.Cancel();
        if (_inHand is null) FinishDrain(asker);
    }

    private void FinishDrain(IActorRef asker) => _journal.DurableAsync().PipeTo(asker, Self, _ => new Drained());

    private void Say(Severity severity, string text) =>
        Context.System.EventStream.Publish(new Notice(_clock.Read().Wall, severity, "janitor", null, $"{Name}: {text}"));
}
