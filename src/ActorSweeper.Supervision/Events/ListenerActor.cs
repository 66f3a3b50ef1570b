using ActorSweeper.Supervision.Passes;

namespace ActorSweeper.Supervision.Events;

/// <summary>Hands everything that is published about supervision to one listener outside the actor system, in order.</summary>
internal sealed class ListenerActor : ReceiveActor
{
    public ListenerActor(ISweepListener listener)
    {
        Receive<SweepEvent>(listener.OnEvent);
        Receive<PassReport>(listener.OnPass);
    }

    /// <summary>Subscribes from outside: an actor that did so itself could be late for the first event.</summary>
    public static void Subscribe(ActorSystem system, ISweepListener listener)
    {
        var actor = system.ActorOf(Props.Create(() => new ListenerActor(listener)));
        system.EventStream.Subscribe(actor, typeof(SweepEvent));
        system.EventStream.Subscribe(actor, typeof(PassReport));
    }
}

/// <summary>Who wants to know what supervision does: logs, live tables, later the journal. Called by one thread at a time.</summary>
public interface ISweepListener
{
    /// <summary>Something happened.</summary>
    void OnEvent(SweepEvent happened);

    /// <summary>A pass has ended.</summary>
    void OnPass(PassReport report);
}
