using ActorSweeper.Core.Journal;

namespace ActorSweeper.Simulation.Seeded.Hosts;

/// <summary>The journal as one host reaches it: it takes its time, and everything that becomes durable is seen.</summary>
internal sealed class HostJournal(Stage stage, IJournal inner) : IJournal
{
    private readonly int _host = stage.Hosts;

    private bool IsOver => _host != stage.Hosts || !stage.World.IsUp;

    public async Task AppendAsync(IReadOnlyList<JournalEntry> entries, CancellationToken cancellation)
    {
        if (stage.JournalSlowness.Any) await stage.Pass(stage.JournalSlowness.Newest);
        if (IsOver) await new TaskCompletionSource().Task;
        await inner.AppendAsync(entries, cancellation);
    }

    public Task<StreamHistory> RecoverAsync(string stream, CancellationToken cancellation) => inner.RecoverAsync(stream, cancellation);

    public IAsyncEnumerable<JournalRecord> ReadAsync(JournalQuery query, CancellationToken cancellation) =>
        inner.ReadAsync(query, cancellation);

    public Task<IReadOnlyList<JournalBase>> BasesAsync(CancellationToken cancellation) => inner.BasesAsync(cancellation);

    public Task<IReadOnlyList<string>> StreamsAsync(CancellationToken cancellation) => inner.StreamsAsync(cancellation);

    public Task<CompactionSummary> CompactAsync(JournalRetention retention, DateTimeOffset now, CancellationToken cancellation) =>
        inner.CompactAsync(retention, now, cancellation);

    public Task<OperatorOrder> OrderAsync(OperatorOrder order, CancellationToken cancellation) => inner.OrderAsync(order, cancellation);

    public Task<IReadOnlyList<OperatorOrder>> OrdersAsync(long after, CancellationToken cancellation) =>
        inner.OrdersAsync(after, cancellation);
}
