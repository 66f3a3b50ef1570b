using System.Threading.Channels;
using ActorSweeper.Core.Containers;

namespace ActorSweeper.Adapters.Tests;

/// <summary>Collects the deaths that a runtime tells of.</summary>
internal sealed class DeathWatch : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<ContainerDeath> _deaths = Channel.CreateUnbounded<ContainerDeath>();

    public DeathWatch(IContainerRuntime runtime) => Finished = Task.Run(async () =>
    {
        await foreach (var death in runtime.WatchAsync(_stop.Token))
            _deaths.Writer.TryWrite(death);
    });

    public Task Finished { get; }

    public async Task<ContainerDeath> NextAsync() => await _deaths.Reader
        .ReadAsync(TestContext.Current.CancellationToken)
        .AsTask()
        .WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);

    public bool HasNext => _deaths.Reader.TryPeek(out _);

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }
}

internal static class DeathAssertions
{
    public static void ShouldTell(this ContainerDeath death, string id, int? exitCode, string[] lines)
    {
        death.ContainerId.ShouldBe(id);
        death.ExitCode.ShouldBe(exitCode);
        death.LastLines.ShouldBe(lines);
    }
}
