using ActorSweeper.Core.Sessions;
using ActorSweeper.Core.Time;

namespace ActorSweeper.Core.Retries;

/// <summary>How often and how soon a message is put back. Defaults live in <c>reference.conf</c>.</summary>
/// <param name="MaxTries">A message that has been put back so often is given up; 0 or more.</param>
/// <param name="BackoffBase">The delay before the first retry; it doubles with each.</param>
/// <param name="MaxBackoff">The longest delay; null for no bound.</param>
/// <param name="Jitter">The share of the delay that may be added at random; 0 to 1.</param>
public sealed record RetryLimits(int MaxTries, TimeSpan BackoffBase, TimeSpan? MaxBackoff, double Jitter);

/// <summary>What becomes of a message whose claim was lost. A closed set.</summary>
public abstract record RetryDecision
{
    private RetryDecision()
    {
    }

    /// <summary>Its retry is already scheduled, or it is not open any more: only the claim goes.</summary>
    public sealed record Leave : RetryDecision;

    /// <summary>It has been answered: completed, not repeated.</summary>
    public sealed record Close : RetryDecision;

    /// <summary>Put back.</summary>
    /// <param name="DueAt">When it is due again.</param>
    /// <param name="Delay">How long that is from now.</param>
    public sealed record Retry(DateTimeOffset DueAt, TimeSpan Delay) : RetryDecision;

    /// <summary>It has used up its tries: a dead letter.</summary>
    public sealed record GiveUp : RetryDecision;
}

/// <summary>Decides what becomes of a message whose claim was lost (rule 9). Pure.</summary>
public static class RetryJudge
{
    // 2^62 ticks is the largest power of two that a TimeSpan holds; beyond it a delay could only overflow.
    private const int LastDoubling = 62;

    /// <summary>The decision on one message.</summary>
    /// <param name="message">The claimed message as it stands now; null when its row is gone or finished.</param>
    /// <param name="answered">Whether a reply to it exists.</param>
    /// <param name="limits">The limits of its group.</param>
    /// <param name="now">The instant, on the wall clock.</param>
    /// <param name="draw">Where in the jitter it falls, 0 to below 1: <see cref="Draw"/>.</param>
    public static RetryDecision Judge(Message? message, bool answered, RetryLimits limits, DateTimeOffset now, double draw)
    {
        if (!RetryRules.IsOpen(message)) return new RetryDecision.Leave();
        if (answered) return new RetryDecision.Close();
        if (RetryRules.IsScheduled(message, now)) return new RetryDecision.Leave();
        if (RetryRules.IsUsedUp(message, limits)) return new RetryDecision.GiveUp();
        var delay = Backoff(message.Tries, limits, draw);
        return new RetryDecision.Retry(now + delay, delay);
    }

    /// <summary>
    /// Where a retry falls in its jitter, 0 to below 1. It spreads like a random draw, yet is the same for the same session, message
    /// and try, so that a recorded decision can be repeated.
    /// </summary>
    public static double Draw(SessionId session, string messageId, int tries) => RepeatableDraw.Of($"{session}/{messageId}/{tries}");

    /// <summary>The delay before the next retry: <c>min(base * 2^tries, max) * (1 + jitter * draw)</c>.</summary>
    /// <param name="tries">How often the message was put back already.</param>
    /// <param name="limits">Base, bound and jitter.</param>
    /// <param name="draw">A random draw, 0 to below 1.</param>
    public static TimeSpan Backoff(int tries, RetryLimits limits, double draw)
    {
        var longest = (limits.MaxBackoff ?? TimeSpan.FromDays(365)).Ticks;
        var doubled = limits.BackoffBase.Ticks * Math.Pow(2, Math.Min(Math.Max(tries, 0), LastDoubling));
        var bounded = Math.Min(doubled, longest);
        return TimeSpan.FromTicks((long)(bounded * (1 + (limits.Jitter * draw))));
    }
}
