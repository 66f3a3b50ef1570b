namespace ActorSweeper.Actors.Tests;

/// <summary>An actor whose constructor runs a script, so that a test can say in place what it does.</summary>
internal class Scripted : ReceiveActor, IWithTimers
{
    private SupervisorStrategy? _strategy;

    public Scripted(Action<Scripted> script) => script(this);

    public ITimerScheduler Timers { get; set; } = null!;

    public new IUntypedActorContext Context => ReceiveActor.Context;

    public new IActorRef Self => base.Self;

    public new IActorRef Sender => base.Sender;

    public Action? OnStart { get; set; }

    public Action? OnStop { get; set; }

    public Action<Exception, object?>? InsteadOfPreRestart { get; set; }

    public Action<Exception, object?>? OnPreRestart { get; set; }

    public Action<Exception>? OnPostRestart { get; set; }

    public Func<SupervisorStrategy>? Strategy { get; set; }

    public static Props Props(Action<Scripted> script) => Actors.Props.Create(() => new Scripted(script));

    public void On<T>(Action<T> handler) => Receive(handler);

    public void On<T>(Func<T, bool> handler) => Receive(handler);

    public void On<T>(Predicate<T> accepts, Action<T> handler) => Receive(accepts, handler);

    public void OnAsync<T>(Func<T, Task> handler) => ReceiveAsync(handler);

    public void OnAny(Action<object> handler) => ReceiveAny(handler);

    public void FailOn(string text) => Receive<string>(s => s == text, _ => throw new InvalidOperationException(text));

    public new void Become(Action configure) => base.Become(configure);

    public new void BecomeStacked(Action configure) => base.BecomeStacked(configure);

    public new void UnbecomeStacked() => base.UnbecomeStacked();

    protected override void PreStart() => OnStart?.Invoke();

    protected override void PostStop() => OnStop?.Invoke();

    protected override void PreRestart(Exception reason, object? message)
    {
        OnPreRestart?.Invoke(reason, message);
        if (InsteadOfPreRestart is null) base.PreRestart(reason, message);
        else InsteadOfPreRestart(reason, message);
    }

    protected override void PostRestart(Exception reason)
    {
        OnPostRestart?.Invoke(reason);
        base.PostRestart(reason);
    }

    protected override SupervisorStrategy SupervisorStrategy() => _strategy ??= Strategy?.Invoke() ?? base.SupervisorStrategy();
}

internal sealed class ScriptedWithStash : Scripted, IWithUnboundedStash
{
    public ScriptedWithStash(Action<ScriptedWithStash> script)
        : base(self => script((ScriptedWithStash)self))
    {
    }

    public IStash Stash { get; set; } = null!;
}

internal static class Scripts
{
    /// <summary>Creates a top-level actor and lets it start.</summary>
    public static IActorRef Start(this TestKit kit, Action<Scripted> script, string? name = null)
    {
        var actor = kit.Sys.ActorOf(Scripted.Props(script), name);
        kit.RunUntilIdle();
        return actor;
    }

    /// <summary>A parent with the given strategy and one child; returns both.</summary>
    public static (IActorRef Parent, IActorRef Child) StartFamily(
        this TestKit kit, SupervisorStrategy strategy, Action<Scripted> child, string name = "child")
    {
        IActorRef? born = null;
        var parent = kit.Start(p =>
        {
            p.Strategy = () => strategy;
            p.OnStart = () => born = p.Context.ActorOf(Scripted.Props(child), name);
        });
        return (parent, born!);
    }

    public static void TellAll(this IActorRef actor, params object[] messages)
    {
        foreach (var message in messages) actor.Tell(message, ActorRefs.NoSender);
    }

    /// <summary>Collects what the system publishes of one type.</summary>
    public static TestProbe Listen<T>(this TestKit kit)
    {
        var probe = kit.CreateTestProbe();
        kit.Sys.EventStream.Subscribe<T>(probe.Ref);
        return probe;
    }

    /// <summary>Everything the probe has received so far.</summary>
    public static List<T> Taken<T>(this TestProbe probe)
    {
        var taken = new List<T>();
        probe.RunUntilIdle();
        while (probe.ReceivedSoFar > 0) taken.Add(probe.ExpectMsg<T>());
        return taken;
    }
}
