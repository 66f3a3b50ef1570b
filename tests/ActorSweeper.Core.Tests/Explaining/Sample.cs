using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Explaining;
using ActorSweeper.Core.Judging;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Core.Tests.Explaining;

/// <summary>Everything that one judgement takes.</summary>
public sealed record Sample(int Seed, SessionSnapshot Snapshot, SessionLimits Limits, ClockReading Now)
{
    public SessionPlan Plan => SessionJudge.Judge(Snapshot, Limits, Now);

    public Explanation Explanation => SessionExplainer.Explain(Snapshot, Limits, Now);

    public bool IsStopped => Snapshot.Container is ContainerView.Stopped;

    /// <summary>The same evidence at another instant, not before this one.</summary>
    public Sample At(DateTimeOffset wall)
    {
        var later = wall > Now.Wall ? wall - Now.Wall : TimeSpan.Zero;
        return this with { Now = new ClockReading(Now.Wall + later, Now.Steady + later) };
    }

    public Sample With(Func<SessionEvidence, SessionEvidence> change) =>
        this with { Snapshot = Snapshot with { Evidence = change(Snapshot.Evidence) } };

    public Sample WithMessages(Func<Message, Message> change) =>
        With(evidence => evidence with { Messages = [.. evidence.Messages.Select(change)] });

    /// <summary>The same session once everything that is planned about its messages has been carried out.</summary>
    public Sample Settled()
    {
        var sample = this;
        for (var round = 0; round < 20; round++)
        {
            var plan = sample.Plan;
            if (plan.Changes.Count == 0 && plan.DropClaims.Count == 0) return sample;
            sample = sample.CarriedOut(plan);
        }

        throw new InvalidOperationException($"seed {Seed} does not settle");
    }

    private Sample CarriedOut(SessionPlan plan) => With(evidence =>
    {
        var messages = evidence.Messages.ToDictionary(message => message.Id);
        foreach (var change in plan.Changes.Select(planned => planned.Change).Where(change => messages.ContainsKey(change.MessageId)))
        {
            var before = messages[change.MessageId];
            messages[before.Id] = change.After(before);
            if (change is not MessageChange.Recur { Next: { } next }) continue;
            var id = "+" + before.Id;
            messages[id] = before with { Id = id, Status = MessageStatus.Pending, Tries = 0, ProcessAfter = next, Timestamp = null };
        }

        var claims = evidence.Claims.Except(plan.DropClaims).ToList();
        return evidence with { Messages = [.. messages.Values], Acks = [], Claims = claims };
    });
}
