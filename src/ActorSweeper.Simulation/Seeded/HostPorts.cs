using System.Runtime.CompilerServices;
using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Simulation.InMemory;
using ActorSweeper.Simulation.Seeded.Planning;

namespace ActorSweeper.Simulation.Seeded;

/// <summary>Whether the host that holds these ports still lives. What a dead one asks for does not happen, and is never answered.</summary>
internal sealed class HostLife
{
    public bool IsOver { get; set; }

    public static Task<T> Never<T>() => new TaskCompletionSource<T>().Task;
}

/// <summary>The container runtime as one host reaches it: it takes its time, fails as planned, and everything asked of it is seen.</summary>
internal sealed class HostRuntime(Stage stage, HostLife host) : IContainerRuntime, IContainerStarter
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private SimulatedRuntime Runtime => stage.World.Runtime;

    private TimeProvider Clock => stage.World.Clock;

    public string Name => Runtime.Name;

    public bool CanAct => Runtime.CanAct;

    public async Task<IReadOnlyList<Container>> ListAsync(CancellationToken cancellation)
    {
        if (host.IsOver) return await HostLife.Never<IReadOnlyList<Container>>();
        var containers = await Runtime.ListAsync(cancellation);
        stage.Witness.Containers.Listed(containers);
        return containers;
    }

    public async Task<StopResult> StopAsync(
        Container container, Session? session, StopRung rung, TimeSpan grace, string reason, CancellationToken cancellation)
    {
        if (host.IsOver) return await HostLife.Never<StopResult>();
        stage.Note($"{container.Session?.Value ?? "nobody's"} {container.Id} {rung}: {reason}");
        stage.Witness.Containers.Stops(container, rung);
        var ran = Runtime.Containers.Contains(container);
        var of = stage.Find(container.Session);
        var how = of is { Stops.Any: true } ? of.Stops.Newest : Stubbornness.None;
        Runtime.Make(container.Id, how);
        if (Runtime.Down is null && ran) await Task.Delay(TimeToEnd(container, rung, grace, how), Clock, CancellationToken.None);
        var result = await Runtime.StopAsync(container, session, rung, grace, reason, cancellation);
        if (result == StopResult.Gone && ran && (stage.Crew.Of(container.Id) is not null || of is null)) stage.Crew.Gone(container, 143);
        return result;
    }

    public async Task<Container?> StartAsync(Session session, string reason, CancellationToken cancellation)
    {
        if (host.IsOver) return await HostLife.Never<Container?>();
        var of = stage.Find(session.Id)!;
        stage.Note($"{of.Name} start: {reason}");
        stage.Witness.Containers.Starts(of);
        if (Runtime.Down is { } why) throw new ContainerRuntimeException(why);
        if (of.IsStarting || Runtime.Containers.Any(container => container.Session == session.Id))
            throw new StartFailedException(StartFailure.AlreadyOwned, "there is one already");
        var dice = Dice.For(stage.Options.Seed, of.Name + " start", of.Lives);
        StartFault? trouble = of.Starts.Any ? of.Starts.Newest : null;
        of.IsStarting = true;
        // The runtime goes on with what it has begun, whether or not somebody still waits for it.
        await Task.Delay(TimeToStart(dice, trouble), Clock, CancellationToken.None);
        of.IsStarting = false;
        if (trouble == Planning.StartFault.ImageMissing) throw new StartFailedException(StartFailure.ImageMissing, "no such image");
        if (trouble == Planning.StartFault.Refused) throw new StartFailedException(StartFailure.Refused, "refused");
        var started = Runtime.Run(of.Name);
        _ = stage.Crew.Started(of, started);
        if (Runtime.Down is { } down) throw new ContainerRuntimeException(down);
        if (!host.IsOver) stage.Witness.Containers.Started(started);
        return started;
    }

    public async IAsyncEnumerable<ContainerDeath> WatchAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var death in Runtime.WatchAsync(cancellation))
        {
            if (host.IsOver) yield break;
            yield return death;
        }
    }

    private TimeSpan TimeToEnd(Container container, StopRung rung, TimeSpan grace, Stubbornness how)
    {
        if (rung != StopRung.Stop || how is Stubbornness.NeverAnswers) return 0.3 * Second;
        if (stage.Crew.Of(container.Id) is not { IsFrozen: false } agent || how != Stubbornness.None) return grace;
        agent.IsEnding = true;
        return Dice.For(stage.Options.Seed, container.Id).Skewed(0.1 * Second, grace);
    }

    private static TimeSpan TimeToStart(Dice dice, StartFault? trouble) => trouble switch
    {
        Planning.StartFault.Slow => dice.Between(5 * Second, 50 * Second),
        Planning.StartFault.Late => dice.Between(61 * Second, 240 * Second),
        _ => dice.Skewed(0.1 * Second, 4 * Second),
    };
}

/// <summary>The sessions' files as one host reaches them: they take their time and fail as planned.</summary>
internal sealed class HostStore(Stage stage, HostLife host) : ISessionSource, ISessionStore
{
    private SimulatedFiles Files => stage.World.Files;

    public string Name => Files.Name;

    public Task<IReadOnlyList<Session>> ListActiveAsync(CancellationToken cancellation) =>
        host.IsOver ? HostLife.Never<IReadOnlyList<Session>>() : Files.ListActiveAsync(cancellation);

    public Task<SessionEvidence> ObserveAsync(Session session, AckCursor since, CancellationToken cancellation) =>
        Use(session, writes: false, () => Files.ObserveAsync(session, since, cancellation), cancellation);

    public Task<IReadOnlySet<string>> AnsweredAsync(
        Session session, IReadOnlyCollection<string> messageIds, CancellationToken cancellation) =>
        Use(session, writes: false, () => Files.AnsweredAsync(session, messageIds, cancellation), cancellation);

    public Task<IReadOnlyList<bool>> ApplyAsync(
        Session session, IReadOnlyList<MessageChange> changes, IReadOnlyCollection<Claim> dropClaims, CancellationToken cancellation) =>
        Use(session, writes: true, () => Files.ApplyAsync(session, changes, dropClaims, cancellation), cancellation);

    public Task RecoverAsync(Session session, CancellationToken cancellation) => Use(session, writes: true, async () =>
    {
        await Files.RecoverAsync(session, cancellation);
        return true;
    }, cancellation);

    public Task PrepareStartAsync(Session session, CancellationToken cancellation) => Use(session, writes: true, async () =>
    {
        await Files.PrepareStartAsync(session, cancellation);
        return true;
    }, cancellation);

    public Task ReportContainerAsync(Session session, bool running, CancellationToken cancellation) =>
        host.IsOver ? HostLife.Never<bool>() : Files.ReportContainerAsync(session, running, cancellation);

    private Task<T> Use<T>(Session session, bool writes, Func<Task<T>> use, CancellationToken cancellation)
    {
        if (host.IsOver) return HostLife.Never<T>();
        var of = stage.Find(session.Id)!;
        if (of.Store.Any && (writes ? of.Store.Newest.Writing : of.Store.Newest.Reading))
            return Task.FromException<T>(new SessionStoreException(of.Store.Newest.Fault, $"{of.Name}: {of.Store.Newest.Fault}"));
        return of.Slowness.Any ? Slowly() : use();

        async Task<T> Slowly()
        {
            await Task.Delay(of.Slowness.Newest, stage.World.Clock, cancellation);
            return host.IsOver ? await HostLife.Never<T>() : await use();
        }
    }
}
