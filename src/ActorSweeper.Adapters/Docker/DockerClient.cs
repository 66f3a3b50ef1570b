namespace ActorSweeper.Adapters.Docker;

/// <summary>
/// The Engine API with the vocabulary of Docker.DotNet, and of its verbs only those used here: it stands in for that package
/// until the feed that this is built from has it. Errors that the engine answers are <see cref="DockerApiException"/>; it knows
/// no deadlines.
/// </summary>
internal sealed class DockerClient : IDisposable
{
    private readonly DockerTransport _transport;

    public DockerClient(DockerEndpoint endpoint)
    {
        _transport = new DockerTransport(endpoint);
        Containers = new ContainerOperations(_transport);
        System = new SystemOperations(_transport);
    }

    public ContainerOperations Containers { get; }

    public SystemOperations System { get; }

    public void Dispose() => _transport.Dispose();
}
