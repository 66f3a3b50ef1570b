using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Judging;
using ActorSweeper.Supervision.Containers;
using ActorSweeper.Supervision.Events;
using ActorSweeper.Supervision.Journaling;
using ActorSweeper.Supervision.Sessions;

namespace ActorSweeper.Supervision.Passes;

/// <summary>Stops one container that belongs to no active session, or is a second one of its session, and then stops itself.</summary>
internal sealed class StrayActor : ReceiveActor
{
    public sealed record Begin;

    public StrayActor(
        Container container, string why, bool observes, SessionPorts ports, EventSourced<SupervisorRecord> journal, long pass) =>
        ReceiveAsync<Begin>(async _ =>
        {
            var end = await StopAsync(container, why, observes, ports.Containers, journal);
            var reason = new Reason("orphan", $"container {container.Name}: {why}");
            var now = ports.Clock.Read().Wall;
            Context.Parent.Tell(
                new Report(pass, new ActionTaken(now, container.Session, null, ActionKind.StopOrphan, null, reason, end.Outcome)));
            if (end.CannotStop)
                Context.Parent.Tell(new Report(pass, new Notice(
                    now,
                    Severity.Alarm,
                    "cannot-stop",
                    container.Session,
                    $"{reason.Text}, and it cannot be stopped: {end.Outcome.Detail}; stop it by hand")));
            Context.Parent.Tell(new StraySettled(container.Id, container.Session, reason, end.Outcome));
            Context.Stop(Self);
        });

    private static async Task<ContainerStop.End> StopAsync(
        Container container, string why, bool observes, IActorRef gateway, EventSourced<SupervisorRecord> journal)
    {
        if (observes) return new ContainerStop.End(false, false, new Outcome(Result.Planned));
        if (await journal.DurableAsync() is { } held)
            return new ContainerStop.End(
                false, false, new Outcome(Result.Deferred, $"the journal cannot be written: {held}"));
        return await ContainerStop.RunAsync(
            gateway, container, null, why, StopRung.Stop, (_, _) => Task.FromResult<string?>(null));
    }
}
