using System.Runtime.CompilerServices;
using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Scheduling;

namespace ActorSweeper.Adapters.Sqlite.Journal;

/// <summary>
/// The journal, and the ledger of slots, in one SQLite file. The file is opened at the first use, and again after every failure, so
/// that a journal that could not be used is usable as soon as the cause is gone. Other processes may read it and give orders at the
/// same time; only one may append to a stream.
/// </summary>
public sealed class SqliteJournal : IJournal, ISlotLedger, IAsyncDisposable
{
    private readonly JournalFile _file;
    private readonly SemaphoreSlim _compacting = new(1);

    /// <summary>Names the journal. Nothing is opened yet.</summary>
    /// <param name="options">Where it is and how it is used.</param>
    public SqliteJournal(SqliteJournalOptions options)
        : this(options, JournalSchema.Current)
    {
    }

    internal SqliteJournal(SqliteJournalOptions options, JournalSchema schema) => _file = new JournalFile(options, schema);

    /// <inheritdoc/>
    public long Replaced => _file.Replaced;

    /// <inheritdoc/>
    public Task AppendAsync(IReadOnlyList<JournalEntry> entries, CancellationToken cancellation) => entries.Count == 0
        ? Task.CompletedTask
        : _file.WriteAsync(
            connection =>
            {
                JournalAppending.Append(connection, [.. entries.Select(JournalRow.Of)]);
                return true;
            },
            cancellation);

    /// <inheritdoc/>
    public Task<StreamHistory> RecoverAsync(string stream, CancellationToken cancellation) =>
        _file.ReadAsync(connection => JournalRecovery.Recover(connection, stream), cancellation);

    /// <inheritdoc/>
    public async IAsyncEnumerable<JournalRecord> ReadAsync(
        JournalQuery query, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var after = query.After; ;)
        {
            var begin = after;
            var page = await _file.ReadAsync(connection => JournalReading.Page(connection, query, begin), cancellation);
            foreach (var record in page.Records)
                yield return record;
            if (page.IsEnd)
                yield break;
            after = page.Last;
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<JournalBase>> BasesAsync(CancellationToken cancellation) =>
        _file.ReadAsync(JournalReading.Bases, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> StreamsAsync(CancellationToken cancellation) =>
        _file.ReadAsync(JournalReading.Streams, cancellation);

    /// <inheritdoc/>
    public async Task<CompactionSummary> CompactAsync(JournalRetention retention, DateTimeOffset now, CancellationToken cancellation)
    {
        await _compacting.WaitAsync(cancellation);
        try
        {
            return await new JournalCompaction(_file, cancellation).RunAsync(retention, now);
        }
        finally
        {
            _compacting.Release();
        }
    }

    /// <inheritdoc/>
    public Task<OperatorOrder> OrderAsync(OperatorOrder order, CancellationToken cancellation) =>
        _file.WriteAsync(connection => JournalOrders.Append(connection, order), cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<OperatorOrder>> OrdersAsync(long after, CancellationToken cancellation) =>
        _file.ReadAsync(connection => JournalOrders.After(connection, after), cancellation);

    /// <inheritdoc/>
    public Task<bool> ClaimAsync(Slot slot, string node, DateTimeOffset now, CancellationToken cancellation) =>
        _file.WriteAsync(connection => SlotEntries.Claim(connection, slot, node, now), cancellation);

    /// <summary>Waits for the calls that are under way, and closes the file.</summary>
    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
