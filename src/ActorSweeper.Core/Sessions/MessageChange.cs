namespace ActorSweeper.Core.Sessions;

/// <summary>
/// One change to a session's messages. A closed set. Each change names what it expects to find, so that a row which somebody
/// else changed meanwhile is left alone and applying a change twice does no harm.
/// </summary>
/// <param name="MessageId">The row to change.</param>
public abstract record MessageChange(string MessageId)
{
    /// <summary>The row after the change, if it was as expected. The occurrence that a series moves on to is another row.</summary>
    public Message After(Message message) => this switch
    {
        Carry carry => message with { Status = carry.Status },
        Retry retry => message with { Tries = retry.Tries + 1, ProcessAfter = retry.DueAt },
        Fail => message with { Status = MessageStatus.Failed },
        Close => message with { Status = MessageStatus.Completed },
        Recur => message with { Recurrence = null },
        _ => message with { Status = MessageStatus.Pending, Tries = 0, ProcessAfter = null },
    };

    /// <summary>Carries an ack: a message that is not completed becomes completed or failed.</summary>
    public sealed record Carry(string MessageId, MessageStatus Status) : MessageChange(MessageId);

    /// <summary>Puts a pending message back: one try more, due again later.</summary>
    /// <param name="MessageId">The row to change.</param>
    /// <param name="Tries">The number of tries that it is expected to have now.</param>
    /// <param name="DueAt">When it is due again; stored in whole seconds.</param>
    public sealed record Retry(string MessageId, int Tries, DateTimeOffset DueAt) : MessageChange(MessageId);

    /// <summary>Gives a pending message up.</summary>
    public sealed record Fail(string MessageId) : MessageChange(MessageId);

    /// <summary>Completes a pending message that has already been answered.</summary>
    public sealed record Close(string MessageId) : MessageChange(MessageId);

    /// <summary>
    /// Moves a series on: the finished row loses its recurrence and, if <paramref name="Next"/> is given and the series has no
    /// other open occurrence, a new pending row is inserted.
    /// </summary>
    /// <param name="MessageId">The finished row.</param>
    /// <param name="Next">When the next occurrence is due; null retires the series.</param>
    public sealed record Recur(string MessageId, DateTimeOffset? Next) : MessageChange(MessageId);

    /// <summary>
    /// Gives a failed message another run: pending, without tries, due at once. One that an ack would end again at the next look is
    /// left alone.
    /// </summary>
    /// <param name="MessageId">The row to change.</param>
    /// <param name="DropAck">
    /// Whether an ack that failed it goes too; one that says that it is done never does. Only while no container runs.
    /// </param>
    public sealed record Revive(string MessageId, bool DropAck) : MessageChange(MessageId);
}
