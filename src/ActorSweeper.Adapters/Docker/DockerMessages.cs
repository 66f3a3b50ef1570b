using System.Text.Json.Serialization;

namespace ActorSweeper.Adapters.Docker;

// The Engine API's messages, by the names that Docker.DotNet gives them. Only what is used here.
internal sealed record ContainersListParameters(bool All, IReadOnlyDictionary<string, IReadOnlyList<string>> Filters);

internal sealed record ContainerStopParameters(int WaitBeforeKillSeconds);

internal sealed record ContainerKillParameters(string Signal);

internal sealed record ContainerRemoveParameters(bool Force, bool RemoveVolumes);

internal sealed record ContainerLogsParameters(bool ShowStdout, bool ShowStderr, int Tail);

internal sealed record ContainerEventsParameters(string Since, IReadOnlyDictionary<string, IReadOnlyList<string>> Filters);

internal sealed record VersionResponse(string? Version, string? ApiVersion, string? MinAPIVersion);

internal sealed record ContainerListResponse(
    [property: JsonPropertyName("Id")] string ID,
    IReadOnlyList<string>? Names,
    long Created,
    IReadOnlyDictionary<string, string>? Labels,
    IReadOnlyList<MountPoint>? Mounts);

internal sealed record MountPoint(string? Type, string? Source, string? Destination, bool RW);

internal sealed record ContainerState(
    string? Status, bool Running, bool Paused, bool Restarting, int ExitCode, string? Error, DateTimeOffset? StartedAt);

internal sealed record Config(string? Image, IReadOnlyDictionary<string, string>? Labels);

internal sealed record ContainerInspectResponse(
    [property: JsonPropertyName("Id")] string ID,
    string? Name,
    DateTimeOffset? Created,
    ContainerState? State,
    Config? Config,
    HostConfig? HostConfig,
    IReadOnlyList<MountPoint>? Mounts);

internal sealed record Mount(string Type, string Source, string Target, bool ReadOnly);

internal sealed record HostConfig(
    IReadOnlyList<Mount>? Mounts,
    long Memory,
    [property: JsonPropertyName("NanoCpus")] long NanoCPUs,
    long? PidsLimit,
    string? NetworkMode,
    bool AutoRemove);

internal sealed record CreateContainerParameters(
    [property: JsonIgnore] string Name,
    string Image,
    IReadOnlyList<string>? Entrypoint,
    IReadOnlyList<string>? Cmd,
    string? WorkingDir,
    IReadOnlyList<string> Env,
    IReadOnlyDictionary<string, string> Labels,
    string? User,
    HostConfig HostConfig);

internal sealed record CreateContainerResponse([property: JsonPropertyName("Id")] string ID, IReadOnlyList<string>? Warnings);

internal sealed record ContainerWaitResponse(long StatusCode);

internal sealed record Actor(string? ID, IReadOnlyDictionary<string, string>? Attributes);

internal sealed record Message(
    string? Action,
    Actor? Actor,
    [property: JsonPropertyName("time")] long Time,
    [property: JsonPropertyName("timeNano")] long TimeNano);

internal sealed record ErrorResponse([property: JsonPropertyName("message")] string? Message);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(VersionResponse))]
[JsonSerializable(typeof(IReadOnlyList<ContainerListResponse>))]
[JsonSerializable(typeof(ContainerInspectResponse))]
[JsonSerializable(typeof(CreateContainerParameters))]
[JsonSerializable(typeof(CreateContainerResponse))]
[JsonSerializable(typeof(ContainerWaitResponse))]
[JsonSerializable(typeof(Message))]
[JsonSerializable(typeof(ErrorResponse))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, IReadOnlyList<string>>))]
internal sealed partial class DockerJson : JsonSerializerContext;
