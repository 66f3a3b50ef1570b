namespace ActorSweeper.Supervision.Runtime;

/// <summary>Creates the actor system on the builtin runtime, whose delays all run on the given time.</summary>
internal static class ActorRuntime
{
    public static ActorSystem Create(string name, TimeProvider time) => ActorSystem.Create(name, time);
}
