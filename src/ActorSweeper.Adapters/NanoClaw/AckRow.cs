using ActorSweeper.Adapters.Sqlite;
using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Adapters.NanoClaw;

/// <summary>A row of <c>processing_ack</c>.</summary>
/// <param name="Row">Its row number.</param>
/// <param name="MessageId">The message that it speaks of.</param>
/// <param name="Status">Its state as written.</param>
/// <param name="Changed">When the state was written, as written.</param>
internal sealed record AckRow(long Row, string MessageId, string Status, string? Changed)
{
    public const string Columns = "rowid, message_id, status, status_changed";

    public bool IsClaim => Status == MessageStates.Processing;

    public static AckRow Of(Statement row) => new(row.Number(0), row.Text(1) ?? "", row.Text(2) ?? "", row.Text(3));

    public Claim ToClaim() => new(MessageId, Timestamp.Parse(Changed));

    /// <summary>The ended ack that this is, if its message still has to learn of it.</summary>
    public Ack? ToAck(OpenMessages messages) =>
        MessageStates.Failure(Status) is { } failed && messages.Accepts(MessageId, failed) ? new Ack(MessageId, failed, Status) : null;

    /// <summary>
    /// A cursor that stands on this row. It names the file and the row's content: a row number alone is given out again after
    /// the last rows were deleted, and VACUUM numbers anew.
    /// </summary>
    public AckCursor ToCursor(string file) => new($"{file}:{ContentHash():x16}", Row);

    // FNV-1a: stable between processes, unlike string.GetHashCode.
    private ulong ContentHash()
    {
        var hash = 14_695_981_039_346_656_037UL;
        foreach (var text in (ReadOnlySpan<string?>)[MessageId, Status, Changed])
        {
            foreach (var character in text ?? "")
                hash = unchecked((hash ^ character) * 1_099_511_628_211UL);
            hash = unchecked((hash ^ char.MaxValue) * 1_099_511_628_211UL);
        }
        return hash;
    }
}
