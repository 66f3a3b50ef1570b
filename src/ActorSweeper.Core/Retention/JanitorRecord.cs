using System.Collections.Immutable;
using ActorSweeper.Core.Journal;

namespace ActorSweeper.Core.Retention;

/// <summary>An event in the stream of one janitor. A closed set.</summary>
public abstract record JanitorEvent : JournalEvent
{
    private JanitorEvent()
    {
    }

    /// <summary>A run is about to begin. Durable before it does.</summary>
    /// <param name="Who">Who asked for it: the slot, or the operator.</param>
    public sealed record Began(string Who) : JanitorEvent;

    /// <summary>A run has ended.</summary>
    /// <param name="Run">What it did.</param>
    /// <param name="Who">Who asked for it: the slot, or the operator.</param>
    public sealed record Ran(JanitorRunSummary Run, string Who) : JanitorEvent;
}

/// <summary>What one run of a janitor came to.</summary>
/// <param name="Janitor">Its name.</param>
/// <param name="IsDry">Whether nothing was changed on purpose.</param>
/// <param name="Held">Why the plan was not carried out; null when it was.</param>
/// <param name="Planned">How many things were to go.</param>
/// <param name="Gone">How many went.</param>
/// <param name="Kept">How many stayed for a reason worth telling.</param>
/// <param name="Bytes">What that freed, or would have freed.</param>
/// <param name="Errors">How many errors there were.</param>
/// <param name="Text">The one line that sums it up.</param>
/// <param name="Rules">What each rule looked at.</param>
public sealed record JanitorRunSummary(
    string Janitor,
    bool IsDry,
    string? Held,
    int Planned,
    int Gone,
    int Kept,
    long Bytes,
    int Errors,
    string Text,
    IReadOnlyList<RuleCount> Rules);

/// <summary>What is known of a janitor's runs. Changed by <see cref="After"/> only.</summary>
/// <param name="Last">The last run; null before the first.</param>
/// <param name="LastAt">When it ended.</param>
/// <param name="Rules">Since when each rule has matched nothing.</param>
public sealed record JanitorRecord(
    JanitorRunSummary? Last, DateTimeOffset? LastAt, ImmutableDictionary<string, RuleHistory> Rules) : JournalState
{
    private const string Prefix = "janitor-";
    private const string ByHandPrefix = "prune-";

    /// <summary>The state before the first run.</summary>
    public static JanitorRecord None { get; } = new(null, null, ImmutableDictionary<string, RuleHistory>.Empty);

    /// <summary>The stream of a janitor in a host.</summary>
    public static string StreamOf(string janitor) => Prefix + janitor;

    /// <summary>The stream of one run of the command <c>prune</c>: beside a host, which is the one writer of its own streams.</summary>
    /// <param name="janitor">The janitor.</param>
    /// <param name="at">When the run began.</param>
    /// <param name="processId">Of the command's process.</param>
    public static string StreamOf(string janitor, DateTimeOffset at, int processId) =>
        $"{ByHandPrefix}{janitor}-{Time.Timestamp.ToIso(at)}-{processId.ToString(System.Globalization.CultureInfo.InvariantCulture)}";

    /// <summary>Whether a stream is one of these.</summary>
    public static bool IsStream(string stream) =>
        stream.StartsWith(Prefix, StringComparison.Ordinal) || stream.StartsWith(ByHandPrefix, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override JanitorRecord After(JournalEvent happened, DateTimeOffset at) => happened switch
    {
        JanitorEvent.Ran ran => new JanitorRecord(
            ran.Run,
            at,
            ran.Run.Rules.ToImmutableDictionary(
                rule => rule.Rule, rule => RuleHistory.After(Rules.GetValueOrDefault(rule.Rule), rule, at), StringComparer.Ordinal)),
        _ => this,
    };

    /// <inheritdoc/>
    public override JanitorRecord Resuming(JournalState earlier) => Last is null && earlier is JanitorRecord before ? before : this;
}
