namespace ActorSweeper.Core.Journal;

/// <summary>
/// The port to the journal: an append-only record of events, snapshots of what they add up to, and the operators' orders. Safe for
/// several threads. All of its methods throw <see cref="JournalException"/> when the journal cannot be used; one that could not be
/// used may be usable later, without being opened anew.
/// </summary>
public interface IJournal
{
    /// <summary>
    /// How often another journal has taken the place of the one that was written before, because somebody took that away. What was
    /// appended to it is not in the new one: whoever knows what it added up to appends that as snapshots.
    /// </summary>
    long Replaced => 0;

    /// <summary>
    /// Appends all of the entries, or none. When it returns they are durable. An entry whose stream and sequence are known already
    /// is left as it is: to append again what may or may not have been appended does no harm.
    /// </summary>
    Task AppendAsync(IReadOnlyList<JournalEntry> entries, CancellationToken cancellation);

    /// <summary>The newest snapshot of a stream and the events after it.</summary>
    Task<StreamHistory> RecoverAsync(string stream, CancellationToken cancellation);

    /// <summary>Events in the order of their numbers; those of the base snapshots come first, as <see cref="JournalBase"/>.</summary>
    IAsyncEnumerable<JournalRecord> ReadAsync(JournalQuery query, CancellationToken cancellation);

    /// <summary>What each stream added up to before its oldest event that is still kept; nothing for a stream that is kept whole.</summary>
    Task<IReadOnlyList<JournalBase>> BasesAsync(CancellationToken cancellation);

    /// <summary>All streams that there are.</summary>
    Task<IReadOnlyList<string>> StreamsAsync(CancellationToken cancellation);

    /// <summary>
    /// Drops events that are older than the retention, and the oldest ones while the journal is larger than its bound. What the
    /// dropped ones add up to stays as the base of each stream.
    /// </summary>
    Task<CompactionSummary> CompactAsync(JournalRetention retention, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Takes down an operator's order. When it returns the order is durable.</summary>
    /// <returns>The order with its number.</returns>
    Task<OperatorOrder> OrderAsync(OperatorOrder order, CancellationToken cancellation);

    /// <summary>Orders with a number above the given one, in their order.</summary>
    Task<IReadOnlyList<OperatorOrder>> OrdersAsync(long after, CancellationToken cancellation);
}

/// <summary>Something to append. A closed set.</summary>
/// <param name="Stream">Whose.</param>
/// <param name="Sequence">The place in the stream; a snapshot has that of the last event that it covers.</param>
/// <param name="At">When, by the wall clock.</param>
public abstract record JournalEntry(string Stream, long Sequence, DateTimeOffset At)
{
    /// <summary>An event.</summary>
    public sealed record Happened(string Stream, long Sequence, DateTimeOffset At, JournalEvent Event) : JournalEntry(Stream, Sequence, At);

    /// <summary>A snapshot: recovery begins with it. Older ones that are no base are dropped.</summary>
    public sealed record Snapshot(string Stream, long Sequence, DateTimeOffset At, JournalState State) : JournalEntry(Stream, Sequence, At);
}

/// <summary>What recovery of one stream begins with.</summary>
/// <param name="Sequence">The sequence of the newest event or snapshot; 0 for a stream without any.</param>
/// <param name="State">What everything adds up to.</param>
/// <param name="Since">How many events came after the snapshot: a new snapshot is due when they are many.</param>
public sealed record StreamHistory(long Sequence, JournalState State, int Since);

/// <summary>What a stream added up to before its oldest kept event.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Sequence">The sequence of the last dropped event.</param>
/// <param name="At">When that happened.</param>
/// <param name="State">What everything up to it added up to.</param>
public sealed record JournalBase(string Stream, long Sequence, DateTimeOffset At, JournalState State);

/// <summary>Which events to read.</summary>
/// <param name="Stream">Of one stream; null for all.</param>
/// <param name="From">Not before then.</param>
/// <param name="To">Before then.</param>
/// <param name="After">With a number above this.</param>
public sealed record JournalQuery(string? Stream = null, DateTimeOffset? From = null, DateTimeOffset? To = null, long After = 0);

/// <summary>How long events are kept. Defaults live in <c>reference.conf</c>.</summary>
/// <param name="KeepFor">Events older than this are dropped.</param>
/// <param name="MaxBytes">The oldest events are dropped while the journal is larger; null for no bound.</param>
public sealed record JournalRetention(TimeSpan KeepFor, long? MaxBytes);

/// <summary>What a compaction did.</summary>
/// <param name="Events">How many events were dropped.</param>
/// <param name="Bytes">By how many bytes the journal is smaller.</param>
public sealed record CompactionSummary(long Events, long Bytes);
