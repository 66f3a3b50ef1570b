namespace ActorSweeper.Workspaces;

/// <summary>What the files of a generated session hold. Sessions of the same shape are copies of one another.</summary>
/// <param name="Completed">Messages that are done, each with its carried ack.</param>
/// <param name="Pending">Messages that are due.</param>
/// <param name="Claimed">How many of the pending ones are claimed.</param>
/// <param name="Acked">How many of the pending ones, after the claimed, have an ack that is not carried yet.</param>
/// <param name="At">When everything was written; also the heartbeat.</param>
/// <param name="HasHeartbeat">Whether there is a heartbeat file.</param>
/// <param name="ContentBytes">The size of each message's content.</param>
public sealed record SessionShape(
    int Completed, int Pending, int Claimed, int Acked, DateTimeOffset At, bool HasHeartbeat = true, int ContentBytes = 60);
