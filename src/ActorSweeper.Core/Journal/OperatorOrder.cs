using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Core.Journal;

/// <summary>What an operator can order.</summary>
public enum OrderKind
{
    /// <summary>Give dead letters another run: their tries begin anew.</summary>
    Retry,

    /// <summary>Release a session from quarantine and from every pause.</summary>
    Release,
}

/// <summary>An operator's order. It is durable when it is given, and carried out by the host that runs now or next.</summary>
/// <param name="Number">Its number: orders are carried out in this order, each once.</param>
/// <param name="At">When it was given.</param>
/// <param name="Who">Who gave it.</param>
/// <param name="Why">Why; may be empty.</param>
/// <param name="Kind">What is ordered.</param>
/// <param name="Session">For which session; null where only the message is known.</param>
/// <param name="MessageId">For which message; null for all dead letters of the session.</param>
public sealed record OperatorOrder(
    long Number, DateTimeOffset At, string Who, string Why, OrderKind Kind, SessionId? Session, string? MessageId);
