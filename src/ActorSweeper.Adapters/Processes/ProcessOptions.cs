namespace ActorSweeper.Adapters.Processes;

/// <summary>How child processes are kept track of.</summary>
/// <param name="Install">What distinguishes this installation's processes from those of others on the machine; never empty.</param>
/// <param name="StateDirectory">Where a record, a lock and a log of each session are kept. On a local disk. Created if missing.</param>
/// <param name="KillWait">How long killed processes may take to vanish before they count as still running.</param>
/// <param name="PollInterval">How often ends are looked for; also how long an end may go unnoticed.</param>
/// <param name="MaxLogBytes">The size at which a session's log is cut to its last quarter, in bytes.</param>
public sealed record ProcessOptions(
    string Install, string StateDirectory, TimeSpan KillWait, TimeSpan PollInterval, long MaxLogBytes);

/// <summary>
/// How processes are started. Texts may contain <c>{session}</c>, <c>{sessionDir}</c>, <c>{group}</c>, <c>{groupFolder}</c> and
/// <c>{root}</c>.
/// </summary>
/// <param name="Command">The program, searched for in <c>PATH</c>, and its arguments; at least one. No shell is involved.</param>
/// <param name="WorkingDirectory">Null for the session's folder.</param>
/// <param name="Environment">Environment variables.</param>
/// <param name="PassEnvironment">The names of our own variables that are handed on. No others are: they may hold secrets.</param>
/// <param name="Root">The installation's root, for the placeholder <c>{root}</c>.</param>
/// <param name="Settle">How long a process must live after its start to count as started; zero to not wait.</param>
public sealed record ProcessStartOptions(
    IReadOnlyList<string> Command,
    string? WorkingDirectory,
    IReadOnlyDictionary<string, string> Environment,
    IReadOnlyList<string> PassEnvironment,
    string Root,
    TimeSpan Settle);
