using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Judging;
using ActorSweeper.Supervision.Containers;
using ActorSweeper.Supervision.Events;
using ActorSweeper.Supervision.Sessions;

namespace ActorSweeper.Supervision.Passes;

/// <summary>Stops one container that belongs to no active session, or is a second one of its session, and then stops itself.</summary>
internal sealed class StrayActor : ReceiveActor
{
    public sealed record Begin;

    public StrayActor(Container container, string why, bool observes, IActorRef gateway, long pass, TimeProvider time) =>
        ReceiveAsync<Begin>(async _ =>
        {
            var end = observes
                ? new ContainerStop.End(false, false, new Outcome(Result.Planned))
                : await ContainerStop.RunAsync(gateway, container, null, why);
            var reason = new Reason("orphan", $"container {container.Name}: {why}");
            var now = time.GetUtcNow();
            Context.Parent.Tell(
                new Report(pass, new ActionTaken(now, container.Session, null, ActionKind.StopOrphan, null, reason, end.Outcome)));
            if (end.CannotStop)
                Context.Parent.Tell(new Report(pass, new Notice(
                    now,
                    Severity.Alarm,
                    "cannot-stop",
                    container.Session,
                    $"{reason.Text}, and it cannot be stopped: {end.Outcome.Detail}; stop it by hand")));
            Context.Parent.Tell(new StraySettled(container.Id));
            Context.Stop(Self);
        });
}
