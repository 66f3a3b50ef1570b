using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ActorSweeper.Actors;
using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Simulation.InMemory;

/// <summary>How a simulated container answers to being stopped.</summary>
public enum Stubbornness
{
    /// <summary>Ends when asked.</summary>
    None,

    /// <summary>Ignores the stop; ends when killed.</summary>
    IgnoresStop,

    /// <summary>Nothing ends it: every rung reports that it still runs.</summary>
    CannotBeKilled,

    /// <summary>The runtime never answers a stop, a kill or a removal of it.</summary>
    NeverAnswers,
}

/// <summary>A container runtime and starter, in memory.</summary>
public sealed class SimulatedRuntime : IContainerRuntime, IContainerStarter
{
    private readonly VirtualClock _clock;
    private readonly Channel<ContainerDeath> _deaths =
        Channel.CreateUnbounded<ContainerDeath>(new UnboundedChannelOptions { AllowSynchronousContinuations = true });

    private readonly Dictionary<string, Container> _containers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Stubbornness> _stubborn = new(StringComparer.Ordinal);
    private readonly List<Container> _foreign = [];
    private readonly List<string> _calls = [];
    private int _started;

    /// <summary>A runtime without containers.</summary>
    public SimulatedRuntime(VirtualClock clock) => _clock = clock;

    /// <inheritdoc/>
    public string Name => "simulated";

    /// <inheritdoc/>
    public bool CanAct { get; set; } = true;

    /// <summary>Why the runtime cannot be asked; null while it can.</summary>
    public string? Down { get; set; }

    /// <summary>What a start of this session throws; null when it works.</summary>
    public Func<Session, Exception?> StartFault { get; set; } = _ => null;

    /// <summary>A start waits for this before it goes on.</summary>
    public Func<Task>? StartDelay { get; set; }

    /// <summary>A stop waits for this before it goes on.</summary>
    public Func<Container, Task>? StopDelay { get; set; }

    /// <summary>All containers that run.</summary>
    public IReadOnlyCollection<Container> Containers => _containers.Values;

    /// <summary>Every start, stop, kill and removal that was asked for, such as <c>stop c1</c>.</summary>
    public IReadOnlyList<string> Calls => _calls;

    /// <summary>The most containers of one session that ever ran at a time.</summary>
    public int MostPerSession { get; private set; }

    /// <summary>Starts a container from outside: by an earlier host, say.</summary>
    public Container Run(string? session, DateTimeOffset? startedAt = null, Stubbornness stubbornness = Stubbornness.None)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"c{++_started}");
        var container = new Container(id, id, session is null ? null : new SessionId(session), null, startedAt ?? _clock.GetUtcNow());
        _containers[id] = container;
        _stubborn[id] = stubbornness;
        var together = session is null ? 0 : _containers.Values.Count(other => other.Session == container.Session);
        MostPerSession = Math.Max(MostPerSession, together);
        return container;
    }

    /// <summary>A container of somebody else starts: without this installation's label it is never listed.</summary>
    public Container RunForeign()
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"f{_foreign.Count + 1}");
        _foreign.Add(new Container(id, id, null, null, _clock.GetUtcNow()));
        return _foreign[^1];
    }

    /// <summary>Sets how a container answers to being stopped.</summary>
    public void Make(string container, Stubbornness stubbornness) => _stubborn[container] = stubbornness;

    /// <summary>Ends a container by itself.</summary>
    /// <param name="container">Which.</param>
    /// <param name="tell">Whether the event stream tells of it.</param>
    /// <param name="exitCode">With which code.</param>
    public void Die(string container, bool tell = false, int exitCode = 1)
    {
        _containers.Remove(container);
        if (tell) Tell(new ContainerDeath(container, exitCode, []));
    }

    /// <summary>Has the event stream tell of a death.</summary>
    public void Tell(ContainerDeath death) => _deaths.Writer.TryWrite(death);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Container>> ListAsync(CancellationToken cancellation) => Down is { } why
        ? Task.FromException<IReadOnlyList<Container>>(new ContainerRuntimeException(why))
        : Task.FromResult<IReadOnlyList<Container>>([.. _containers.Values]);

    /// <inheritdoc/>
    public async Task<StopResult> StopAsync(
        Container container, Session? session, StopRung rung, TimeSpan grace, string reason, CancellationToken cancellation)
    {
        if (Down is { } why) throw new ContainerRuntimeException(why);
        _calls.Add($"{rung switch { StopRung.Stop => "stop", StopRung.Kill => "kill", _ => "remove" }} {container.Id}");
        if (StopDelay is { } delay) await delay(container);
        var stubbornness = _stubborn.GetValueOrDefault(container.Id);
        if (stubbornness == Stubbornness.NeverAnswers) await _clock.DelayAsync(Timeout.InfiniteTimeSpan, cancellation);
        if (stubbornness == Stubbornness.CannotBeKilled || (stubbornness == Stubbornness.IgnoresStop && rung == StopRung.Stop))
            return _containers.ContainsKey(container.Id) ? StopResult.StillRunning : StopResult.Gone;
        _containers.Remove(container.Id);
        return StopResult.Gone;
    }

    /// <inheritdoc/>
    public async Task<Container?> StartAsync(Session session, string reason, CancellationToken cancellation)
    {
        _calls.Add($"start {session.Id}");
        if (Down is { } why) throw new ContainerRuntimeException(why);
        if (StartDelay is { } delay) await delay();
        return StartFault(session) is { } fault ? throw fault : Run(session.Id.Value);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ContainerDeath> WatchAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        while (await _deaths.Reader.WaitToReadAsync(cancellation))
        {
            while (_deaths.Reader.TryRead(out var death)) yield return death;
        }
    }
}
