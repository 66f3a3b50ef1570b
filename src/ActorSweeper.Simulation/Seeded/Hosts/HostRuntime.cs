using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Simulation.InMemory;
using ActorSweeper.Simulation.Seeded.Planning;

namespace ActorSweeper.Simulation.Seeded.Hosts;

/// <summary>
/// The container runtime as one host reaches it: it takes its time, fails as planned, and everything asked of it is seen.
/// </summary>
internal sealed class HostRuntime(Stage stage, IContainerRuntime inner) : IContainerRuntime, IContainerStarter
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly int _host = stage.Hosts;

    public string Name => inner.Name;

    public bool CanAct => inner.CanAct;

    private SimulatedRuntime Runtime => stage.World.Runtime;

    private bool IsOver => _host != stage.Hosts || !stage.World.IsUp;

    public async Task<IReadOnlyList<Container>> ListAsync(CancellationToken cancellation)
    {
        var containers = await inner.ListAsync(cancellation);
        stage.Witness.Containers.Listed(containers);
        return containers;
    }

    public async Task<StopResult> StopAsync(
        Container container, Session? session, StopRung rung, TimeSpan grace, string reason, CancellationToken cancellation)
    {
        if (IsOver) return await new TaskCompletionSource<StopResult>().Task;
        stage.Note($"{container.Session?.Value ?? "nobody's"} {container.Id} {rung}: {reason}");
        stage.Witness.Containers.Stops(container, rung);
        var ran = Runtime.Containers.Contains(container);
        var of = stage.Find(container.Session);
        var how = of is { Stops.Any: true } ? of.Stops.Newest : Stubbornness.None;
        Runtime.Make(container.Id, how);
        // The runtime goes on with what it has begun, whether or not the host that asked for it still lives.
        if (Runtime.Down is null && ran) await stage.Pass(TimeToEnd(container, of, rung, grace, how));
        var result = await Runtime.StopAsync(container, session, rung, grace, reason, cancellation);
        if (result == StopResult.Gone && ran) stage.Crew.Gone(container, 143);
        return result;
    }

    public async Task<Container?> StartAsync(Session session, string reason, CancellationToken cancellation)
    {
        if (IsOver) return await new TaskCompletionSource<Container?>().Task;
        var of = stage.Find(session.Id)!;
        stage.Note($"{of.Name} start: {reason}");
        stage.Witness.Containers.Starts(of);
        if (Runtime.Down is { } why) throw new ContainerRuntimeException(why);
        if (of.IsStarting || Runtime.Containers.Any(container => container.Session == session.Id))
            throw new StartFailedException(StartFailure.AlreadyOwned, "there is one already");
        StartFault? trouble = of.Starts.Any ? of.Starts.Newest : null;
        of.IsStarting = true;
        await stage.Pass(TimeToStart(Dice.For(stage.Options.Seed, of.Name + " start", of.Lives), trouble));
        of.IsStarting = false;
        if (trouble == StartFault.ImageMissing) throw new StartFailedException(StartFailure.ImageMissing, "no such image");
        if (trouble == StartFault.Refused) throw new StartFailedException(StartFailure.Refused, "refused");
        var started = Runtime.Run(of.Name);
        _ = stage.Crew.Started(of, started);
        if (Runtime.Down is { } down) throw new ContainerRuntimeException(down);
        if (!IsOver && !cancellation.IsCancellationRequested) stage.Witness.Containers.Started(of, started);
        return started;
    }

    public IAsyncEnumerable<ContainerDeath> WatchAsync(CancellationToken cancellation) => inner.WatchAsync(cancellation);

    private TimeSpan TimeToEnd(Container container, SessionStage? of, StopRung rung, TimeSpan grace, Stubbornness how)
    {
        if (rung != StopRung.Stop || how == Stubbornness.NeverAnswers) return 0.3 * Second;
        if (stage.Crew.Of(container.Id) is not { IsFrozen: false } agent || how != Stubbornness.None) return grace;
        agent.IsEnding = true;
        return Dice.For(stage.Options.Seed, of!.Name + " stop", of.Lives).Skewed(0.1 * Second, grace);
    }

    private static TimeSpan TimeToStart(Dice dice, StartFault? trouble) => trouble switch
    {
        StartFault.Slow => dice.Between(5 * Second, 50 * Second),
        StartFault.Late => dice.Between(61 * Second, 240 * Second),
        _ => dice.Skewed(0.1 * Second, 4 * Second),
    };
}
