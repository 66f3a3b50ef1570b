namespace ActorSweeper.Adapters.NanoClaw;

/// <summary>An active session as the central database has it; nothing in it is checked yet.</summary>
/// <param name="Id">The session's id; empty where the row has none.</param>
/// <param name="Group">The id of its agent group.</param>
/// <param name="Folder">The name of the group's working folder.</param>
/// <param name="Zone">The group's time zone, if it has one.</param>
/// <param name="Running">Whether NanoClaw believes that a container runs.</param>
/// <param name="Barrier">Why it must not be woken; null when it may.</param>
internal sealed record SessionRow(string Id, string Group, string Folder, string? Zone, bool Running, string? Barrier);
