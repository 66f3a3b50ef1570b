using System.Runtime.CompilerServices;
using ActorSweeper.Core.Journal;

namespace ActorSweeper.Adapters.None;

/// <summary>
/// A journal that is read and never written: a dry run knows of quarantines and backoffs, and leaves no trace. What is appended is
/// gone, and counts as durable.
/// </summary>
public sealed class UnwrittenJournal : IJournal
{
    private readonly IJournal? _read;

    /// <summary>Creates it.</summary>
    /// <param name="read">The journal that is read; null for one without any history.</param>
    public UnwrittenJournal(IJournal? read) => _read = read;

    /// <inheritdoc/>
    public Task AppendAsync(IReadOnlyList<JournalEntry> entries, CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<StreamHistory> RecoverAsync(string stream, CancellationToken cancellation) =>
        _read?.RecoverAsync(stream, cancellation) ?? Task.FromResult(new StreamHistory(0, JournalState.Empty(stream), 0));

    /// <inheritdoc/>
    public async IAsyncEnumerable<JournalRecord> ReadAsync(JournalQuery query, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (_read is null) yield break;
        await foreach (var record in _read.ReadAsync(query, cancellation)) yield return record;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<JournalBase>> BasesAsync(CancellationToken cancellation) =>
        _read?.BasesAsync(cancellation) ?? Task.FromResult<IReadOnlyList<JournalBase>>([]);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> StreamsAsync(CancellationToken cancellation) =>
        _read?.StreamsAsync(cancellation) ?? Task.FromResult<IReadOnlyList<string>>([]);

    /// <inheritdoc/>
    public Task<CompactionSummary> CompactAsync(JournalRetention retention, DateTimeOffset now, CancellationToken cancellation) =>
        Task.FromResult(new CompactionSummary(0, 0));

    /// <inheritdoc/>
    public Task<OperatorOrder> OrderAsync(OperatorOrder order, CancellationToken cancellation) =>
        Task.FromException<OperatorOrder>(new JournalException(JournalFault.Forbidden, "a dry run takes no orders"));

    /// <inheritdoc/>
    public Task<IReadOnlyList<OperatorOrder>> OrdersAsync(long after, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<OperatorOrder>>([]);
}
