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
    private readonly Action<JournalException>? _unreadable;
    private int _isSaid;

    /// <summary>Creates it.</summary>
    /// <param name="read">The journal that is read; null for one without any history.</param>
    /// <param name="unreadable">Told once when the history cannot be read: nothing else would say so.</param>
    public UnwrittenJournal(IJournal? read, Action<JournalException>? unreadable = null) => (_read, _unreadable) = (read, unreadable);

    /// <inheritdoc/>
    public Task AppendAsync(IReadOnlyList<JournalEntry> entries, CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<StreamHistory> RecoverAsync(string stream, CancellationToken cancellation)
    {
        try
        {
            return _read is null ? new StreamHistory(0, JournalState.Empty(stream), 0) : await _read.RecoverAsync(stream, cancellation);
        }
        catch (JournalException error) when (Interlocked.Exchange(ref _isSaid, 1) == 0)
        {
            _unreadable?.Invoke(error);
            throw;
        }
    }

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
