namespace ActorSweeper.Core.Sessions;

/// <summary>What one look at a session's files found. Immutable; nothing in it is judged yet.</summary>
/// <param name="Heartbeat">The heartbeat file's time of change; null when there is no file.</param>
/// <param name="Tool">The tool in flight, if one is declared.</param>
/// <param name="Claims">All claims, in the order of their message ids.</param>
/// <param name="Acks">Ended acks that are not yet carried into their messages.</param>
/// <param name="Messages">Pending messages, and others that still carry a recurrence.</param>
/// <param name="Cursor">How far the acks were read: give it to the next look, so that only new ones are read.</param>
public sealed record SessionEvidence(
    DateTimeOffset? Heartbeat,
    ToolInFlight? Tool,
    IReadOnlyList<Claim> Claims,
    IReadOnlyList<Ack> Acks,
    IReadOnlyList<Message> Messages,
    AckCursor Cursor)
{
    /// <summary>A session without heartbeat, claims, acks or messages.</summary>
    public static SessionEvidence Empty { get; } = new(null, null, [], [], [], AckCursor.Start);
}

/// <summary>How far the acks of one session's file have been read and carried.</summary>
/// <param name="FileIdentity">Which file it speaks of; a replaced file is read from its beginning.</param>
/// <param name="Row">All ended acks up to this row number are carried.</param>
public sealed record AckCursor(string FileIdentity, long Row)
{
    /// <summary>Nothing has been read yet.</summary>
    public static AckCursor Start { get; } = new("", 0);
}
