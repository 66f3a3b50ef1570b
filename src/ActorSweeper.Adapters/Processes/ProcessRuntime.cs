using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ActorSweeper.Adapters.Launching;
using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Adapters.Processes;

/// <summary>
/// The runtime <c>process</c>: each session's container is a process with all its descendants. It has ended when the last of
/// them has.
/// </summary>
/// <param name="table">The processes.</param>
/// <param name="time">Measures waits.</param>
public sealed class ProcessRuntime(ProcessTable table, TimeProvider time) : IContainerRuntime
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    /// <inheritdoc/>
    public string Name => "process";

    /// <inheritdoc/>
    public bool CanAct => true;

    /// <inheritdoc/>
    public Task<IReadOnlyList<Container>> ListAsync(CancellationToken cancellation) =>
        Task.Run<IReadOnlyList<Container>>(() => [.. table.Look().Select(Describe)], cancellation);

    /// <inheritdoc/>
    public async Task<StopResult> StopAsync(
        Container container, Session? session, StopRung rung, TimeSpan grace, string reason, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(container);
        if (await FindAsync(container.Id) is not { } process)
            return StopResult.Gone;
        if (rung == StopRung.Stop)
        {
            Signal(process, Libc.SigTerm);
            if (await VanishAsync(container.Id, process, grace, cancellation) is not { } left)
                return StopResult.Gone;
            process = left;
        }

        Signal(process, Libc.SigKill);
        return await VanishAsync(container.Id, process, table.Options.KillWait, cancellation, again: Libc.SigKill) is null
            ? StopResult.Gone
            : StopResult.StillRunning;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ContainerDeath> WatchAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var deaths = Channel.CreateUnbounded<ContainerDeath>();
        table.Subscribe(deaths.Writer);
        try
        {
            while (!cancellation.IsCancellationRequested)
            {
                table.LookForEnds();
                while (deaths.Reader.TryRead(out var death))
                    yield return death;
                await Task.Delay(table.Options.PollInterval, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            table.Unsubscribe(deaths.Writer);
        }
    }

    internal static Container Describe(LiveProcess process) => new(
        process.Marks.Container,
        $"process {process.Members[0].Pid}",
        new SessionId(process.Marks.Session),
        process.Marks.Directory,
        process.Marks.StartedAt);

    /// <summary>Signals the group of the leader, which reaches what is just being forked, and those who have left the group.</summary>
    private static void Signal(LiveProcess process, int signal)
    {
        var groups = new HashSet<int>();
        foreach (var member in process.Members)
        {
            // The id may have come to mean another process since the look.
            if (!member.StillRuns())
                continue;
            if (member.Group != member.Leader)
                ChildProcess.Signal(member.Pid, signal);
            else if (groups.Add(member.Group))
                ChildProcess.SignalGroup(member.Group, signal);
        }
    }

    private Task<LiveProcess?> FindAsync(string container) =>
        Task.Run(() => table.Look().FirstOrDefault(process => process.Marks.Container == container));

    /// <summary>Waits until nothing of it is left.</summary>
    /// <returns>What is left after the wait; null when nothing is.</returns>
    private async Task<LiveProcess?> VanishAsync(
        string container, LiveProcess process, TimeSpan patience, CancellationToken cancellation, int again = 0)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            if (!process.Members.Any(member => member.StillRuns()))
            {
                if (await FindAsync(container) is not { } left)
                    return null;
                process = left;
                if (again != 0)
                    Signal(process, again);
            }

            if (time.GetElapsedTime(began) >= patience)
                return await FindAsync(container);
            await Task.Delay(Step, time, cancellation);
        }
    }
}
