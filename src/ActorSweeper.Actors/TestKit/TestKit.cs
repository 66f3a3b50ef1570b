namespace ActorSweeper.Actors;

/// <summary>A system to test in, by default a deterministic one: its actors run only inside the kit's own calls or
/// <see cref="VirtualClock.Advance"/>, on the test's thread, in an order that never changes, in virtual time. Create one for each test,
/// or derive the test class from it. There is no implicit sender: tell in the name of <see cref="TestKitBase.TestActor"/> or of a
/// probe.</summary>
/// <example><code>
/// using var kit = new TestKit();
/// var actor = kit.Sys.ActorOf(Props.Create(() => new Sweeper()));
/// actor.Tell(new Begin(), kit.TestActor);
/// kit.Clock!.Advance(TimeSpan.FromMinutes(10));   // fires each timer at its instant and lets the actors settle after it
/// kit.ExpectMsg&lt;Done>();
/// </code></example>
public class TestKit : TestKitBase, IDisposable
{
    /// <summary>A deterministic system with a virtual clock.</summary>
    public TestKit()
        : this(new VirtualClock())
    {
    }

    /// <summary>A deterministic system with the given clock.</summary>
    public TestKit(VirtualClock clock)
        : this(ActorSystem.Create("test", clock, new DeterministicDispatcher(clock)))
    {
    }

    /// <summary>Any system; it is terminated with the kit.</summary>
    public TestKit(ActorSystem system)
        : base(system, name: null)
    {
    }

    /// <summary>Another actor of the test.</summary>
    public TestProbe CreateTestProbe(string? name = null) => new(Sys, name);

    /// <summary>Terminates the system; a deterministic one has ended when this returns.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Terminates the system.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing) Sys.Dispose();
    }
}
