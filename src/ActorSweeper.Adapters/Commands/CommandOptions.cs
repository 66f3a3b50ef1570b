namespace ActorSweeper.Adapters.Commands;

/// <summary>
/// The commands of the runtime <c>command</c>. Each is a program, searched for in <c>PATH</c>, and its arguments; no shell is
/// involved. The arguments of <paramref name="Stop"/> may contain <c>{session}</c>, <c>{sessionDir}</c>, <c>{group}</c>,
/// <c>{groupFolder}</c> and <c>{root}</c>.
/// </summary>
/// <param name="List">Prints what runs, one JSON object a line: <c>session</c>, <c>id</c>, and optionally <c>startedAt</c> (an
/// ISO instant) and <c>name</c>.</param>
/// <param name="Stop">Stops one; what is listed afterwards decides whether it did.</param>
/// <param name="Root">The installation's root, for the placeholder <c>{root}</c>.</param>
/// <param name="Timeout">The deadline of each command; a stop gets its grace on top.</param>
/// <param name="MaxOutputBytes">The most that <paramref name="List"/> may print, in bytes.</param>
public sealed record CommandOptions(
    IReadOnlyList<string> List, IReadOnlyList<string> Stop, string Root, TimeSpan Timeout, int MaxOutputBytes);

/// <summary>The command that wakes a session.</summary>
/// <param name="Wake">The program and its arguments, with the same placeholders. Exit code 0 means done.</param>
/// <param name="Root">The installation's root, for the placeholder <c>{root}</c>.</param>
/// <param name="Timeout">Its deadline.</param>
public sealed record WakeOptions(IReadOnlyList<string> Wake, string Root, TimeSpan Timeout);
