namespace ActorSweeper.Core.Sessions;

/// <summary>Where a message stands in <c>messages_in.status</c>.</summary>
public enum MessageStatus
{
    /// <summary>Waiting to be worked on, or being worked on under a claim.</summary>
    Pending,

    /// <summary>Done.</summary>
    Completed,

    /// <summary>Given up: a dead letter, or a failure that the container acknowledged.</summary>
    Failed,

    /// <summary>Any other state that the source knows (paused, cancelled): left alone.</summary>
    Held,
}

/// <summary>A row of <c>messages_in</c> that is pending, or still carries a recurrence.</summary>
/// <param name="Id">The row's id.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Triggers">False for rows that are only context: they never wake a container.</param>
/// <param name="Tries">How often it was put back after a failure; 0 or more.</param>
/// <param name="ProcessAfter">Not before this instant; null means at once.</param>
/// <param name="Timestamp">When it was written; null where the text was unreadable.</param>
/// <param name="Recurrence">The cron expression of a recurring message; null otherwise.</param>
/// <param name="SeriesId">What all occurrences of one recurring message share; its own id where the file has no series.</param>
public sealed record Message(
    string Id,
    MessageStatus Status,
    bool Triggers = true,
    int Tries = 0,
    DateTimeOffset? ProcessAfter = null,
    DateTimeOffset? Timestamp = null,
    string? Recurrence = null,
    string? SeriesId = null)
{
    /// <summary>Whether the message waits for a container at this instant.</summary>
    public bool IsDue(DateTimeOffset now) => Status == MessageStatus.Pending && Triggers && !(ProcessAfter > now);

    /// <summary>When it became or becomes due: the order of the wake queue.</summary>
    public DateTimeOffset DueAt => ProcessAfter ?? Timestamp ?? DateTimeOffset.MinValue;
}

/// <summary>A processing ack that has ended.</summary>
/// <param name="MessageId">The message that it ends.</param>
/// <param name="Failed">True for <c>failed</c> and for the newer failure states; false for <c>completed</c>.</param>
/// <param name="Status">The state's text as the container wrote it.</param>
public sealed record Ack(string MessageId, bool Failed, string Status);

/// <summary>A processing ack in state <c>processing</c>.</summary>
/// <param name="MessageId">The claimed message.</param>
/// <param name="Since">When it was claimed; null where the text is unreadable: it then ages from the container's start.</param>
public sealed record Claim(string MessageId, DateTimeOffset? Since);

/// <summary>A tool that the container has declared to be running.</summary>
/// <param name="Name">The tool's name, as declared.</param>
/// <param name="Timeout">The declared timeout; null when none was declared.</param>
/// <param name="StartedAt">When it started; null where unknown.</param>
public sealed record ToolInFlight(string Name, TimeSpan? Timeout, DateTimeOffset? StartedAt)
{
    /// <summary>A longer timeout than this is taken for this: about a thousand years.</summary>
    public static TimeSpan LongestTimeout { get; } = TimeSpan.FromDays(365_000);

    /// <summary>A declared number of milliseconds as a timeout; whatever it is, it fits the calendar.</summary>
    public static TimeSpan TimeoutOf(double milliseconds) => TimeSpan.FromMilliseconds(
        Math.Clamp(double.IsNaN(milliseconds) ? 0 : milliseconds, 0, LongestTimeout.TotalMilliseconds));
}
