namespace ActorSweeper.Actors;

/// <summary>An actor of the test: a stand-in for a collaborator, with expectations about what it receives.</summary>
public sealed class TestProbe : TestKitBase
{
    internal TestProbe(ActorSystem system, string? name)
        : base(system, name)
    {
    }

    /// <summary>The probe's reference.</summary>
    public IActorRef Ref => TestActor;

    /// <summary>Tells in the probe's name.</summary>
    public void Send(IActorRef actor, object message) => actor.Tell(message, Ref);

    /// <summary>Answers the sender of the last message that was taken, in the probe's name.</summary>
    public void Reply(object message) => LastSender.Tell(message, Ref);
}
