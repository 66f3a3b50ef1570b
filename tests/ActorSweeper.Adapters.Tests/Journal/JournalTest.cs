using ActorSweeper.Core.Journal;

namespace ActorSweeper.Adapters.Tests.Journal;

/// <summary>What tests of journals have in common.</summary>
/// <param name="store">A place that is this test's own.</param>
public abstract class JournalTest(JournalStore store) : IAsyncDisposable
{
    protected static readonly DateTimeOffset Noon = new(2026, 1, 10, 12, 0, 0, TimeSpan.Zero);

    protected JournalStore Store { get; } = store;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A notice: a small event whose text tells it from others.</summary>
    protected static JournalEntry.Happened Notice(string stream, long sequence, string text, DateTimeOffset? at = null) =>
        new(stream, sequence, at ?? Noon.AddSeconds(sequence), new SessionEvent.Noticed(default, "test", text));

    /// <summary>An event that changes the state of a session: its incarnation is its sequence.</summary>
    protected static JournalEntry.Happened Life(string stream, long sequence, DateTimeOffset? at = null) => new(
        stream,
        sequence,
        at ?? Noon.AddSeconds(sequence),
        new SessionEvent.LifeBegan((int)sequence, new Core.Containers.Container($"c{sequence}", "", null, null, null), false));

    /// <summary>What the entries up to a sequence add up to.</summary>
    protected static JournalState Fold(IEnumerable<JournalEntry> entries, string stream, long until = long.MaxValue) => entries
        .OfType<JournalEntry.Happened>()
        .Where(entry => entry.Stream == stream && entry.Sequence <= until)
        .OrderBy(static entry => entry.Sequence)
        .Aggregate(JournalState.Empty(stream), static (state, entry) => state.After(entry.Event, entry.At));

    protected static async Task<List<JournalRecord>> ReadAsync(IJournal journal, JournalQuery? query = null) =>
        await journal.ReadAsync(query ?? new JournalQuery(), Cancellation).ToListAsync(Cancellation);

    protected static Task AppendAsync(IJournal journal, params JournalEntry[] entries) => journal.AppendAsync(entries, Cancellation);

    protected static async Task<JournalException> FaultOf(Func<Task> call) => await Should.ThrowAsync<JournalException>(call);
}
