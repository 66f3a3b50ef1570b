using System.Globalization;
using ActorSweeper.Adapters.Docker;
using ActorSweeper.Core.Containers;
using ActorSweeper.Core.Sessions;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorSweeper.Adapters.Tests.Docker;

/// <summary>
/// One test's view of the real engine that <c>test.sh</c> starts: its own label, its own folder, and everything with that label
/// removed at the end.
/// </summary>
internal sealed class RealEngine : IAsyncDisposable
{
    public const string Image = "actorsweeper-test:busybox";

    private static int _counter;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("as-docker-");

    private RealEngine(string endpoint)
    {
        var number = Interlocked.Increment(ref _counter);
        Label = $"actorsweeper-test=t{Environment.ProcessId}-{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()}-{number}";
        Engine = CreateEngine(endpoint, Label, OwnContainer.Detect());
        Runtime = new DockerContainerRuntime(Engine, TimeProvider.System, NullLogger<DockerContainerRuntime>.Instance);
        Endpoint = endpoint;
    }

    public string Endpoint { get; }

    public string Label { get; }

    public DockerEngine Engine { get; }

    public DockerContainerRuntime Runtime { get; }

    public ContainerOperations Containers => Engine.Client.Containers;

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Skips the test where no engine is named; in CI that is a failure.</summary>
    public static RealEngine Require()
    {
        var endpoint = Environment.GetEnvironmentVariable("ACTORSWEEPER_TEST_DOCKER");
        if (!string.IsNullOrEmpty(endpoint))
            return new RealEngine(endpoint);
        const string Reason = "needs a container engine: run ./test.sh, or set ACTORSWEEPER_TEST_DOCKER";
        if (Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail(Reason);
        Assert.Skip(Reason);
        throw new InvalidOperationException();
    }

    public static DockerEngine CreateEngine(string endpoint, string label, OwnContainer own) => new(
        new DockerOptions(
            DockerEndpoint.Parse(endpoint),
            InstallScope.Parse(label),
            CallTimeout: TimeSpan.FromSeconds(20),
            ReconnectDelay: TimeSpan.FromSeconds(1),
            MaxReconnectDelay: TimeSpan.FromSeconds(30)),
        TimeProvider.System,
        own);

    public Session NewSession(string id)
    {
        var folder = _folder.CreateSubdirectory(id);
        return new Session(new SessionId(id), "group-1", "main", folder.FullName);
    }

    public DockerContainerStarter Starter(ContainerTemplate template, TimeSpan? settle = null, bool checkWritable = true) => new(
        Engine,
        new DockerStartOptions(template, _folder.FullName, TimeSpan.FromSeconds(20), settle ?? TimeSpan.FromSeconds(0.3), checkWritable),
        TimeProvider.System,
        NullLogger<DockerContainerStarter>.Instance);

    /// <summary>A template that runs a shell script.</summary>
    public static ContainerTemplate Script(string script) => new(
        Image,
        Name: null,
        Entrypoint: [],
        Command: ["sh", "-c", script],
        WorkingDirectory: null,
        Mounts: [],
        Environment: new Dictionary<string, string>(),
        Labels: new Dictionary<string, string>(),
        User: null,
        MemoryBytes: null,
        Cpus: null,
        PidsLimit: null,
        NetworkMode: "none",
        AutoRemove: false);

    /// <summary>Starts a container as any other program would.</summary>
    public async Task<string> RunAsync(string? name, string script, params (string Key, string Value)[] labels)
    {
        var mounts = Array.Empty<Mount>();
        return await RunAsync(name, script, mounts, labels);
    }

    public async Task<string> RunAsync(string? name, string script, Mount[] mounts, params (string Key, string Value)[] labels)
    {
        var number = Interlocked.Increment(ref _counter);
        var created = await Containers.CreateContainerAsync(
            new CreateContainerParameters(
                name ?? string.Create(CultureInfo.InvariantCulture, $"other-{Environment.ProcessId}-{number}"),
                Image,
                null,
                ["sh", "-c", script],
                null,
                [],
                labels.ToDictionary(label => label.Key, label => label.Value),
                null,
                new HostConfig(mounts, 0, 0, null, "none", AutoRemove: false)),
            Cancellation);
        await Containers.StartContainerAsync(created.ID, Cancellation);
        return created.ID;
    }

    public (string Key, string Value) OwnLabel => (Engine.Options.Scope.Key, Engine.Options.Scope.Value!);

    public async Task<string> StatusAsync(string id) =>
        (await Engine.InspectAsync(id, Cancellation))?.State?.Status ?? "gone";

    public Task<StopResult> StopAsync(Container container, StopRung rung, TimeSpan grace) =>
        Runtime.StopAsync(container, null, rung, grace, "test", Cancellation);

    public async ValueTask DisposeAsync()
    {
        var parameters = new ContainersListParameters(All: true, DockerContainerRuntime.Filter("label", Label));
        foreach (var left in await Containers.ListContainersAsync(parameters, CancellationToken.None))
            await Containers.RemoveContainerAsync(left.ID, new ContainerRemoveParameters(true, true), CancellationToken.None);
        Engine.Dispose();
        _folder.Delete(recursive: true);
    }
}
