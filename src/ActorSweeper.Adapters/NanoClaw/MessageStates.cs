using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Adapters.NanoClaw;

/// <summary>Which ended acks still change a message.</summary>
internal enum AckAcceptance
{
    /// <summary>None: it is completed, cancelled, or in a state that is not known here.</summary>
    None,

    /// <summary>Only a success: it has failed already.</summary>
    Success,

    /// <summary>Every one.</summary>
    Any,
}

/// <summary>
/// The texts of <c>messages_in.status</c> and <c>processing_ack.status</c>. The SQL conditions stand beside the rules that they
/// repeat: an ack that is reported must be one that can be carried, or it would be reported for ever.
/// </summary>
internal static class MessageStates
{
    /// <summary>The states that <see cref="AckAcceptance.Any"/> means.</summary>
    public const string AnyAckCondition = "status IN ('pending', 'paused')";

    /// <summary>The states in which a success is still carried.</summary>
    public const string SuccessCondition = "status IN ('pending', 'paused', 'failed')";

    /// <summary>The states of an occurrence that still lies ahead.</summary>
    public const string OpenCondition = "status IN ('pending', 'paused')";

    /// <summary>The states that end an occurrence.</summary>
    public const string FinishedCondition = "status IN ('completed', 'failed')";

    public const string Processing = "processing";

    public static MessageStatus Parse(string status) => status switch
    {
        "pending" => MessageStatus.Pending,
        "completed" => MessageStatus.Completed,
        "failed" => MessageStatus.Failed,
        _ => MessageStatus.Held,
    };

    public static AckAcceptance Acceptance(string status) => status switch
    {
        "pending" or "paused" => AckAcceptance.Any,
        "failed" => AckAcceptance.Success,
        _ => AckAcceptance.None,
    };

    /// <summary>What an ack says: false for a success, true for a failure, null while it has not ended.</summary>
    public static bool? Failure(string ack) => ack switch
    {
        "completed" => false,
        "failed" => true,
        // NanoClaw 2.1 writes script-skip:error for a task whose gate script failed.
        _ when ack.StartsWith("script-skip:", StringComparison.Ordinal) => true,
        _ => null,
    };
}
