using ActorSweeper.Core.Time;

namespace ActorSweeper.Core.Retention.OpenClaw;

/// <summary>Whether an entry of OpenClaw's store has had its time.</summary>
/// <param name="CronRetention">How long a cron run stays after its last update; null keeps all.</param>
/// <param name="HookRetention">How long a hook's session stays after its last update; null keeps all.</param>
/// <param name="Jobs">
/// The ids of all cron jobs, in lower case; then a job's own session goes with its job, <paramref name="CronRetention"/> after its
/// last update. Null keeps all.
/// </param>
public sealed record SessionExpiry(
    OpenClawDuration? CronRetention, OpenClawDuration? HookRetention, IReadOnlySet<string>? Jobs)
{
    private static readonly OpenClawDuration Day = new(86_400_000);

    /// <summary>
    /// How long archives stay: the longest retention above zero that is on, or a day when none is; null when everything is off, for
    /// then nobody has asked for anything to go.
    /// </summary>
    public OpenClawDuration? ArchiveRetention => (CronRetention, HookRetention) switch
    {
        (null, null) => null,
        _ => Math.Max(CronRetention?.Milliseconds ?? 0, HookRetention?.Milliseconds ?? 0) is var longest and > 0
            ? new OpenClawDuration(longest)
            : Day,
    };

    /// <summary>Which rule an entry falls under, and how long it stays by it; null when it stays whatever its age.</summary>
    public (string Rule, OpenClawDuration Retention)? RuleOf(SessionKey key) => key.Kind switch
    {
        SessionKeyKind.CronRun when CronRetention is { } retention => ("cron-runs", retention),
        SessionKeyKind.Hook when HookRetention is { } retention => ("hooks", retention),
        SessionKeyKind.CronBase when CronRetention is { } retention && key.Job is { } job && Jobs?.Contains(job) == false =>
            ("orphan-jobs", retention),
        _ => null,
    };

    /// <summary>Decides.</summary>
    /// <param name="key">The entry's key.</param>
    /// <param name="updatedAt">When it was last updated, in Unix milliseconds; null when the entry does not say it.</param>
    /// <param name="now">In Unix milliseconds.</param>
    public ExpiryVerdict Of(SessionKey key, double? updatedAt, long now)
    {
        if (RuleOf(key) is not var (rule, retention)) return ExpiryVerdict.NotConcerned;
        if (updatedAt is not { } updated)
            return new(rule, IsExpired: false, "it does not say when it was last updated (updatedAt is no number): kept");
        // What is exactly as old as the retention stays.
        var isExpired = updated < retention.Before(now);
        return new(rule, isExpired, isExpired ? $"last updated {Age(now - updated)} ago, kept for {retention}{Why(rule)}" : null);
    }

    private static string Why(string rule) => rule == "orphan-jobs" ? ", and its job no longer exists" : "";

    private static string Age(double milliseconds) =>
        milliseconds < TimeSpan.MaxValue.TotalMilliseconds / 2 ? Durations.Text(TimeSpan.FromMilliseconds(milliseconds)) : "ages";
}

/// <summary>What becomes of one entry.</summary>
/// <param name="Rule">The rule that it falls under; null when there is none.</param>
/// <param name="IsExpired">Whether it goes.</param>
/// <param name="Reason">Why it goes, or why it stays when that is worth telling; otherwise null.</param>
public readonly record struct ExpiryVerdict(string? Rule, bool IsExpired, string? Reason)
{
    /// <summary>No rule looks at it.</summary>
    public static ExpiryVerdict NotConcerned { get; }
}
