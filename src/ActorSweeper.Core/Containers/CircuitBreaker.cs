namespace ActorSweeper.Core.Containers;

/// <summary>
/// Spares a container runtime that does not answer, and everyone who would wait for it. It counts failures in a row, not a
/// ratio: a runtime that is asked once a minute is known to be down by its last answers, not by a share of them. Immutable.
/// </summary>
/// <param name="Failures">Failed calls in a row.</param>
/// <param name="OpenUntil">Calls are refused until then, by the steady clock; null while it is closed.</param>
public sealed record CircuitBreaker(int Failures, DateTimeOffset? OpenUntil)
{
    /// <summary>Closed, without failures.</summary>
    public static CircuitBreaker Closed { get; } = new(0, null);

    /// <summary>Whether a call may be tried at this instant. After the pause it may: its outcome decides.</summary>
    public bool Allows(DateTimeOffset now) => !(OpenUntil > now);

    /// <summary>After a failed call.</summary>
    /// <param name="at">When it failed.</param>
    /// <param name="threshold">So many failures in a row open the breaker; 1 or more.</param>
    /// <param name="pause">For how long.</param>
    public CircuitBreaker Failed(DateTimeOffset at, int threshold, TimeSpan pause) =>
        new(Failures + 1, Failures + 1 >= threshold ? at + pause : null);
}
