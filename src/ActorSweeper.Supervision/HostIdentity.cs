namespace ActorSweeper.Supervision;

/// <summary>Which host this is, for the record.</summary>
/// <param name="Version">The product's version.</param>
/// <param name="Node">The machine's name.</param>
/// <param name="ProcessId">Its process.</param>
public sealed record HostIdentity(string Version, string Node, int ProcessId);
