using ActorSweeper.Adapters.Docker;

namespace ActorSweeper.Host.Configuration;

/// <summary>What the sessions run in. The gateway's limits are in the settings of supervision.</summary>
/// <param name="Runtime">Who lists and stops them.</param>
/// <param name="Wake">Who starts them.</param>
/// <param name="Scope">The label of this installation's containers.</param>
/// <param name="Docker">The Engine API.</param>
/// <param name="Template">What is started by template; null when no image is set.</param>
/// <param name="Process">Local processes.</param>
/// <param name="Commands">Commands of the user's own.</param>
/// <param name="WakeRequest">The request that asks another program to start a container; null when no address is set.</param>
internal sealed record ContainersSettings(
    RuntimeKind Runtime,
    WakeWay Wake,
    InstallScope Scope,
    DockerSettings Docker,
    ContainerTemplate? Template,
    ProcessSettings Process,
    CommandSettings Commands,
    WakeRequestSettings? WakeRequest);

/// <summary>Who lists and stops containers.</summary>
internal enum RuntimeKind
{
    /// <summary>The Engine API of Docker or Podman.</summary>
    Docker,

    /// <summary>Local processes.</summary>
    Process,

    /// <summary>Commands of the user's own.</summary>
    Command,

    /// <summary>Nobody: everything is only reported.</summary>
    None,
}

/// <summary>Who starts containers.</summary>
internal enum WakeWay
{
    /// <summary>The Engine API, by template.</summary>
    Template,

    /// <summary>A local process is started.</summary>
    Process,

    /// <summary>A command of the user's own.</summary>
    Command,

    /// <summary>Another program, asked by HTTP.</summary>
    Http,

    /// <summary>Nobody: due messages are only reported.</summary>
    None,
}

/// <summary>How the Engine API is reached, and how a start is checked.</summary>
/// <param name="Endpoint">The address; null to look for it.</param>
/// <param name="ReconnectDelay">How long to wait before a lost event stream is opened again; doubles with each failure.</param>
/// <param name="MaxReconnectDelay">The longest such wait.</param>
/// <param name="Settle">How long a container must live after its start to count as started.</param>
/// <param name="ChecksWritable">Whether the session's folder is checked to be writable before anything is created.</param>
internal sealed record DockerSettings(
    string? Endpoint, TimeSpan ReconnectDelay, TimeSpan MaxReconnectDelay, TimeSpan Settle, bool ChecksWritable);

/// <summary>Local processes, with the placeholders still in them.</summary>
/// <param name="Command">Program and arguments; empty when processes are not started.</param>
/// <param name="WorkingDirectory">Where it runs; null for the session's folder.</param>
/// <param name="Environment">Environment variables.</param>
/// <param name="PassEnvironment">The names of our own variables that are handed on.</param>
/// <param name="Settle">How long a process must live after its start to count as started.</param>
/// <param name="PollInterval">How often ends are looked for.</param>
/// <param name="KillWait">How long killed processes may take to vanish.</param>
/// <param name="MaxLogBytes">The size at which a session's log is cut.</param>
internal sealed record ProcessSettings(
    IReadOnlyList<string> Command,
    string? WorkingDirectory,
    IReadOnlyDictionary<string, string> Environment,
    IReadOnlyList<string> PassEnvironment,
    TimeSpan Settle,
    TimeSpan PollInterval,
    TimeSpan KillWait,
    long MaxLogBytes);

/// <summary>Commands of the user's own: program and arguments each, placeholders still in them; empty for none.</summary>
/// <param name="List">Prints what runs.</param>
/// <param name="Stop">Stops one.</param>
/// <param name="Wake">Starts one.</param>
/// <param name="MaxOutputBytes">The most that the listing may print.</param>
internal sealed record CommandSettings(
    IReadOnlyList<string> List, IReadOnlyList<string> Stop, IReadOnlyList<string> Wake, int MaxOutputBytes);

/// <summary>The request that asks another program to start a container.</summary>
/// <param name="Url">The address, with the placeholders still in it.</param>
/// <param name="Headers">Further headers.</param>
internal sealed record WakeRequestSettings(string Url, IReadOnlyDictionary<string, string> Headers);
