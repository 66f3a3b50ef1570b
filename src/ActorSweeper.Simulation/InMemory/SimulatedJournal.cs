using System.Runtime.CompilerServices;
using ActorSweeper.Core.Journal;

namespace ActorSweeper.Simulation.InMemory;

/// <summary>What becomes of the host at one write of the journal.</summary>
public enum WriteCrash
{
    /// <summary>It ends before the write is durable.</summary>
    Before,

    /// <summary>It ends when the write is durable, and never learns of it.</summary>
    After,
}

/// <summary>A journal in memory. It outlives the hosts that write to it.</summary>
public sealed class SimulatedJournal : IJournal
{
    private readonly List<JournalRecord> _records = [];
    private readonly Dictionary<string, Stream> _streams = new(StringComparer.Ordinal);
    private readonly List<OperatorOrder> _orders = [];
    private long _number;

    /// <summary>Everything that is durable, in order.</summary>
    public IReadOnlyList<JournalRecord> Records => _records;

    /// <summary>The sequence of the newest durable entry of a stream.</summary>
    public long SequenceOf(string stream) => _streams.TryGetValue(stream, out var known) ? known.Sequence : 0;

    /// <summary>What every use throws; null while the journal can be used.</summary>
    public Func<JournalException>? Fault { get; set; }

    /// <summary>How many writes there were: each may have several entries.</summary>
    public int Writes { get; private set; }

    /// <summary>Ends the host at the write of that number, counted from 1; null for never.</summary>
    public (int Write, WriteCrash When)? CrashAt { get; set; }

    /// <summary>Whether the host ends at a write of these entries; null for never. Asked until it has once said so.</summary>
    public Func<IReadOnlyList<JournalEntry>, WriteCrash?>? CrashWhen { get; set; }

    /// <summary>Ends the host: called once, from within the write.</summary>
    public Action? OnCrash { get; set; }

    /// <summary>Whether events are kept; without them only what they add up to is.</summary>
    public bool KeepsRecords { get; set; } = true;

    /// <inheritdoc/>
    public long Replaced { get; private set; }

    /// <summary>Takes the journal away, as an operator does with a file: what follows goes into another one.</summary>
    public void TakeAway()
    {
        _records.Clear();
        _streams.Clear();
        _orders.Clear();
        Replaced++;
    }

    /// <summary>Told of each entry that becomes durable, with what its stream added up to before it.</summary>
    public Action<JournalEntry, JournalState>? Appending { get; set; }

    /// <summary>Called with each event as it becomes durable.</summary>
    public Action<JournalRecord>? OnRecord { get; set; }

    /// <summary>Sets what a stream adds up to, as another journal has it.</summary>
    public void Seed(string stream, long sequence, JournalState state) =>
        _streams[stream] = new Stream(stream) { Sequence = sequence, State = state };

    /// <summary>What the durable events of a stream add up to.</summary>
    public JournalState StateOf(string stream) => _streams.TryGetValue(stream, out var known) ? known.State : JournalState.Empty(stream);

    /// <inheritdoc/>
    public Task AppendAsync(IReadOnlyList<JournalEntry> entries, CancellationToken cancellation)
    {
        if (Fault is { } fault) return Task.FromException(fault());
        Writes++;
        var crash = CrashAt is { } at && at.Write == Writes ? at.When : CrashWhen?.Invoke(entries);
        if (crash != WriteCrash.Before) foreach (var entry in entries) Append(entry);
        if (crash is null) return Task.CompletedTask;
        (CrashAt, CrashWhen) = (null, null);
        OnCrash?.Invoke();
        return new TaskCompletionSource().Task;
    }

    /// <inheritdoc/>
    public Task<StreamHistory> RecoverAsync(string stream, CancellationToken cancellation)
    {
        if (Fault is { } fault) return Task.FromException<StreamHistory>(fault());
        return Task.FromResult(_streams.TryGetValue(stream, out var known)
            ? new StreamHistory(known.Sequence, known.State, known.Since)
            : new StreamHistory(0, JournalState.Empty(stream), 0));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<JournalRecord> ReadAsync(JournalQuery query, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        if (Fault is { } fault) throw fault();
        foreach (var record in _records.ToList())
        {
            if (record.Number > query.After && (query.Stream is null || record.Stream == query.Stream)
                && !(record.At < query.From) && !(record.At >= query.To))
                yield return record;
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<JournalBase>> BasesAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<JournalBase>>([]);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> StreamsAsync(CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<string>>([.. _streams.Keys]);

    /// <inheritdoc/>
    public Task<CompactionSummary> CompactAsync(JournalRetention retention, DateTimeOffset now, CancellationToken cancellation) =>
        Task.FromResult(new CompactionSummary(0, 0));

    /// <inheritdoc/>
    public Task<OperatorOrder> OrderAsync(OperatorOrder order, CancellationToken cancellation)
    {
        var numbered = order.Number > 0 ? order : order with { Number = _orders.Count == 0 ? 1 : _orders[^1].Number + 1 };
        _orders.Add(numbered);
        return Task.FromResult(numbered);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<OperatorOrder>> OrdersAsync(long after, CancellationToken cancellation)
    {
        if (Fault is { } fault) return Task.FromException<IReadOnlyList<OperatorOrder>>(fault());
        return Task.FromResult<IReadOnlyList<OperatorOrder>>(
            _orders.Count == 0 || _orders[^1].Number <= after ? [] : [.. _orders.Where(order => order.Number > after)]);
    }

    private void Append(JournalEntry entry)
    {
        if (!_streams.TryGetValue(entry.Stream, out var stream)) _streams[entry.Stream] = stream = new Stream(entry.Stream);
        switch (entry)
        {
            case JournalEntry.Happened happened when happened.Sequence > stream.Sequence:
                Appending?.Invoke(entry, stream.State);
                var record = new JournalRecord(++_number, happened.Stream, happened.Sequence, happened.At, happened.Event);
                if (KeepsRecords) _records.Add(record);
                OnRecord?.Invoke(record);
                stream.State = stream.State.After(happened.Event, happened.At);
                (stream.Sequence, stream.Since) = (happened.Sequence, stream.Since + 1);
                break;
            case JournalEntry.Snapshot snapshot when snapshot.Sequence >= stream.Sequence:
                Appending?.Invoke(entry, stream.State);
                (stream.Sequence, stream.State, stream.Since) = (snapshot.Sequence, snapshot.State, 0);
                break;
        }
    }

    private sealed class Stream(string name)
    {
        public long Sequence { get; set; }

        public JournalState State { get; set; } = JournalState.Empty(name);

        public int Since { get; set; }
    }
}
