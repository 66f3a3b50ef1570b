using ActorSweeper.Adapters.Processes;
using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Adapters.Tests.Processes;

/// <summary>One test's processes: an installation of its own, all of whose processes are killed at the end.</summary>
internal sealed class ProcessBench : IAsyncDisposable
{
    private static int _counter;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("as-process-");

    public ProcessBench(long maxLogBytes = 1 << 20)
    {
        var number = Interlocked.Increment(ref _counter);
        var install = $"test-{Environment.ProcessId}-{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()}-{number}";
        Options = new ProcessOptions(
            install,
            Path.Combine(_folder.FullName, "state"),
            KillWait: TimeSpan.FromSeconds(10),
            PollInterval: TimeSpan.FromMilliseconds(20),
            maxLogBytes);
        Table = new ProcessTable(Options);
        Runtime = new ProcessRuntime(Table, TimeProvider.System);
    }

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ProcessOptions Options { get; }

    public ProcessTable Table { get; }

    public ProcessRuntime Runtime { get; }

    public Session NewSession(string id) =>
        new(new SessionId(id), "group-1", "main", _folder.CreateSubdirectory(Path.Combine("sessions", id.Replace(':', '_'))).FullName);

    public ProcessStarter Starter(string script, double settleSeconds = 0) => Starter(Table, ["sh", "-c", script], settleSeconds);

    public ProcessStarter Starter(ProcessTable table, IReadOnlyList<string> command, double settleSeconds = 0) => new(
        table,
        new ProcessStartOptions(
            command,
            WorkingDirectory: null,
            new Dictionary<string, string> { ["WHO"] = "{session} of {group}" },
            PassEnvironment: ["PATH"],
            _folder.FullName,
            TimeSpan.FromSeconds(settleSeconds)),
        TimeProvider.System);

    public async Task<Container> StartAsync(string session, string script)
    {
        var started = await Starter(script).StartAsync(NewSession(session), "due", Cancellation);
        return started.ShouldNotBeNull();
    }

    public Task<StopResult> StopAsync(Container container, StopRung rung, double graceSeconds) =>
        Runtime.StopAsync(container, null, rung, TimeSpan.FromSeconds(graceSeconds), "test", Cancellation);

    /// <summary>The processes of the only container; none between the end of a parent and its child's begin.</summary>
    public IReadOnlyList<ProcessFacts> Members() => Table.Look() is [var only] ? only.Members : [];

    public static async Task UntilAsync(Func<bool> condition)
    {
        for (var i = 0; i < 1000 && !condition(); i++)
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Cancellation);
        condition().ShouldBeTrue("the condition did not come true within 10 s");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var container in await Runtime.ListAsync(CancellationToken.None))
            await Runtime.StopAsync(container, null, StopRung.Remove, TimeSpan.Zero, "test", CancellationToken.None);
        _folder.Delete(recursive: true);
    }
}
