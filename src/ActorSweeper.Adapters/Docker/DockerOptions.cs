namespace ActorSweeper.Adapters.Docker;

/// <summary>How the engine is reached.</summary>
/// <param name="Endpoint">Where it listens; see <see cref="DockerEndpoint.Resolve"/>.</param>
/// <param name="Scope">The label of this installation's containers.</param>
/// <param name="CallTimeout">The deadline of one call, above zero. A stop gets its grace on top.</param>
/// <param name="ReconnectDelay">How long to wait before the event stream is opened again; doubles with each failure.</param>
/// <param name="MaxReconnectDelay">The longest such wait.</param>
public sealed record DockerOptions(
    DockerEndpoint Endpoint,
    InstallScope Scope,
    TimeSpan CallTimeout,
    TimeSpan ReconnectDelay,
    TimeSpan MaxReconnectDelay);

/// <summary>How containers are started.</summary>
/// <param name="Template">What is started.</param>
/// <param name="Root">The installation's root, for the placeholder <c>{root}</c>.</param>
/// <param name="StartTimeout">The deadline of the calls that create and start; also how long a created container that nobody
/// starts counts as being started.</param>
/// <param name="Settle">How long a container must live after its start to count as started; zero to not wait.</param>
/// <param name="CheckWritable">Whether the session's folder is checked to be writable for the template's numeric user before
/// anything is created. To be off where user ids are mapped (<c>userns-remap</c>) or granted by access lists.</param>
public sealed record DockerStartOptions(
    ContainerTemplate Template,
    string Root,
    TimeSpan StartTimeout,
    TimeSpan Settle,
    bool CheckWritable);

/// <summary>
/// What a started container looks like. Texts may contain <c>{session}</c>, <c>{sessionDir}</c>, <c>{group}</c>,
/// <c>{groupFolder}</c> and <c>{root}</c>.
/// </summary>
/// <param name="Image">The image; never pulled.</param>
/// <param name="Name">The container's name; null for <c>actorsweeper-slug-session</c>. It must differ between sessions: that no
/// two containers of one name exist is what prevents two starts.</param>
/// <param name="Entrypoint">Replaces the image's; empty for the image's own.</param>
/// <param name="Command">Replaces the image's; empty for the image's own.</param>
/// <param name="WorkingDirectory">In the container; null for the image's own.</param>
/// <param name="Mounts">Bind mounts; <c>/workspace</c> is bound to the session's folder unless one of these has it as target.</param>
/// <param name="Environment">Environment variables.</param>
/// <param name="Labels">Labels besides those that identify the container, which cannot be replaced.</param>
/// <param name="User">As <c>uid</c>, <c>uid:gid</c> or a name of the image; null for the image's own.</param>
/// <param name="MemoryBytes">Most memory, in bytes; null for no limit.</param>
/// <param name="Cpus">Most processors, fractions allowed; null for no limit.</param>
/// <param name="PidsLimit">Most processes and threads; null for no limit.</param>
/// <param name="NetworkMode">A network's name, <c>bridge</c>, <c>host</c> or <c>none</c>; null for the engine's default.</param>
/// <param name="AutoRemove">Whether the container is removed when it has ended, once its last lines were read: by the watch, or
/// as soon as there is one again. Without it the dead container stays until the next start of its session.</param>
public sealed record ContainerTemplate(
    string Image,
    string? Name,
    IReadOnlyList<string> Entrypoint,
    IReadOnlyList<string> Command,
    string? WorkingDirectory,
    IReadOnlyList<ContainerMount> Mounts,
    IReadOnlyDictionary<string, string> Environment,
    IReadOnlyDictionary<string, string> Labels,
    string? User,
    long? MemoryBytes,
    double? Cpus,
    long? PidsLimit,
    string? NetworkMode,
    bool AutoRemove);

/// <summary>A bind mount.</summary>
/// <param name="Source">The absolute path on the engine's machine; it must exist.</param>
/// <param name="Target">The absolute path in the container.</param>
/// <param name="ReadOnly">Whether the container may not write to it.</param>
public sealed record ContainerMount(string Source, string Target, bool ReadOnly);
